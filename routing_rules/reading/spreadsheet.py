"""CSV to rows and back (读表写表): headings checked, cells trimmed, every row knowing its line."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from routing_rules.columns import TABLES, Table
from routing_rules.errors import Mistake

LONGEST_CELL = 20_000  # 字
MOST_ROWS = 20_000

Texts = Mapping[str, str]  # file name → the CSV text of one edition


@dataclass(frozen=True)
class Row:
    """One row of a table, and the line where it stands in the file."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells[heading]

    def several(self, heading: str) -> list[str]:
        """The parts of a cell that are joined by 「、」."""
        return [part.strip() for part in self.cells[heading].split("、") if part.strip()]


def texts_in(folder: Path) -> Texts:
    """The CSV text of every table in a folder; a table that is not there is left out.

    Raises UnicodeDecodeError never: bytes that are no UTF-8 become a mistake when the table is read.
    """
    files = [folder / table.file for table in TABLES]
    return {file.name: file.read_bytes().decode("utf-8-sig", errors="replace") for file in files if file.exists()}


def rows_of(table: Table, texts: Texts) -> tuple[list[Row], list[Mistake]]:
    """The rows of one table, and everything that is wrong with its form."""
    if table.file not in texts:
        return [], [Mistake(table.name, 0, "", f"缺少文件 {table.file}", "请补上这张表")]
    text = texts[table.file]
    if "\ufffd" in text or "\x00" in text:
        return [], [
            Mistake(table.name, 0, "", "文件不是 UTF-8 文本", "请在表格软件里另存为“CSV UTF-8”，或直接上传 XLSX")
        ]
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    line, records = 0, []
    try:
        headings, line = reader.fieldnames or (), reader.line_num
        for cells in reader:
            if any(isinstance(cell, str) and len(cell) > LONGEST_CELL for cell in cells.values()):
                raise csv.Error  # 不靠 csv 模块的上限：那是整个进程共用的
            line = reader.line_num
            records.append((line, cells))
    except csv.Error:
        return [], [Mistake(table.name, line + 1, "", "引号不成对或单元格过长", "请检查这一行的半角引号")]
    if len(records) > MOST_ROWS:
        return [], [Mistake(table.name, 0, "", f"有 {len(records)} 行，最多 {MOST_ROWS} 行", "请核对是否选错了文件")]
    return _rows(table, headings, records)


def _rows(
    table: Table, headings: Sequence[str], records: Iterable[tuple[int, Mapping[str | None, Any]]]
) -> tuple[list[Row], list[Mistake]]:
    missing = [heading for heading in table.headings if heading not in headings]
    if missing:
        return [], [Mistake(table.name, 1, heading, "这一列缺失", "请按模板补齐表头") for heading in missing]
    rows, mistakes = [], []
    for line, cells in records:
        if None in cells:
            mistakes.append(Mistake(table.name, line, "", "单元格比表头多", "可能是文字里多了半角逗号，请改为全角"))
            continue
        trimmed = {heading: (cells[heading] or "").strip() for heading in table.headings}
        if any(trimmed.values()):
            rows.append(Row(line, trimmed))
    return rows, [*mistakes, *_empty_or_doubled(table, rows)]


def _empty_or_doubled(table: Table, rows: Iterable[Row]) -> Iterable[Mistake]:
    seen: dict[str, int] = {}
    for row in rows:
        for heading in table.required:
            if not row[heading]:
                yield Mistake(table.name, row.line, heading, "不能为空", "请填写")
        if table.unique and (key := row[table.unique]):
            if key in seen:
                yield Mistake(table.name, row.line, table.unique, f"{key} 与第 {seen[key]} 行重复", "请改用新的编号")
            seen.setdefault(key, row.line)
