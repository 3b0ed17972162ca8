"""Boards: the same figures on the page, in the picture and in the table, within what a person may see."""

import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape

import openpyxl
import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import delete, select

from factories import UNIT, House
from hotline.analytics import tallies
from hotline.domain.vocabulary import RequesterKind, Role
from hotline.store.analysis.tallies import DailyTally
from hotline.store.audit import AuditEntry
from hotline.store.people import Staff

Browsers = Callable[[Role], FlaskClient]
ALL = ("places", "calendar", "units", "enterprises", "today")


@pytest.fixture
def some(house: House) -> list[str]:
    """Three tickets of today in two leagues, one of an enterprise; the roll-ups hold them."""
    made = [
        house.dispatched(),
        house.dispatched(requester_kind=RequesterKind.ENTERPRISE),
        house.registered(region="1502"),
    ]
    with house.equipment.work() as work:
        today = (work.now + timedelta(hours=8)).date()
        list(tallies.rebuild(work, work.rules, today - timedelta(days=8), today))
    return made


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize("role", [Role.ANALYST, Role.HEAD])
def test_every_board_opens_for_who_reads_figures(name: str, role: Role, some: list[str], browser_of: Browsers) -> None:
    page = browser_of(role).get(f"/analysts/boards/{name}")
    assert page.status_code == 200 and page.text.count("<h1>") == 1
    assert ("下载Excel 表格" in page.text) is (role is Role.ANALYST)


def test_boards_without_a_ticket_say_so(house: House, browser_of: Browsers) -> None:
    for name in ALL:
        assert browser_of(Role.ANALYST).get(f"/analysts/boards/{name}").status_code == 200
    assert "没有在办的企业诉求" in browser_of(Role.ANALYST).get("/analysts/boards/enterprises").text


def test_the_map_leads_from_leagues_to_banners_to_tickets(some: list[str], browser_of: Browsers) -> None:
    analyst = browser_of(Role.ANALYST)
    page = analyst.get("/analysts/boards/places").text
    deeper = unescape(re.findall(r'class="tile-link[^"]*" href="([^"]+region=1501[^"]*)"', page)[0])
    league = analyst.get(deeper).text
    assert "呼和浩特市受理总量" in league and "赛罕区" in league
    behind = unescape(re.findall(r'class="tile-link[^"]*" href="([^"]+region=150105[^"]*)"', league)[0])
    assert "共 2 件" in analyst.get(behind).text


@pytest.mark.parametrize("name", ["places", "calendar", "units", "today"])
def test_every_figure_leads_to_as_many_tickets(name: str, some: list[str], browser_of: Browsers) -> None:
    analyst = browser_of(Role.ANALYST)
    links = re.findall(r'href="(/analysts/behind\?[^"]+)">([^<]+)</a>', analyst.get(f"/analysts/boards/{name}").text)
    assert links
    for link, shown in links:
        page = analyst.get(unescape(link))
        assert page.status_code == 200 and f"共 {shown} 件" in page.text, (link, shown)


def test_roll_ups_and_register_tell_the_same(some: list[str], house: House, browser_of: Browsers) -> None:
    rolled = browser_of(Role.ANALYST).get("/analysts/boards/places?indicator=BJ01").text
    with house.equipment.work() as work:
        work.session.execute(delete(DailyTally))
    again = browser_of(Role.ANALYST).get("/analysts/boards/places?indicator=BJ01").text
    rows = re.compile(r'<tr><th scope="row">.*?</tr>', re.S)
    assert rows.findall(rolled) == rows.findall(again) and rows.findall(again)


def test_a_head_of_a_unit_sees_only_the_units_tickets(some: list[str], browser_of: Browsers) -> None:
    page = browser_of(Role.HEAD).get("/analysts/boards/places").text
    assert "包头市</th>" not in page and "呼和浩特市</th>" in page


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("region=9999", 404), ("region=<script>", 404), ("indicator=<script>", 422), ("kind=yearly", 422),
        ("starts_on=x", 422), ("year=1800", 422), ("year=x", 422),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_said(asked: str, status: int, browser_of: Browsers) -> None:
    name = "calendar" if asked.startswith("year") else "places"
    answer = browser_of(Role.ANALYST).get(f"/analysts/boards/{name}?{asked}")
    assert answer.status_code == status and "<script>alert" not in answer.text and "<script>”" not in answer.text


def test_a_league_sees_no_other_league(house: House, some: list[str], browser_of: Browsers) -> None:
    with house.equipment.work() as work:
        work.session.query(Staff).filter_by(account="analyst").one().region = "1502"
    try:
        analyst = browser_of(Role.ANALYST)
        assert analyst.get("/analysts/boards/places?region=1501").status_code == 404
        assert "包头市受理总量" in analyst.get("/analysts/boards/places").text
        assert "本期没有单位承办工单" in analyst.get("/analysts/boards/units").text
    finally:
        with house.equipment.work() as work:
            work.session.query(Staff).filter_by(account="analyst").one().region = "15"


@pytest.mark.parametrize(
    ("name", "block"),
    [("places", "map"), ("places", "trend"), ("calendar", "heat"), ("today", "hours")],
)
def test_drawings_leave_as_pictures(name: str, block: str, some: list[str], browser_of: Browsers) -> None:
    answer = browser_of(Role.ANALYST).post(f"/analysts/boards/{name}/{block}.png", data={})
    assert answer.status_code == 200 and answer.mimetype == "image/png"
    assert Image.open(io.BytesIO(answer.data)).size[0] > 1000


def test_tables_leave_with_period_definition_and_an_audit_line(
    some: list[str], house: House, browser_of: Browsers
) -> None:
    analyst = browser_of(Role.ANALYST)
    text = analyst.post("/analysts/boards/places/places.csv", data={}).data.decode("utf-8-sig")
    assert (
        "呼和浩特市,2" in text
        and "包头市,1" in text
        and "统计期：" in text
        and "算式为 受理" in text
        and "内部资料" in text
    )
    book = analyst.post("/analysts/boards/calendar/months.xlsx", data={"year": str(datetime.now(UTC).year)})
    sheet = openpyxl.load_workbook(io.BytesIO(book.data)).active
    assert sheet is not None and 3 in [cell.value for row in sheet.iter_rows() for cell in row]
    with house.equipment.work() as work:
        taken = select(AuditEntry).where(AuditEntry.deed == "export_board").order_by(AuditEntry.id)
        found = work.session.scalars(taken).all()
    assert found[-2].about["format"] == "CSV" and "各地受理总量" in found[-2].about["definition"]


def test_who_may_not_export_and_what_is_no_drawing_is_refused(some: list[str], browser_of: Browsers) -> None:
    assert browser_of(Role.HEAD).post("/analysts/boards/places/map.png").status_code == 403
    for path in ("places/places.png", "places/none.csv", "places/map.exe", "nonsense/map.csv"):
        assert browser_of(Role.ANALYST).post(f"/analysts/boards/{path}").status_code == 404, path
    assert browser_of(Role.AGENT).get("/analysts/boards/places").status_code == 403


def test_the_wall_tells_who_is_due_and_how_many_nobody_watches(some: list[str], browser_of: Browsers) -> None:
    page = browser_of(Role.OFFICER).get("/analysts/boards/enterprises").text
    assert some[1] in page and "应为 0，目前正常" in page and 'hx-trigger="every 30s"' in page
    assert some[0] not in page


def test_units_are_listed_by_class(some: list[str], browser_of: Browsers) -> None:
    analyst = browser_of(Role.ANALYST)
    page = analyst.get("/analysts/boards/units").text
    assert f">{UNIT}<" not in page and "样本少" in page and "各类各档的单位数" in page
    assert "没有这样的单位" in analyst.get("/analysts/boards/units?tier=红").text
