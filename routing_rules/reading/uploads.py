"""What a person uploads (上传的表): one CSV, or an XLSX workbook with a sheet a table; what is odd is told, nothing guessed."""

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from routing_rules.columns import TABLES, Table
from routing_rules.errors import Mistake
from routing_rules.reading.spreadsheet import MOST_ROWS

BIGGEST = 100 * 1024 * 1024  # 解开后的字节数；更大的不是规则表
FILE = "上传的文件"
FORMULAS_SHOWN = 10
WIDEST = 60  # 列；规则表最多十六列
BROKEN = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, EOFError, LookupError, NotImplementedError,
    ValueError, TypeError, AttributeError, OSError,
)  # fmt: skip


@dataclass
class Uploaded:
    """The tables of a file as CSV texts, what is wrong with the file, and what was put right in reading it.

    Args:
        notices: what the reader changed by itself, such as spaces at the ends of cells (提示).
    """

    texts: dict[str, str] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def read_upload(name: str, data: bytes) -> Uploaded:
    """The tables in an uploaded file; nothing is raised, everything is told.

    Args:
        name: the file's name, for the messages; which table it is, its headings say.
    """
    if not data:
        return _refused(f"「{name}」是空文件", "请重新选择文件")
    if data[:4] == b"PK\x03\x04":
        return _workbook(name, data)
    if data[:4] == b"\xd0\xcf\x11\xe0":
        return _refused(f"「{name}」是旧格式的 XLS 或加密的文件", "请另存为不加密的 XLSX 再上传")
    return _csv(name, data)


def _refused(why: str, remedy: str) -> Uploaded:
    return Uploaded(mistakes=[Mistake(FILE, 0, "", why, remedy)])


def _csv(name: str, data: bytes) -> Uploaded:
    text = _decoded(data)
    if text is None:
        return _refused(f"「{name}」不是表格文件", "请上传 CSV（UTF-8 或 GBK）或 XLSX")
    try:
        first = next(csv.reader(io.StringIO(text, newline="")), [])
        notices = _trimmed(_table_of([cell.strip() for cell in first]), text)
    except csv.Error:
        return _refused(f"「{name}」有过长的单元格或不成对的引号", "请用表格软件打开后另存为 CSV 或 XLSX 再上传")
    table = _table_of([cell.strip() for cell in first])
    if table is None:
        return _refused(
            f"「{name}」的表头不像任何一张规则表", f"第一行应是表头，如：{'、'.join(TABLES[4].headings[:4])}"
        )
    return Uploaded({table.file: text}, notices=notices)


def _decoded(data: bytes) -> str | None:
    """UTF-8, or what Chinese spreadsheets save by default; None for no text at all."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in text else text
    return None


def _table_of(headings: list[str]) -> Table | None:
    """The table whose headings these are, even if some are missing; None if fewer than half are there."""
    best = max(TABLES, key=lambda table: len(set(table.headings) & set(headings)) / len(table.headings))
    return best if 2 * len(set(best.headings) & set(headings)) >= len(best.headings) else None


def _trimmed(table: Table | None, text: str) -> list[str]:
    if table is None:
        return []
    rows = list(csv.reader(io.StringIO(text, newline="")))
    spaced = sum(cell != cell.strip() for row in rows for cell in row)
    return [f"{table.name}：已去掉 {spaced} 个单元格首尾的空格"] if spaced else []


def _workbook(name: str, data: bytes) -> Uploaded:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if (refused := _unfit(name, archive)) is not None:
                return refused
        book = load_workbook(io.BytesIO(data), rich_text=False)
    except BROKEN:
        return _refused(f"「{name}」不是完好的 XLSX 工作簿", "请用表格软件打开后另存为 XLSX 再上传")
    found = Uploaded()
    for sheet in book.worksheets:
        _sheet(sheet, found)
    if not found.texts and not found.mistakes:
        return _refused(f"「{name}」里没有一张规则表", "每张表一个工作表，第一行是表头")
    return found


def _unfit(name: str, archive: zipfile.ZipFile) -> Uploaded | None:
    names = archive.namelist()
    if any("vbaProject" in one or (one.endswith(".bin") and "macro" in one.lower()) for one in names):
        return _refused(f"「{name}」含有宏", "请另存为不含宏的 XLSX（*.xlsx）再上传")
    if "xl/workbook.xml" not in names:
        return _refused(f"「{name}」是压缩包或别的文档，不是工作簿", "请上传 XLSX 或 CSV")
    if sum(info.file_size for info in archive.infolist()) > BIGGEST:
        return _refused(f"「{name}」解开后超过 {BIGGEST // 1024 // 1024} MB", "请核对是否选错了文件")
    for one in names:
        if one.startswith("xl/worksheets/") and (rows := archive.read(one).count(b"<row ")) > MOST_ROWS:
            return _refused(
                f"「{name}」有一张表多达 {rows} 行，最多 {MOST_ROWS} 行", "请核对是否选错了文件，或删去空白行"
            )
    return None


def _sheet(sheet: Worksheet, found: Uploaded) -> None:
    if sheet.max_row > MOST_ROWS or sheet.max_column > WIDEST:
        why = f"工作表「{sheet.title}」一直用到 {sheet.max_row} 行 {sheet.max_column} 列，太大了"
        found.mistakes.append(Mistake(FILE, 0, "", why, "请删去表格以外的内容，或另建一张再复制过去"))
        return
    rows = list(sheet.iter_rows())
    headings = [str(cell.value or "").strip() for cell in rows[0]] if rows else []
    table = next((one for one in TABLES if one.name == sheet.title), None) or _table_of(headings)
    if table is None:
        if any(headings):
            found.notices.append(f"工作表「{sheet.title}」不是规则表，没有读取")
        return
    for merged in sheet.merged_cells.ranges:
        why, remedy = f"有合并单元格 {merged.coord}", "请取消合并，每格各自填写"
        found.mistakes.append(Mistake(table.name, merged.min_row, "", why, remedy))
    found.mistakes += list(_formulas(table, headings, rows))[:FORMULAS_SHOWN]
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[_said(cell.value) for cell in row] for row in rows])
    found.texts[table.file] = out.getvalue()
    found.notices += _trimmed(table, out.getvalue())


def _formulas(table: Table, headings: list[str], rows: list[tuple[Cell | MergedCell, ...]]) -> Iterator[Mistake]:
    for row in rows[1:]:
        for cell in row:
            if cell.data_type == "f":
                place = int(cell.column or 1)
                column = headings[place - 1] if place <= len(headings) else ""
                yield Mistake(table.name, int(cell.row or 0), column, "是公式", "请粘贴为数值")


def _said(value: Any) -> str:
    """The words of a cell: real dates as 2026-01-31, whole numbers without a point, line breaks as spaces."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", " ").replace("\n", " ")
