"""The agency's inbox: its own, nearest deadline first, by state and time left, masked; many accepted at once; stand-ins."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from factories import OTHER_UNIT, House, person
from hotline.casework.joint import helping
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import Role, State
from hotline.store.tickets import Assignment

Browsers = Callable[[Role], FlaskClient]


@pytest.fixture
def house(alone: House) -> House:
    """Undone at the end, with a second clerk and an outsider."""
    return alone


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD])
def test_the_inbox_holds_what_the_unit_has_to_do_and_nothing_of_others(
    role: Role, house: House, browser_of: Browsers
) -> None:
    fresh, handled, replied = house.dispatched(), house.handled(), house.replied()
    other = house.dispatched(agency=OTHER_UNIT)
    page = browser_of(role).get("/agencies/").text
    assert fresh in page and handled in page
    assert replied not in page and other not in page
    assert "共 2 件" in page and "赛罕区" in page


def test_the_nearest_deadline_comes_first_and_lateness_is_told(house: House, browser_of: Browsers) -> None:
    fresh = house.dispatched()
    late = house.dispatched(now=datetime.now(UTC) - timedelta(days=60))
    page = browser_of(Role.CLERK).get("/agencies/").text
    assert page.index(late) < page.index(fresh)
    assert "已超期" in page and "剩余" in page


@pytest.mark.parametrize("state", [State.DISPATCHED, State.HANDLING, State.REPLIED, State.CALLBACK])
def test_each_tab_shows_its_state(
    state: State, house: House, called_back: Callable[..., str], browser_of: Browsers
) -> None:
    numbers = {State.DISPATCHED: house.dispatched(), State.HANDLING: house.handled(), State.REPLIED: house.replied(),
               State.CALLBACK: called_back()}  # fmt: skip
    page = browser_of(Role.CLERK).get(f"/agencies/?state={state}").text
    assert [one for one, number in numbers.items() if number in page] == [state]


def test_an_unknown_tab_is_the_first_one(house: House, browser_of: Browsers) -> None:
    number = house.dispatched()
    assert number in browser_of(Role.CLERK).get("/agencies/?state=nonsense").text


def test_an_empty_inbox_says_so_and_a_ticket_sent_back_leaves_it(house: House, browser_of: Browsers) -> None:
    clerk, number = browser_of(Role.CLERK), house.dispatched()
    assert f'id="inbox-{number}"' in clerk.get("/agencies/").text
    house.returned(number)
    assert f'id="inbox-{number}"' not in (page := clerk.get("/agencies/").text)
    assert "这里没有工单" in page
    assert clerk.get(f"/tickets/{number}").status_code == 404


def test_the_inbox_is_masked_and_listens(house: House, browser_of: Browsers) -> None:
    house.dispatched("暖气不热，电话13847123456")
    page = browser_of(Role.CLERK).get("/agencies/").text
    assert "13847123456" not in page and "138****3456" in page
    assert "data-live" in page


def test_chips_count_by_time_left_and_narrow_the_list(house: House, browser_of: Browsers) -> None:
    late = house.dispatched(now=datetime.now(UTC) - timedelta(days=60))
    fresh = house.handled()
    clerk = browser_of(Role.CLERK)
    page = clerk.get("/agencies/?left=late").text
    assert f'id="inbox-{late}"' in page and f'id="inbox-{fresh}"' not in page and "共 1 件" in page
    assert f'id="inbox-{late}"' in clerk.get("/agencies/?left=nonsense").text
    assert 'id="left-late"' not in clerk.get("/agencies/?state=replied&left=late").text


def test_many_are_accepted_each_for_itself(house: House, browser_of: Browsers) -> None:
    first, second, foreign = house.dispatched(), house.dispatched(), house.dispatched(agency=OTHER_UNIT)
    accepted = house.handled()
    clerk = browser_of(Role.CLERK)
    chosen = [first, foreign, accepted, "<script>", second, first]
    answer = clerk.post("/agencies/accept", data={"number": chosen, "state": "dispatched"})
    assert answer.location == "/agencies/?state=dispatched"
    assert [house.ticket(one).state for one in (first, second)] == [State.HANDLING] * 2
    assert house.ticket(foreign).state == State.DISPATCHED
    page = clerk.get("/agencies/").text
    assert f"已签收 2 件：{first}、{second}" in page and "未签收 3 件" in page
    assert f"{foreign}：没有工单" in page and f"{accepted}：工单现为「办理中」" in page and "<script>：" not in page


def test_all_of_the_page_are_accepted_by_one_key_and_none_is_refused(house: House, browser_of: Browsers) -> None:
    numbers = [house.dispatched(), house.dispatched()]
    clerk = browser_of(Role.CLERK)
    assert clerk.post("/agencies/accept", data={"shown": numbers}).status_code == 422
    assert clerk.post("/agencies/accept", data={"shown": numbers, "every": "1"}).status_code == 302
    assert {house.ticket(one).state for one in numbers} == {State.HANDLING}
    assert clerk.post("/agencies/accept", data={"number": [f"2026{one:011}" for one in range(51)]}).status_code == 422


def test_somebody_away_is_told_with_who_stands_in(alone: House, signed_in: Callable[[str], FlaskClient]) -> None:
    pages = signed_in("clerk")
    until = f"{beijing(datetime.now(UTC) + timedelta(days=2)):%Y-%m-%dT%H:%M}"
    wrong = pages.post("/agencies/standing-in/clerk", data={"stand_in": "clerk", "until": until})
    assert wrong.status_code == 422 and "另选一位" in wrong.text
    assert pages.post("/agencies/standing-in/head", data={"stand_in": "clerk", "until": until}).status_code == 403
    assert pages.post("/agencies/standing-in/outsider", data={"stand_in": "clerk", "until": until}).status_code == 404
    done = pages.post("/agencies/standing-in/clerk", data={"stand_in": "second-clerk", "until": until})
    assert done.status_code == 302
    listed = pages.get("/agencies/standing-in").text
    assert "离岗至" in listed and "<b>second-clerk</b>" not in listed and "&lt;b&gt;second-clerk" in listed
    assert "您登记离岗至" in pages.get("/agencies/").text
    other = signed_in("second-clerk")
    assert "您正在代办：测试承办人" in other.get("/agencies/").text
    assert pages.post("/agencies/standing-in/clerk/back").status_code == 302
    assert pages.post("/agencies/standing-in/clerk/back").status_code == 409


def test_what_the_unit_helps_with_is_listed_with_its_own_clock(
    house: House, signed_in: Callable[[str], FlaskClient]
) -> None:
    number = house.handled()
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        helping.invite(work, number, agency=OTHER_UNIT)
        due_at = work.session.scalars(select(Assignment.due_at).where(Assignment.agency == OTHER_UNIT)).one()
    page = signed_in("outsider").get("/agencies/").text
    assert f'id="helping-{number}"' in page and f'id="inbox-{number}"' not in page
    assert f'协办时限 <span class="num">{beijing(due_at):%m-%d %H:%M} 前' in page and "未签收" in page
