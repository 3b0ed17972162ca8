"""The workbook: a sheet a chapter, real numbers, nothing that a spreadsheet runs."""

import io

import pytest
from openpyxl import load_workbook
from prints import NASTY

from hotline.papers.report.workbook import workbook_of


@pytest.fixture(scope="module")
def book(printed):
    return load_workbook(io.BytesIO(workbook_of(printed.manuscript)))


def test_a_sheet_a_chapter_between_the_cover_and_the_definitions(book):
    assert book.sheetnames == ["封面与说明", "一、总体情况", "二、热点与苗头", "口径说明"]
    words = [cell.value for row in book["封面与说明"].rows for cell in row if cell.value]
    assert words[0] == "内蒙古自治区12345热线周报" and any(
        one.startswith("更正说明（2026年11月24日，巴图）：第三章") for one in words
    )
    assert any(one.startswith("数字不一致") for one in words)
    assert "满意率" in [cell.value for cell in book["口径说明"]["A"]]


def test_numbers_are_numbers_with_their_way_of_writing_and_nothing_is_empty(book):
    sheet = book["一、总体情况"]
    row = next(row for row in sheet.rows if row[0].value == "'=1+1")
    assert [cell.value for cell in row[1:4]] == [1234, 0.1234, None]
    assert [cell.number_format for cell in row[1:3]] == ["#,##0", '0.00%" 红"'] and row[1].data_type == "n"


def test_no_cell_is_a_formula_whatever_was_written(book):
    cells = [cell for sheet in book for row in sheet.rows for cell in row if cell.value is not None]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    texts = {cell.value for cell in cells if isinstance(cell.value, str)}
    assert {f"'{one}" for one in NASTY[:4]} <= texts and NASTY[4] in texts
    assert not any(one.startswith(("=", "+", "-", "@")) for one in texts)


def test_the_data_of_charts_and_maps_stand_as_tables(book):
    values = [[cell.value for cell in row][:3] for row in book["一、总体情况"].rows]
    assert ["周二", 2, 0.83] in values and ["呼和浩特市", 120, None] in values and ["0时", 1, 0] in values
