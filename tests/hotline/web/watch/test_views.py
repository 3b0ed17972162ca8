"""Enterprise demands and rulings on the screen: whom they are for, what stands in them, and that nobody is left unwatched."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from factories import HEATING, OTHER_UNIT, House, person
from hotline.casework.requests import rulings
from hotline.domain.vocabulary import RequesterKind, Role

Browsers = Callable[[Role], FlaskClient]
INSIDE = [Role.OFFICER, Role.SUPERVISOR, Role.DISPATCHER, Role.ANALYST]
OUTSIDE = [Role.AGENT, Role.CLERK, Role.HEAD, Role.ADMINISTRATOR, Role.AUDITOR]
PATHS = ("/watch/enterprises", "/watch/rulings")
FIRM = {"requester_kind": RequesterKind.ENTERPRISE, "company": "甲乙丙公司"}


def ruled(house: House, text: str = HEATING, basis: str = "三定方案第三条") -> str:
    """The number of a ruling that appointed another unit."""
    number = house.dispatched(text)
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        return rulings.rule(work, number, agency=OTHER_UNIT, basis=basis).number


@pytest.mark.parametrize("role", INSIDE)
@pytest.mark.parametrize("path", PATHS)
def test_empty_lists_open_and_say_so(role: Role, path: str, house: House, browser_of: Browsers) -> None:
    answer = browser_of(role).get(path, query_string={"words": "没有这样的词语"})
    assert answer.status_code == 200 and answer.text.count("<h1>") == 1
    assert "没有" in answer.text


@pytest.mark.parametrize("role", OUTSIDE)
@pytest.mark.parametrize("path", PATHS)
def test_whoever_has_nothing_to_watch_does_not_come_in(
    role: Role, path: str, house: House, browser_of: Browsers
) -> None:
    assert browser_of(role).get(path).status_code == 403


@pytest.mark.parametrize("role", INSIDE)
def test_open_enterprise_demands_stand_there_with_watcher_and_next_step_and_nothing_else(
    role: Role, house: House, browser_of: Browsers
) -> None:
    firm, citizen = house.dispatched(**FIRM), house.dispatched()
    page = browser_of(role).get("/watch/enterprises").text
    assert f"/tickets/{firm}" in page and citizen not in page
    assert house.ticket(firm).watcher == "officer"
    assert "企业诉求均已落实专员、单位和期限" in page and "签收" in page


def test_one_that_nobody_watches_raises_the_alarm_until_somebody_is_named(house: House, browser_of: Browsers) -> None:
    number, supervisor = house.dispatched(**FIRM), browser_of(Role.SUPERVISOR)
    with house.equipment.work() as work:
        work.ticket(number).watcher = None
    page = supervisor.get("/watch/enterprises").text
    assert f'id="nobody-{number}"' in page and 'role="alert"' in page
    form = {"version": str(house.ticket(number).version), "watcher": "officer"}
    assert supervisor.post(f"/tickets/{number}/watch", data={**form, "watcher": "clerk"}).status_code == 422
    assert supervisor.post(f"/tickets/{number}/watch", data=form).status_code == 302
    assert f'id="nobody-{number}"' not in supervisor.get("/watch/enterprises").text


def test_an_officer_sees_what_is_theirs_and_what_nobody_watches(house: House, browser_of: Browsers) -> None:
    mine, other = house.dispatched(**FIRM), house.dispatched(**FIRM)
    with house.equipment.work() as work:
        work.ticket(other).watcher = None
    page = browser_of(Role.OFFICER).get("/watch/enterprises").text
    listed = page.partition('id="mine"')[2]
    assert mine in listed and other not in listed
    assert f'id="nobody-{other}"' in page


def test_the_list_is_masked_and_escaped(house: House, browser_of: Browsers) -> None:
    house.dispatched("<script>alert(1)</script>回拨13847123456", **FIRM)
    page = browser_of(Role.SUPERVISOR).get("/watch/enterprises").text
    assert "<script>alert" not in page and "&lt;script&gt;" in page
    assert "13847123456" not in page and "138****3456" in page


@pytest.mark.parametrize("role", INSIDE)
def test_rulings_are_found_by_words_number_and_category(role: Role, house: House, browser_of: Browsers) -> None:
    mark = f"特别小区{role.value}"
    number, browser = ruled(house, f"{mark}{HEATING}"), browser_of(role)
    for asked in ({"words": mark}, {"words": number}, {"words": mark, "category": "0301"}):
        page = browser.get("/watch/rulings", query_string=asked).text
        assert number in page and "三定方案第三条" in page and " → " in page, asked
    for asked in ({"words": mark, "category": "0101"}, {"words": "%_"}, {"words": "没有这样的词语"}):
        assert number not in browser.get("/watch/rulings", query_string=asked).text, asked


def test_a_ruling_keeps_nobodys_number_and_is_no_script(house: House, browser_of: Browsers) -> None:
    number = ruled(house, f"<script>alert(1)</script>电话13847123456。{HEATING}", basis="<b>依据</b>")
    page = browser_of(Role.DISPATCHER).get("/watch/rulings", query_string={"words": number}).text
    assert "13847123456" not in page and "<script>alert" not in page and "<b>依据" not in page
    assert "138****3456" in page
