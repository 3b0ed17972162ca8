"""Rule tables as a workbook (导出工作簿): a sheet a table, every cell text, so that no spreadsheet eats a leading zero."""

import csv
import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from routing_rules.columns import (
    CLOCKS,
    GRADES,
    HANDLINGS,
    LEVELS,
    STAGES,
    TABLES,
    UNIT_KINDS,
    URGENCIES,
    Table,
)
from routing_rules.reading.spreadsheet import Texts

CHOICES = {
    "依据等级": GRADES, "主办层级": LEVELS, "时钟": CLOCKS, "紧急程度": URGENCIES, "处理方式": HANDLINGS,
    "单位类型": UNIT_KINDS, "环节": STAGES,
}  # fmt: skip
HEAD = PatternFill("solid", fgColor="D9E1FF")
WIDEST, SPARE_ROWS = 60, 200


def workbook_of(texts: Texts) -> bytes:
    """The tables of an edition as an XLSX file; reading it back gives the same cells."""
    book = Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    for table in TABLES:
        if table.file in texts:
            _write(book.create_sheet(table.name), table, texts[table.file])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def template_of(table: Table) -> str:
    """An empty table with its headings, as CSV text."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerow(table.headings)
    return out.getvalue()


def _write(sheet: Worksheet, table: Table, text: str) -> None:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    for number, row in enumerate(rows, start=1):
        for column, words in enumerate(row, start=1):
            cell = sheet.cell(number, column, words)
            cell.number_format, cell.data_type = "@", "s"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for column, heading in enumerate(rows[0], start=1):
        head, letter = sheet.cell(1, column), get_column_letter(column)
        head.font, head.fill = Font(bold=True), HEAD
        longest = max((len(row[column - 1]) for row in rows if column <= len(row)), default=8)
        sheet.column_dimensions[letter].width = min(WIDEST, max(10, 2 * longest))
        if heading in CHOICES:
            choice = DataValidation("list", formula1=f'"{",".join(CHOICES[heading])}"', allow_blank=True)
            sheet.add_data_validation(choice)
            choice.add(f"{letter}2:{letter}{len(rows) + SPARE_ROWS}")
    sheet.freeze_panes = "B2"
