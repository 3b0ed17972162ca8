"""Figures and the weekly report: counted now, drawn up once, asked for by Mondays."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from factories import House
from hotline.analytics.period import last_week
from hotline.analytics.weekly_report import draw_up
from hotline.domain.vocabulary import Role
from hotline.store.deliveries import Delivery

Browsers = Callable[[Role], FlaskClient]


def asked_for(house: House) -> list[dict[str, str]]:
    with house.equipment.work() as work:
        return [one.about for one in work.session.query(Delivery).filter_by(job="weekly_reports")]


@pytest.mark.parametrize("role", [Role.ANALYST, Role.SUPERVISOR, Role.HEAD, Role.OFFICER])
def test_the_dashboard_counts_what_came_this_week(role: Role, house: House, browser_of: Browsers) -> None:
    house.dispatched()
    house.dispatched()
    page = browser_of(role).get("/analysts/").text
    assert "统计看板" in page and "受理总量" in page
    assert '<div class="figure-large">2</div>' in page
    assert "&lt;" not in page.partition("<main")[2].partition("data-chart")[0]
    assert "留有身份信息的" not in page, "nobody left a name or a number: nothing is said of people"


def test_people_are_counted_only_where_they_said_who_they_are(house: House, browser_of: Browsers) -> None:
    house.registered(phone="13847100001")
    house.registered(phone="13847100001")
    house.registered()
    page = browser_of(Role.ANALYST).get("/analysts/").text
    assert "留有身份信息的 1 人（企业），并单 0 件" in page and "来自" not in page


def test_what_has_no_place_is_counted_under_no_place(house: House, browser_of: Browsers) -> None:
    house.registered("这件事情请你们管一管")
    page = browser_of(Role.ANALYST).get("/analysts/").text
    assert '<th scope="row">地点待定</th>' in page and '<th scope="row">内蒙古自治区</th>' not in page


def test_a_week_without_tickets_shows_dashes_and_no_hundred_percent(house: House, browser_of: Browsers) -> None:
    page = browser_of(Role.ANALYST).get("/analysts/?week=2020-01-06").text
    assert "—" in page and "本期没有受理工单" in page
    assert "100.0%" not in page and "上期无数据，不作环比" in page


@pytest.mark.parametrize("week", ["2026-11-17", "nonsense", "2026-13-01", "9999-99-99"])
@pytest.mark.parametrize("path", ["/analysts/", "/analysts/report"])
def test_a_week_that_begins_on_no_monday_is_422(path: str, week: str, browser_of: Browsers) -> None:
    answer = browser_of(Role.ANALYST).get(path, query_string={"week": week})
    assert answer.status_code == 422
    assert "应为某个星期一的日期" in answer.text


@pytest.mark.parametrize("week", ["0001-01-01", "9999-12-27"])
@pytest.mark.parametrize("path", ["/analysts/", "/analysts/report"])
def test_a_week_at_the_end_of_time_is_a_refusal_and_not_a_fault(path: str, week: str, browser_of: Browsers) -> None:
    assert browser_of(Role.ANALYST).get(path, query_string={"week": week}).status_code == 422


def test_the_report_is_asked_for_in_the_background(house: House, browser_of: Browsers) -> None:
    analyst = browser_of(Role.ANALYST)
    assert "生成周报" in analyst.get("/analysts/report?week=2026-11-16").text
    answer = analyst.post("/analysts/report", data={"week": "2026-11-16"})
    assert (answer.status_code, answer.location) == (302, "/analysts/report?week=2026-11-16")
    assert asked_for(house) == [{"starts_on": "2026-11-16"}]
    assert "的周报正在生成" in analyst.get(answer.location).text


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.HEAD, Role.OFFICER])
def test_who_only_reads_reports_may_not_have_them_drawn_up(role: Role, house: House, browser_of: Browsers) -> None:
    browser = browser_of(role)
    assert '<button type="submit" class="btn btn-primary">生成周报' not in browser.get("/analysts/report").text
    assert browser.post("/analysts/report", data={"week": "2026-11-16"}).status_code == 403
    assert asked_for(house) == []


def test_a_report_that_was_drawn_up_is_shown_as_it_stood(house: House, browser_of: Browsers) -> None:
    week = last_week(datetime.now(UTC))
    house.dispatched(now=week.start)
    with house.equipment.work() as work:
        draw_up(work, house.equipment.judgement(work.session).rules, week, "15")
    house.dispatched(now=week.start)
    page = browser_of(Role.ANALYST).get("/analysts/report").text
    assert "本周共受理群众和企业诉求 1 件" in page
    assert "内蒙古自治区12345热线周报" in page and "数据为当时快照" in page
