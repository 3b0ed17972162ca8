"""The files of a report: made in the background, sent to its readers, the same figures in all four forms."""

import io
import json
import re
import shutil
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
import thousand
from docx import Document
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from factories import person
from hotline.analytics.report import drawing, printing
from hotline.analytics.report.period import Period
from hotline.domain.analysis.document import shown
from hotline.domain.analysis.terms import ReportKind
from hotline.domain.vocabulary import Role
from hotline.jobs.due import Due
from hotline.jobs.paper_jobs import report_papers
from hotline.papers.report.composing import compose
from hotline.papers.report.pdf import laid_out
from hotline.store.analysis.reports import Report
from hotline.store.deliveries import Delivery
from hotline.store.work import SYSTEM, Work

NOVEMBER = Period(ReportKind.MONTHLY, date(2026, 11, 1))
KEPT = [column.key for column in Report.__table__.columns if column.key != "id"]


@pytest.fixture(autouse=True)
def no_files_of_before(house):
    """Numbers begin anew with each test: files of a report that is gone must not be taken for this one's."""
    shutil.rmtree(house.equipment.settings.state / "reports", ignore_errors=True)


class Tables(HTMLParser):
    """The rows of all tables of a page, outside of what is folded away."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.cell = self.badge = self.folded = False
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.folded = self.folded or tag == "details"
        if tag == "tr" and not self.folded:
            self.rows.append([])
        if tag in ("td", "th") and not self.folded:
            self.rows[-1].append("")
        self.cell = self.cell or (tag in ("td", "th") and not self.folded)
        self.badge = self.badge or tag in ("span", "strong")

    def handle_endtag(self, tag):
        self.folded = self.folded and tag != "details"
        self.cell = self.cell and tag not in ("td", "th")
        self.badge = self.badge and tag not in ("span", "strong")

    def handle_data(self, data):
        if self.cell and not self.badge:
            self.rows[-1][-1] += data.strip()


@pytest.fixture(scope="module")
def snapshot(equipment):
    """The monthly report of the thousand tickets, as values; drawn up twice with the same figures, never committed."""
    found = []
    for _ in range(2):
        with equipment.engine.connect() as connection:
            begun = connection.begin()
            thousand.fill(connection)
            session = Session(connection, join_transaction_mode="create_savepoint")
            work = Work(session, SYSTEM, thousand.NOW, equipment.vault, equipment.rules)
            report = drawing.draw_up(work, work.rules, NOVEMBER)
            found.append({name: getattr(report, name) for name in KEPT})
            session.close()
            begun.rollback()
    assert json.dumps(found[0]["figures"], ensure_ascii=False) == json.dumps(found[1]["figures"], ensure_ascii=False)
    return found[0]


@pytest.fixture
def kept(house, snapshot):
    with house.equipment.work() as work:
        report = Report(**snapshot)
        work.session.add(report)
    return report


def made(house, report):
    """Its files, by kind, after the job was done."""
    report_papers(house.equipment, Due(1, None, {"report": report.id}))
    with house.equipment.work() as work:
        found = work.session.get_one(Report, report.id)
        return {kind: printing.path_of(house.equipment.settings.state, found, kind) for kind in printing.MEDIA}


def orders(house):
    with house.equipment.work() as work:
        return [one.about for one in work.session.query(Delivery).filter_by(job="report_papers")]


def figures_of(snapshot):
    """Every cell of every table as people read it, in the order of the report."""
    blocks = [block for chapter in snapshot["figures"]["chapters"] for block in chapter["blocks"]]
    return [[shown(cell) for cell in row] for block in blocks if block["kind"] == "table" for row in block["rows"]]


def test_figures_are_the_same_on_the_page_and_in_all_three_files(kept, house, snapshot, browser_of):
    paths, expected = made(house, kept), figures_of(snapshot)
    assert len(expected) > 60 and sum(len(row) for row in expected) > 400
    page = browser_of(Role.ANALYST).get("/analysts/report?kind=monthly&starts_on=2026-11-01").text
    heads = len(snapshot["figures"]["definitions"])
    assert _within(expected, Tables(page).rows)
    word = [[cell.text for cell in row.cells] for table in Document(paths["docx"]).tables for row in table.rows]
    bare = [[re.sub(r" [红黄蓝▲▼]$", "", text) for text in row] for row in word]
    assert _within(expected, bare) and len(bare) > heads
    book = load_workbook(paths["xlsx"])
    cells = [[_as_read(cell) for cell in row] for sheet in book for row in sheet.rows]
    blank = [["" if text == "—" else text for text in row] for row in expected]  # 没有数的格在表格软件里是空格
    assert _within(blank, cells, prefix=True)
    manuscript = printing.manuscript_of(kept)
    with laid_out(manuscript, compose(manuscript)) as compiler:
        tables = json.loads(compiler.query("table"))
    printed = [_words(cell).strip() for table in tables for cell in table["children"] if "body" in cell]
    assert _within(
        [[cell] for row in expected for cell in row], [[re.sub(r" [红黄蓝▲▼]$", "", one)] for one in printed]
    )


def _within(expected, rows, *, prefix=False):
    """Whether all expected rows come, in their order."""
    at = iter(rows)
    for row in expected:
        if not any((one[: len(row)] if prefix else one) == row for one in at):
            raise AssertionError(row)
    return True


def _as_read(cell):
    if not isinstance(cell.value, int | float):
        return (cell.value or "").removeprefix("'")
    return shown({"value": cell.value, "unit": "%" if "%" in cell.number_format else ""})


def _words(content):
    if isinstance(content, list):
        return "".join(map(_words, content))
    if not isinstance(content, dict):
        return ""
    if content.get("func") == "space":
        return " "
    return content.get("text", "") if content.get("func") == "text" else "".join(map(_words, content.values()))


def test_a_file_is_sent_once_it_is_made_and_is_ordered_until_then(kept, house, browser_of):
    analyst, at = browser_of(Role.ANALYST), f"/analysts/report/{kept.id}/paper"
    for _ in range(2):
        answer = analyst.get(f"{at}/docx")
        assert answer.status_code == 302 and "kind=monthly" in answer.location
    assert "文件正在制作，稍候再点" in analyst.get(answer.location).text
    assert orders(house) == [{"report": kept.id}]
    made(house, kept)
    for kind, magic in (("docx", b"PK"), ("xlsx", b"PK"), ("pdf", b"%PDF")):
        answer = analyst.get(f"{at}/{kind}")
        assert answer.status_code == 200 and answer.data.startswith(magic) and answer.mimetype == printing.MEDIA[kind]
        assert "%E3%80%8A" in answer.headers["Content-Disposition"]
    with house.equipment.work() as work:
        report = work.session.get_one(Report, kept.id)
        assert printing.name_of(report, "pdf") == "《内蒙古自治区12345热线月报 2026年第11期》.pdf"


def test_who_may_not_see_the_report_gets_no_file(kept, house, browser_of):
    made(house, kept)
    at = f"/analysts/report/{kept.id}/paper"
    assert browser_of(Role.ANALYST).get(f"{at}/exe").status_code == 404
    assert browser_of(Role.ANALYST).get("/analysts/report/999999/paper/pdf").status_code == 404
    assert browser_of(Role.AGENT).get(f"{at}/pdf").status_code == 403
    assert browser_of(Role.SUPERVISOR).get(f"{at}/pdf").status_code == 200
    with house.equipment.work() as work:
        work.session.get_one(Report, kept.id).figures = {"received": 3}
    assert browser_of(Role.ANALYST).get(f"{at}/pdf").status_code == 409
    report_papers(house.equipment, Due(1, None, {"report": kept.id}))
    report_papers(house.equipment, Due(1, None, {"report": 999999}))


def test_a_new_state_and_a_new_wording_are_new_files_and_the_old_ones_go(kept, house):
    first = made(house, kept)
    stamp = first["docx"].stat().st_mtime_ns
    assert made(house, kept) == first and first["docx"].stat().st_mtime_ns == stamp
    with house.equipment.work(person(Role.ANALYST)) as work:
        drawing.comment(work, kept.id, "overall", "供热诉求增多。")
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        drawing.approve(work, kept.id)
    assert orders(house) == [{"report": kept.id}]
    second = made(house, kept)
    assert not any(path.exists() for path in first.values()) and second["pdf"].name.startswith("approved-")
    assert sorted(second["pdf"].parent.iterdir()) == sorted(second.values())
    texts = [one.text for one in Document(second["docx"]).paragraphs]
    assert "供热诉求增多。" in texts and "（审定稿）" in texts


def test_a_week_without_tickets_has_its_files_too(house):
    with house.equipment.work(now=datetime(2020, 1, 20, tzinfo=UTC)) as work:
        report = drawing.draw_up(work, work.rules, Period(ReportKind.WEEKLY, date(2020, 1, 6)))
    paths = made(house, report)
    assert all(path.stat().st_size > 1000 for path in paths.values())
    texts = "".join(one.text for one in Document(io.BytesIO(paths["docx"].read_bytes())).paragraphs)
    assert "没有受理工单" in texts
