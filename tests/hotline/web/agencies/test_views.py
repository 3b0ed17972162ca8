"""The agency's inbox: its own, nearest deadline first, by state, masked."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from factories import OTHER_UNIT, House
from hotline.domain.vocabulary import Role, State

Browsers = Callable[[Role], FlaskClient]


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
