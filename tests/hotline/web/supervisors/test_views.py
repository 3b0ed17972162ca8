"""The supervisors' room: to review, to call back, overdue."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask.testing import FlaskClient

from factories import House
from hotline.domain.vocabulary import Role

Browsers = Callable[[Role], FlaskClient]


def test_each_ticket_stands_in_its_list_and_only_there(
    house: House, called_back: Callable[..., str], browser_of: Browsers
) -> None:
    review, callback = house.replied(), called_back()
    late, calm = house.dispatched(now=datetime.now(UTC) - timedelta(days=60)), house.handled()
    page = browser_of(Role.SUPERVISOR).get("/supervisors/").text
    lists = {"row-reviews-": [review], "row-callbacks-": [callback], "row-late-": [late]}
    for prefix, expected in lists.items():
        found = [number for number in (review, callback, late, calm) if f'id="{prefix}{number}"' in page]
        assert found == expected
    assert page.count("共 1 件") == 3


def test_empty_lists_say_so(house: House, browser_of: Browsers) -> None:
    page = browser_of(Role.SUPERVISOR).get("/supervisors/").text
    for sentence in (
        "没有待审核的办理结果",
        "没有待回访的工单",
        "没有超期工单",
        "没有待批的申请",
        "没有在督办的工单",
        "没有挂起的工单",
        "没有待审的剔除申请",
    ):
        assert sentence in page


def test_the_room_is_masked_and_listens(house: House, browser_of: Browsers) -> None:
    house.replied(text="暖气不热，电话13847123456")
    page = browser_of(Role.SUPERVISOR).get("/supervisors/").text
    assert "13847123456" not in page and "138****3456" in page
    assert "data-live" in page
