"""A table of figures as a workbook (交叉表): numbers stay numbers, what they mean stands below, who took it out above."""

from collections.abc import Iterable, Sequence
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from hotline.papers.register import INTERNAL, Watermark, guarded

GREY = PatternFill("solid", fgColor="E9EEF6")
SHARE, COUNT = "0.00%", "#,##0"
FIRST_WIDTH, WIDTH = 30, 14
NOTHING = "—"
Value = float | None


def write_crosstable(
    out: IO[bytes],
    mark: Watermark,
    title: str,
    heads: Sequence[str],
    lines: Iterable[tuple[str, Sequence[Value]]],
    told: str,
    *,
    share: bool,
) -> int:
    """Write the table; how many lines it has.

    Args:
        heads: the words above each column, that of the lines included.
        told: what the figures mean, below the table.
        share: whether values are shares 0–1, else counts.
    """
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - 新建的工作簿必有一张表
    sheet.title = "交叉表"
    sheet.append([guarded(title)])
    sheet.append([guarded(mark.line)])
    sheet.append([guarded(head) for head in heads])
    sheet["A1"].font = Font(bold=True, size=14)
    for cell in sheet[3]:
        cell.font, cell.fill, cell.alignment = Font(bold=True), GREY, Alignment(horizontal="center", wrap_text=True)
    count = 0
    for name, values in lines:
        sheet.append([guarded(name), *(NOTHING if value is None else value for value in values)])
        for cell in sheet[sheet.max_row][1:]:
            cell.number_format = SHARE if share else COUNT
            cell.alignment = Alignment(horizontal="right")
        count += 1
    _footed(sheet, told, len(heads))
    header: Any = sheet.oddHeader
    header.center.text = INTERNAL
    book.properties.creator, book.properties.title = mark.who, f"{INTERNAL} {mark.number}"
    book.save(out)
    return count


def _footed(sheet: Worksheet, told: str, columns: int) -> None:
    """What the figures mean, below the table; widths, and what stays in sight."""
    sheet.append([])
    sheet.append([guarded(told)])
    sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
    sheet.merge_cells(
        start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=max(2, min(columns, 8))
    )
    sheet.row_dimensions[sheet.max_row].height = 80
    sheet.column_dimensions["A"].width = FIRST_WIDTH
    for at in range(2, columns + 1):
        sheet.column_dimensions[get_column_letter(at)].width = WIDTH
    sheet.freeze_panes = "B4"
