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
    named = "待批申请、待审核、待回访、超期未答复、督办与问题工单、挂起台账、待审评价剔除"
    assert f"现无待办：{named}。" in page
    assert 'id="reviews"' not in page and 'href="#reviews"' not in page
    house.replied()
    page = browser_of(Role.SUPERVISOR).get("/supervisors/").text
    assert 'id="reviews"' in page and 'href="#reviews"' in page and "、待审核、" not in page


def test_the_room_is_masked_and_listens(house: House, browser_of: Browsers) -> None:
    house.replied(text="暖气不热，电话13847123456")
    page = browser_of(Role.SUPERVISOR).get("/supervisors/").text
    assert "13847123456" not in page and "138****3456" in page
    assert "data-live" in page
