"""Figures and reports on screen: counted now, drawn up once, commented, approved, published, clicked through."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from html import unescape

import pytest
from flask.testing import FlaskClient

from factories import House, person
from hotline.analytics.report.drawing import draw_up
from hotline.analytics.report.making import period_asked_for
from hotline.domain.vocabulary import Role
from hotline.store.analysis.reports import Report
from hotline.store.deliveries import Delivery

Browsers = Callable[[Role], FlaskClient]
READERS = [Role.ANALYST, Role.SUPERVISOR, Role.HEAD, Role.OFFICER]


def asked_for(house: House) -> list[dict[str, str]]:
    with house.equipment.work() as work:
        return [one.about for one in work.session.query(Delivery).filter_by(job="reports")]


@pytest.fixture
def kept(house: House) -> Report:
    """Last week's report with one ticket in it."""
    with house.equipment.work() as work:
        period = period_asked_for({}, work.rules, datetime.now(UTC))
    house.dispatched(now=period.stretch().start)
    with house.equipment.work() as work:
        return draw_up(work, work.rules, period, "15")


@pytest.mark.parametrize("role", READERS)
def test_the_dashboard_counts_what_came_this_week(role: Role, house: House, browser_of: Browsers) -> None:
    house.dispatched()
    house.dispatched()
    page = browser_of(role).get("/analysts/").text
    assert "统计看板" in page and "共受理诉求 2 件" in page
    assert "&lt;" not in page.partition("<main")[2].partition("data-chart")[0]
    assert "留下身份的诉求人 0 人" in page


def test_what_has_no_place_is_counted_under_no_place(house: House, browser_of: Browsers) -> None:
    house.registered("这件事情请你们管一管")
    page = browser_of(Role.ANALYST).get("/analysts/").text
    assert "地点未定" in page and '<th scope="row">内蒙古自治区</th>' not in page


def test_a_week_without_tickets_says_so_and_shows_no_hundred_percent(house: House, browser_of: Browsers) -> None:
    page = browser_of(Role.ANALYST).get("/analysts/?starts_on=2020-01-06").text
    assert "—" in page and "没有受理工单" in page and "未接入" in page
    assert "100.00%" not in page and "以下日期没有一件工单" in page


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"starts_on": "nonsense"}, "应为日期"), ({"starts_on": "2026-13-01"}, "应为日期"),
        ({"starts_on": "0001-01-01"}, "超出范围"), ({"kind": "yearly"}, "没有「yearly」这种报告"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/analysts/", "/analysts/report"])
def test_a_period_that_makes_no_sense_is_422(path: str, asked: dict[str, str], why: str, browser_of: Browsers) -> None:
    answer = browser_of(Role.ANALYST).get(path, query_string=asked)
    assert answer.status_code == 422 and why in answer.text


def test_the_report_is_asked_for_in_the_background(house: House, browser_of: Browsers) -> None:
    analyst = browser_of(Role.ANALYST)
    assert "生成周报" in analyst.get("/analysts/report?starts_on=2026-11-18").text
    answer = analyst.post("/analysts/report", data={"starts_on": "2026-11-18"})
    assert answer.status_code == 302 and "starts_on=2026-11-16" in answer.location
    assert asked_for(house) == [{"kind": "weekly", "starts_on": "2026-11-16", "asked_by": "analyst"}]
    assert "报告正在生成" in analyst.get(answer.location).text


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.HEAD, Role.OFFICER])
def test_who_only_reads_reports_may_not_have_them_drawn_up(role: Role, house: House, browser_of: Browsers) -> None:
    browser = browser_of(role)
    assert "生成周报</button>" not in browser.get("/analysts/report").text
    assert browser.post("/analysts/report", data={"starts_on": "2026-11-16"}).status_code == 403
    assert asked_for(house) == []


def test_a_report_that_was_drawn_up_is_shown_as_it_stood(kept: Report, house: House, browser_of: Browsers) -> None:
    house.dispatched(now=datetime.combine(kept.starts_on, datetime.min.time(), UTC))
    page = browser_of(Role.ANALYST).get("/analysts/report").text
    assert "共受理诉求 1 件" in page and "内蒙古自治区12345热线周报" in page and "此后数字不再变动" in page
    titles = re.findall(r'<h2 class="block-head" id="\w+-head">([一二三四五六七八九])、', page)
    assert titles == list("一二三四五六七八九")


def test_a_report_is_commented_approved_by_another_published_and_corrected(
    kept: Report, house: House, browser_of: Browsers
) -> None:
    analyst, supervisor = browser_of(Role.ANALYST), browser_of(Role.SUPERVISOR)
    at = f"/analysts/report/{kept.id}"
    words = "供热诉求增多<script>alert(1)</script>，联系电话13847100001"
    assert analyst.post(f"{at}/comment", data={"chapter": "overall", "words": words}).status_code == 302
    page = analyst.get("/analysts/report").text
    assert "<script>alert" not in page and "13847100001" not in page and "供热诉求增多" in page
    assert analyst.post(f"{at}/approve").status_code == 403
    assert supervisor.post(f"{at}/publish").status_code == 409
    assert supervisor.post(f"{at}/approve").status_code == 302
    assert supervisor.post(f"{at}/approve").status_code == 409
    assert supervisor.post(f"{at}/publish").status_code == 302
    assert analyst.post(f"{at}/comment", data={"chapter": "overall", "words": "再改"}).status_code == 409
    assert analyst.post(f"{at}/correct", data={"words": ""}).status_code == 422
    assert analyst.post(f"{at}/correct", data={"words": "第三章受理量应为 2 件"}).status_code == 302
    page = analyst.get("/analysts/report").text
    assert "更正说明" in page and "第三章受理量应为 2 件" in page and "共受理诉求 1 件" in page
    with house.equipment.work() as work:
        found = work.session.get_one(Report, kept.id)
        assert found.figures == json.loads(json.dumps(kept.figures)) and found.approved_by == "supervisor"


def test_words_under_no_chapter_and_reports_of_others_are_refused(kept: Report, browser_of: Browsers) -> None:
    analyst = browser_of(Role.ANALYST)
    assert analyst.post(f"/analysts/report/{kept.id}/comment", data={"chapter": "x", "words": "y"}).status_code == 422
    assert analyst.post("/analysts/report/999999/comment", data={"chapter": "overall", "words": "y"}).status_code == 404


def test_every_figure_of_the_page_leads_to_as_many_tickets(kept: Report, house: House, browser_of: Browsers) -> None:
    analyst = browser_of(Role.ANALYST)
    links = re.findall(r'href="(/analysts/behind\?[^"]+)">([^<]+)<', analyst.get("/analysts/report").text)
    assert len(links) > 5
    for link, shown in links:
        page = analyst.get(unescape(link))
        assert page.status_code == 200
        assert f"共 {shown} 件" in page.text, (link, shown)
        assert "点入时的数字是" not in page.text


def test_a_report_stays_within_its_region(kept: Report, house: House) -> None:
    with house.equipment.work(person(Role.ANALYST, region="1502")) as work:
        assert work.session.query(Report).count() == 0


@pytest.mark.parametrize("asked", ["measure=x", "measure=受理", "measure=受理&start=a&end=b"])
def test_a_drill_down_without_a_figure_is_422(asked: str, browser_of: Browsers) -> None:
    assert browser_of(Role.ANALYST).get(f"/analysts/behind?{asked}").status_code == 422


def test_the_definitions_are_listed(browser_of: Browsers) -> None:
    page = browser_of(Role.ANALYST).get("/analysts/indicators").text
    assert "已解决＋0.5×部分解决 ÷ （有效回访）" in page and "评价剔除（审核督办第二人）" in page
