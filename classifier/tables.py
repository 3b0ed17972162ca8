"""Tables of texts in files (文本表): CSV in UTF-8 or GB18030, or XLSX; every mistake named with its row and column."""

import csv
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

Row = dict[str, str]

_ENCODINGS = ("utf-8-sig", "gb18030")
_ALIASES = {
    "编号": "id", "标题": "title", "正文": "text", "内容": "text", "分类": "label", "标签": "label", "分组": "group",
    "划分": "split", "形式": "form", "用户": "user", "时间": "time", "点赞": "likes",
}  # fmt: skip
_LONGEST_FIELD = min(sys.maxsize, 2**31 - 1)


class TableUnfit(Exception):
    """A table that cannot be read (表格不可用); the sentence names the row, the column and the remedy."""


def read_table(file: Path, needed: Sequence[str]) -> Iterator[tuple[int, Row]]:
    """The rows of a table with their line numbers (读表), one by one.

    Args:
        needed: columns that must be there; Chinese headings such as 标题 and 正文 stand for title and text.

    Raises TableUnfit if the file cannot be read or a column is missing.
    """
    if not file.is_file():
        raise TableUnfit(f"找不到文件 {file}")
    rows = _sheet(file) if file.suffix.lower() == ".xlsx" else _lines(file)
    try:
        _, heading = next(rows)
    except StopIteration:
        raise TableUnfit(f"{file.name} 是空文件，第 1 行应为列名：{','.join(needed)}") from None
    names = [_ALIASES.get(name.strip(), name.strip()) for name in heading]
    if missing := [name for name in needed if name not in names]:
        raise TableUnfit(f"{file.name} 第 1 行缺少列 {'、'.join(missing)}；现有列：{'、'.join(names)}")
    for number, cells in rows:
        if not any(cells):
            continue
        if len(cells) > len(names):
            raise TableUnfit(f"{file.name} 第 {number} 行有 {len(cells)} 格，多于 {len(names)} 列；请检查引号和逗号")
        yield number, dict(zip(names, [*cells, *[""] * (len(names) - len(cells))], strict=True))


def write_table(file: Path, heading: Sequence[str], rows: Iterator[Sequence[object]]) -> int:
    """Write a CSV and give the number of its rows (写表); nothing half-written stands under its name."""
    draft = file.with_name(f".{file.name}.part")
    count = 0
    with draft.open("w", encoding="utf-8", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(heading)
        for row in rows:
            table.writerow(row)
            count += 1
    draft.replace(file)
    return count


def _lines(file: Path) -> Iterator[tuple[int, list[str]]]:
    csv.field_size_limit(_LONGEST_FIELD)
    with file.open(encoding=_encoding_of(file), newline="") as lines:
        table = csv.reader(lines)
        try:
            for cells in table:
                yield table.line_num, cells
        except csv.Error as trouble:
            raise TableUnfit(f"{file.name} 第 {table.line_num} 行读不通：{trouble}") from trouble


def _encoding_of(file: Path) -> str:
    """The first encoding in which every line can be read; otherwise the line that breaks is named."""
    broken = []
    for encoding in _ENCODINGS:
        with file.open("rb") as lines:
            broken.append(next((place for place, line in enumerate(lines, 1) if not _readable(line, encoding)), 0))
        if not broken[-1]:
            return encoding
    raise TableUnfit(f"{file.name} 第 {broken[0]} 行不是 UTF-8 文本（也不是 GB18030），请另存为 UTF-8 的 CSV")


def _readable(line: bytes, encoding: str) -> bool:
    if b"\0" in line:
        return False
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _sheet(file: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        book = load_workbook(file, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as trouble:
        raise TableUnfit(f"{file.name} 不是可读的 XLSX 文件，请用电子表格软件另存一次") from trouble
    for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
        yield number, [_cell(cell) for cell in cells]


def _cell(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
