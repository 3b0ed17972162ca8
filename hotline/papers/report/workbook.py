"""A report as a workbook (周报等的 Excel 版): a sheet a chapter, real numbers in every cell, nothing a spreadsheet runs."""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from hotline.papers.register import guarded
from hotline.papers.report.composing import NUMERALS, annex_block
from hotline.papers.report.manuscript import Manuscript

FIRST, LAST = "封面与说明", "口径说明"
FORBIDDEN = str.maketrans("[]:*?/\\", "（）：＊？／＼")
LONGEST_NAME = 31
WORDS_WIDE, WIDTH, WIDE = 8, 13, 24
ANNEX_WIDE = (18, 36, 44, 24, 34)
SHARE, WHOLE, BROKEN = "0.00%", "#,##0", "#,##0.0"
RUNNING = "累计占比"
GREY = PatternFill("solid", fgColor="E9EEF6")
MARKS = {name: PatternFill("solid", fgColor=colour) for name, colour in (("红", "FBD5D5"), ("黄", "FCE9B8"), ("蓝", "D6E6FB"))}  # fmt: skip
EDGE = Side(style="thin", color="9CA3AF")
BOX = Border(left=EDGE, right=EDGE, top=EDGE, bottom=EDGE)
WRAPPED = Alignment(wrap_text=True, vertical="top")


def workbook_of(manuscript: Manuscript) -> bytes:
    """The report as a workbook."""
    book, figures = Workbook(), manuscript.figures
    _front(book.active or book.create_sheet(), manuscript)
    for at, chapter in enumerate(figures["chapters"]):
        sheet = book.create_sheet(_sheet_name(f"{NUMERALS[at]}、{chapter['title']}"))
        _line(sheet, f"{NUMERALS[at]}、{chapter['title']}", bold=True, size=14)
        for block in chapter["blocks"]:
            SETTING[block["kind"]](sheet, block)
        if said := manuscript.commentary.get(chapter["id"], ""):
            _line(sheet, "分析按语", bold=True)
            _sentences(sheet, {"sentences": said.splitlines()})
        _finished(sheet)
    annex = book.create_sheet(LAST)
    _table(annex, annex_block(figures))
    _line(annex, f"数据截至{figures['as_of']}，口径为规则版本{figures['edition']}；{manuscript.made}")
    _finished(annex, ANNEX_WIDE)
    book.properties.title = guarded(f"{figures['title']} {figures['issue']}")
    book.properties.creator = guarded(figures["title"])
    book.properties.created = manuscript.moment.astimezone(UTC).replace(tzinfo=None)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet_name(title: str) -> str:
    return guarded(title.translate(FORBIDDEN))[:LONGEST_NAME]


def _front(sheet: Worksheet, manuscript: Manuscript) -> None:
    """Whose report of what, and what must be known before its figures are read."""
    figures = manuscript.figures
    sheet.title = FIRST
    _line(sheet, figures["title"], bold=True, size=16)
    _line(sheet, f"{figures['issue']}　{manuscript.day}{f'　（{manuscript.standing}）' if manuscript.standing else ''}")
    _line(sheet, manuscript.heading, bold=True)
    for one in manuscript.corrections:
        _line(sheet, f"更正说明（{one['at']}，{one['by']}）：{one['words']}", bold=True)
    if figures["doubts"]:
        _line(sheet, f"数字不一致，请核对：{'；'.join(figures['doubts'])}。", bold=True)
    _line(sheet, "各章一张工作表；数字与同期的网页、Word、PDF 取自同一份快照。空格表示没有可统计的，不是零。")
    _finished(sheet)


def _line(sheet: Worksheet, words: str, *, bold: bool = False, size: int = 11, gap: int = 0) -> None:
    """Words over the whole width of the sheet; `gap` rows stay free above."""
    row = _next(sheet) + gap
    cell = sheet.cell(row, 1, guarded(words))
    cell.font, cell.alignment = Font(bold=bold, size=size), WRAPPED
    sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=WORDS_WIDE)
    letters = (WIDE + (WORDS_WIDE - 1) * WIDTH) // 2
    sheet.row_dimensions[row].height = (size + 5) * (1 + len(words) * size // 11 // letters)


def _next(sheet: Worksheet) -> int:
    return sheet.max_row + (0 if sheet.max_row == 1 and sheet["A1"].value is None else 1)


def _sentences(sheet: Worksheet, block: Mapping[str, Any]) -> None:
    for sentence in block["sentences"]:
        if sentence.strip():
            _line(sheet, sentence)


def _table(sheet: Worksheet, block: Mapping[str, Any]) -> None:
    _line(sheet, block["title"], bold=True, gap=1)
    if not block["rows"]:
        _line(sheet, block["empty"])
        return
    _headings(sheet, [c["name"] + (f"（{c['unit']}）" if c["unit"] else "") for c in block["columns"]])
    for cells in block["rows"]:
        row = _next(sheet)
        for at, one in enumerate(cells, 1):
            _value(sheet, row, at, one)
    for note in block["notes"]:
        _line(sheet, note)


def _headings(sheet: Worksheet, names: Sequence[str]) -> None:
    row = _next(sheet)
    for at, name in enumerate(names, 1):
        cell = sheet.cell(row, at, guarded(name))
        cell.font, cell.fill, cell.border = Font(bold=True), GREY, BOX
        cell.alignment = Alignment(wrap_text=True, horizontal="center", vertical="center")


def _value(sheet: Worksheet, row: int, column: int, one: Mapping[str, Any]) -> None:
    """A real number with the way it is written and its mark beside it; words as words; nothing as an empty cell."""
    value, mark = one["value"], one.get("mark", "")
    cell = sheet.cell(row, column, guarded(value) if isinstance(value, str) else value)
    cell.border = BOX
    cell.alignment = Alignment(wrap_text=isinstance(value, str), vertical="center")
    if isinstance(value, int | float):
        written = SHARE if one.get("unit") == "%" else WHOLE if float(value).is_integer() else BROKEN
        cell.number_format = f'{written}" {mark}"' if mark else written
    if mark in MARKS:
        cell.fill = MARKS[mark]


def _chart(sheet: Worksheet, block: Mapping[str, Any]) -> None:
    """What the chart shows, as a table: labels down, series across."""
    series = block["series"]
    rows = [
        [
            {"value": label},
            *({"value": _at(one["values"], at), "unit": "%" if one["name"] == RUNNING else ""} for one in series),
        ]
        for at, label in enumerate(block["labels"])
    ]
    columns = [{"name": "项目", "unit": ""}, *({"name": one["name"], "unit": ""} for one in series)]
    _table(sheet, {
        "title": f"{block['title']}（图，单位：{block['unit']}）", "columns": columns, "rows": rows, "empty": block["alternative"],
        "notes": [block["alternative"]],
    })  # fmt: skip


def _at(values: Sequence[Any], at: int) -> Any:
    return values[at] if at < len(values) else None


def _tiles(sheet: Worksheet, block: Mapping[str, Any]) -> None:
    rows = [[{"value": name}, {"value": value}] for _, name, value in block["tiles"]]
    columns = [{"name": "地区", "unit": ""}, {"name": "数值", "unit": block["unit"]}]
    _table(sheet, {
        "title": block["title"], "columns": columns, "rows": rows, "empty": block["alternative"], "notes": [block["alternative"]],
    })  # fmt: skip


def _finished(sheet: Worksheet, widths: Sequence[int] = (WIDE,)) -> None:
    """Widths, and a page that a printer fits."""
    for at in range(1, max(WORDS_WIDE, sheet.max_column) + 1):
        wide = widths[at - 1] if at <= len(widths) else WIDTH
        sheet.column_dimensions[get_column_letter(at)].width = wide
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


SETTING = {"words": _sentences, "table": _table, "chart": _chart, "map": _tiles}
