"""A register that leaves the house: marked on every page, with nothing in it that a spreadsheet would run."""

import csv
import io

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from hotline.papers.register import DANGEROUS, LONGEST_CELL, Watermark, guarded, write_csv, write_xlsx

MARK = Watermark("测试分析员（analyst）", "2026-11-23 16:40", "=供热&研判会用", "导出〔2026〕1号")
HEADINGS = ("编号", "内容")
NASTY = [["1", "=cmd|' /C calc'!A0"], ["2", '第一行\n第二行,有逗号"引号'], ["3", "坏\x00\x0b字"], ["4", "长" * 50_000]]


def test_csv_and_workbook_hold_the_same_and_are_marked() -> None:
    text, book = io.BytesIO(), io.BytesIO()
    assert write_csv(text, MARK, HEADINGS, iter(NASTY)) == write_xlsx(book, MARK, HEADINGS, iter(NASTY), ["内容"]) == 4
    rows = list(csv.reader(io.StringIO(text.getvalue().decode("utf-8-sig"))))
    sheet = load_workbook(book).active
    assert [[cell for cell in row if cell] for row in sheet.iter_rows(values_only=True)] == rows
    assert rows[0] == [MARK.line] and tuple(rows[1]) == HEADINGS
    assert rows[2][1].startswith("'=cmd") and rows[4][1] == "坏字"
    assert len(rows[5][1]) < LONGEST_CELL + 10 and rows[5][1].endswith("……（后略）")
    assert {cell.data_type for row in sheet.iter_rows(max_col=2) for cell in row if cell.value} == {"s"}
    for told in ("内部资料 不得外传", "测试分析员（analyst）", "2026-11-23 16:40", "导出〔2026〕1号"):
        assert told in rows[0][0] and told in sheet.oddFooter.center.text
    assert "用途：=供热＆研判会用" in sheet.oddFooter.center.text


def test_the_foot_of_a_page_holds_no_more_than_a_spreadsheet_reads() -> None:
    book = io.BytesIO()
    write_xlsx(book, Watermark("甲", "此刻", "&长" * 150, "导出〔2026〕2号"), HEADINGS, ())
    sheet = load_workbook(book).active
    assert len(str(sheet.oddFooter)) <= 255
    assert sheet["A1"].value.count("&长") == 150


@settings(max_examples=50)
@given(cell=st.text(alphabet="=+-@＝＋－＠\t\r\n\x00' a1", max_size=6))
def test_no_cell_begins_with_what_a_spreadsheet_would_run(cell: str) -> None:
    assert not guarded(cell).startswith(DANGEROUS)
    assert guarded(cell).removeprefix("'") == cell.replace("\x00", "").removeprefix("'")
