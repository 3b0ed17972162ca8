"""Reading what a league reports (读报送文件): CSV or XLSX, every row that cannot stand named with its line and column."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import isfinite
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from hotline.analytics.report.period import Period, week_containing
from hotline.domain.errors import Incomplete
from routing_rules.indicators.definition import Indicator

HEADINGS = ("盟市", "统计周起始日", "指标", "分子", "分母")
MOST_ROWS, LARGEST = 20_000, 1e12
XLSX = b"PK\x03\x04"


@dataclass(frozen=True)
class Rejected:
    """Why a row of a reported file does not stand (未采用原因)."""

    line: int
    column: str
    reason: str


@dataclass(frozen=True)
class OutsideRow:
    """One figure that a league reported (报送行)."""

    region: str
    week: Period
    indicator: str
    numerator: float
    denominator: float | None


@dataclass(frozen=True)
class Codes:
    """What a row is held against (对照): leagues by name or code, indicators by name or code, and the weeks.

    Args:
        newest: the newest week that is over.
    """

    leagues: Mapping[str, str]
    indicators: Mapping[str, Indicator]
    newest: Period
    first_weekday: int


def rows_of(name: str, content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """Line and cells by heading; Incomplete where the file is no such table."""
    lines = _workbook(name, content) if content.startswith(XLSX) else _text(name, content)
    headings = [cell.strip() for cell in next(lines, (1, []))[1]]
    if missing := [one for one in HEADINGS if one not in headings]:
        raise Incomplete(f"{name} 第 1 行缺少列「{'」「'.join(missing)}」，请用本页的模板填写")
    for line, cells in lines:
        if line > MOST_ROWS:
            raise Incomplete(f"{name} 超过 {MOST_ROWS:,} 行，请分几个文件报送")
        if any(cell.strip() for cell in cells):
            yield line, {head: cell.strip() for head, cell in zip(headings, cells, strict=False)}


def _text(name: str, content: bytes) -> Iterator[tuple[int, list[str]]]:
    if not content.strip() or b"\x00" in content:
        raise Incomplete(f"{name} 是空文件或不是表格，请另存为 CSV 或 XLSX")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            page = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Incomplete(f"{name} 不是 UTF-8 或 GBK 文字，请另存为 CSV 或 XLSX")
    reader = csv.reader(io.StringIO(page, newline=""))
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error:
        raise Incomplete(f"{name} 第 {reader.line_num + 1} 行读不下去，请核对引号是否成对") from None


def _workbook(name: str, content: bytes) -> Iterator[tuple[int, list[str]]]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        raise Incomplete(f"{name} 不是完好的 XLSX 工作簿，请用表格软件打开后另存") from None
    for line, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
        yield line, [_said(cell) for cell in cells]


def _said(cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    return "" if cell is None else str(cell)


def judged(line: int, cells: Mapping[str, str], codes: Codes) -> tuple[OutsideRow | None, list[Rejected]]:
    """The figure of a row, or all that is wrong with it."""
    wrong: list[Rejected] = []

    def refuse(column: str, reason: str) -> None:
        wrong.append(Rejected(line, column, reason))

    region = codes.leagues.get(cells.get("盟市", ""))
    if region is None:
        refuse("盟市", f"「{cells.get('盟市', '')[:20]}」不是须报送的盟市，或不在您的地区")
    week = _week(cells.get("统计周起始日", ""), codes, refuse)
    indicator = codes.indicators.get(cells.get("指标", ""))
    if indicator is None:
        refuse("指标", f"口径表中没有「{cells.get('指标', '')[:20]}」")
    above, below = _number(cells, "分子", refuse), _number(cells, "分母", refuse)
    if above is None and not cells.get("分子"):
        refuse("分子", "不能为空")
    if indicator is not None and indicator.denominator and below is None and not cells.get("分母"):
        refuse("分母", f"「{indicator.name}」是比率，须填分母")
    if indicator is not None and indicator.unit == "%" and above is not None and below is not None and above > below:
        refuse("分子", f"{above:g} 大于分母 {below:g}")
    if wrong or region is None or week is None or indicator is None or above is None:
        return None, wrong
    return OutsideRow(region, week, indicator.code, above, below if indicator.denominator else None), []


def _week(told: str, codes: Codes, refuse: Any) -> Period | None:
    try:
        day = date.fromisoformat(told.replace("/", "-"))
    except ValueError:
        refuse("统计周起始日", f"「{told[:20]}」应为日期，如 {codes.newest.starts_on}")
        return None
    if not 2000 <= day.year < 2100 or day > codes.newest.starts_on:
        refuse("统计周起始日", f"{day} 那一周还没有结束或超出范围")
        return None
    week = week_containing(day, codes.first_weekday, codes.newest.cut)
    if week.starts_on != day:
        refuse("统计周起始日", f"{day} 不是统计周的第一天，应为 {week.starts_on}")
        return None
    return week


def _number(cells: Mapping[str, str], column: str, refuse: Any) -> float | None:
    told = cells.get(column, "").replace(",", "")
    if not told:
        return None
    try:
        number = float(told)
    except ValueError:
        number = float("nan")
    if not isfinite(number) or not 0 <= number < LARGEST:
        refuse(column, f"「{told[:20]}」应为不小于 0 的数")
        return None
    return number
