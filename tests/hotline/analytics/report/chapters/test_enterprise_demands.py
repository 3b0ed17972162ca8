"""The report on enterprise demands (涉企专报): drawn up, told in eight chapters, each figure leads to as many tickets, four forms."""

import io
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html import unescape

import pytest
from docx import Document
from openpyxl import load_workbook
from stdnum.cn import uscc

from factories import person
from hotline.analytics.enterprises.facts import Facts, correct, take_in
from hotline.analytics.enterprises.stuck import Sum, choose_bottleneck, note_amount
from hotline.analytics.report import printing
from hotline.analytics.report.drawing import draw_up
from hotline.analytics.report.making import period_asked_for
from hotline.domain.analysis.document import shown
from hotline.domain.analysis.enterprises import AmountKind, Bottleneck, Scale
from hotline.domain.vocabulary import RequesterKind, Role
from hotline.papers.report.composing import compose
from hotline.papers.report.word import word_of
from hotline.papers.report.workbook import workbook_of

STEM = "91150105MA0MXYR10"
CODE = STEM + uscc.calc_check_digit(STEM)
TITLES = [
    "总体情况", "行业、规模与地区分布", "堵点环节与集中事项", "涉企热点榜", "涉及金额与挽回", "政策找人", "专题治理",
    "有人盯有人办",
]  # fmt: skip


@pytest.fixture
def month(house):
    """Last month with three enterprise demands of two enterprises and one of a citizen in it."""
    with house.equipment.work() as work:
        found = period_asked_for({"kind": "enterprise"}, work.rules, datetime.now(UTC))
    at = found.stretch().start + timedelta(days=3)
    firm = {"requester_kind": RequesterKind.ENTERPRISE, "company": "草原乳业有限公司", "now": at}
    known = [house.dispatched(uscc=CODE, phone="13847100001", **firm) for _ in range(2)]
    house.dispatched(phone="13847100002", **{**firm, "company": "牧野物流有限公司"})
    house.dispatched(now=at)
    with house.equipment.work() as work:
        take_in(work)
    with house.equipment.work(person(Role.ANALYST)) as work:
        correct(work, CODE, Facts("草原乳业有限公司", "150105", "C14", Scale.SMALL, "如意工业园区"))
        choose_bottleneck(work, known[0], Bottleneck.PAYMENT)
        note_amount(work, known[0], Sum(AmountKind.CLAIMED, Decimal("20000"), found.starts_on))
    return found


def drawn_up(house, period, region="15"):
    with house.equipment.work() as work:
        return draw_up(work, work.rules, period, region)


@pytest.mark.parametrize("region", ["15", "1501"])
def test_eight_chapters_tell_of_enterprises_alone(house, month, region):
    report = drawn_up(house, month, region)
    assert report.title.endswith("12345热线涉企专报") and report.figures["doubts"] == []
    assert [chapter["title"] for chapter in report.figures["chapters"]] == TITLES
    said = [said for chapter in report.figures["chapters"] for block in chapter["blocks"] if block["kind"] == "words"
            for said in block["sentences"]]  # fmt: skip
    assert said[0].startswith("本期受理企业诉求 3 件，占受理总量的 75.00%")
    assert any("登记涉及金额 20,000.00 元" in one for one in said)
    assert any("尚有 1 件没有挂接企业" in one for one in said)


def test_every_figure_leads_to_as_many_tickets(house, month, browser_of):
    drawn_up(house, month)
    browser = browser_of(Role.ANALYST)
    page = browser.get(f"/analysts/report?kind=enterprise&starts_on={month.starts_on}").text
    links = re.findall(r'href="(/analysts/behind\?[^"]+)">([^<]+)<', page)
    assert len(links) > 10
    for link, figure in links:
        answer = browser.get(unescape(link), follow_redirects=True)
        assert answer.status_code == 200 and answer.request.path == "/enterprises/demands"
        assert f"共 {figure} 件" in answer.text, link


def test_word_and_excel_hold_the_figures_of_the_snapshot(house, month):
    report = drawn_up(house, month)
    manuscript = printing.manuscript_of(report)
    word = Document(io.BytesIO(word_of(manuscript, compose(manuscript))))
    book = load_workbook(io.BytesIO(workbook_of(manuscript)))
    printed = " ".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    for chapter in report.figures["chapters"]:
        for block in chapter["blocks"]:
            if block["kind"] == "table":
                assert all(shown(cell) in printed for row in block["rows"] for cell in row if shown(cell) != "—")
    assert len(book.sheetnames) == len(TITLES) + 2
    assert printing.name_of(report, "docx").startswith("《内蒙古自治区12345热线涉企专报 ")


def test_a_month_without_enterprises_says_so(house, browser_of):
    with house.equipment.work() as work:
        found = period_asked_for({"kind": "enterprise", "starts_on": "2020-03-15"}, work.rules, datetime.now(UTC))
    report = drawn_up(house, found)
    assert (str(found), report.number) == ("2020年3月", 3)
    page = browser_of(Role.ANALYST).get("/analysts/report?kind=enterprise&starts_on=2020-03-15").text
    assert page.count("本期没有企业诉求") >= 4 and "100.00%" not in page
