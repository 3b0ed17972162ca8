"""Rule tables as a workbook: every cell text, with choices where words are fixed."""

import csv
import io

import pytest
from openpyxl import load_workbook

from routing_rules.columns import RESPONSIBILITY, TABLES
from routing_rules.reading.spreadsheet import rows_of
from routing_rules.reading.workbook import template_of, workbook_of


@pytest.fixture
def opened(texts):
    return load_workbook(io.BytesIO(workbook_of(texts)))


def test_every_table_is_a_sheet_by_its_chinese_name(opened):
    assert opened.sheetnames == [table.name for table in TABLES]


def test_every_cell_is_text_and_keeps_its_leading_zero(opened, texts):
    for table in TABLES:
        cells = [[cell.value or "" for cell in row] for row in opened[table.name].iter_rows()]
        assert cells == list(csv.reader(io.StringIO(texts[table.file], newline="")))
    assert opened["事项分类表"]["A2"].value == "01"
    assert {cell.data_type for row in opened["时限表"].iter_rows() for cell in row if cell.value} == {"s"}


def test_a_cell_that_looks_like_a_formula_stays_a_word(texts, edited):
    book = load_workbook(io.BytesIO(workbook_of(edited(texts, "responsibility.csv", "甲", "=1+1"))))
    assert (book["权责清单"]["I2"].value, book["权责清单"]["I2"].data_type) == ("=1+1", "s")


def test_the_head_stays_in_sight_and_fixed_words_can_be_chosen(opened):
    sheet = opened["权责清单"]
    assert sheet.freeze_panes == "B2"
    assert sheet["A1"].font.bold
    chosen = {choice.formula1: str(choice.sqref) for choice in sheet.data_validations.dataValidation}
    assert chosen == {'"自治区,盟市,旗县"': "F2:F205", '"A,B,C,D"': "J2:J205"}


def test_a_table_that_is_not_there_gets_no_sheet(texts):
    only = {"reasons.csv": texts["reasons.csv"]}
    assert load_workbook(io.BytesIO(workbook_of(only))).sheetnames == ["申请理由表"]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.file)
def test_a_template_has_all_headings_and_no_rows(table):
    assert rows_of(table, {table.file: template_of(table)}) == ([], [])
    assert template_of(RESPONSIBILITY).startswith("规则编号,事项分类,")
