"""Reading a file of old tickets (读历史工单): CSV or XLSX, row by row, each row with its line; nothing is guessed."""

import csv
import hashlib
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from hotline.domain.errors import Incomplete

NEEDED = ("工单编号", "登记时间", "区划", "办结时间")
PERHAPS = (
    "渠道", "诉求类型", "诉求主体", "事项分类", "承办单位", "派单时间", "签收时间", "办理时限", "答复时间", "满意度", "是否解决",
    "重办次数", "退单次数",
)  # fmt: skip
LONGEST = 200  # 字：一格
SAMPLE = 65_536
BLOCK = 1 << 20
XLSX = b"PK\x03\x04"


@dataclass(frozen=True)
class OldRow:
    """One row of the file and the line where it stands (历史工单行)."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")


def rows_in(path: Path) -> Iterator[OldRow]:
    """The rows of a file; Incomplete names a missing column or a file that is no table. Only a row is held at a time."""
    with path.open("rb") as file:
        start = file.read(len(XLSX))
    if not start:
        raise Incomplete(f"{path.name} 是空文件，请重新选择")
    lines = _workbook(path) if start == XLSX else _csv(path)
    with closing(lines):
        headings = [heading.strip() for heading in next(lines, (0, []))[1]]
        if missing := [heading for heading in NEEDED if heading not in headings]:
            raise Incomplete(
                f"{path.name} 第 1 行缺少列「{'」「'.join(missing)}」；可用的列：{'、'.join(NEEDED + PERHAPS)}"
            )
        if len(set(headings)) < len(headings):
            raise Incomplete(f"{path.name} 第 1 行有重复的列名，请删去多余的一列")
        for line, cells in lines:
            if any(cells):
                told = zip(headings, cells, strict=False)
                yield OldRow(line, {heading: cell[: LONGEST + 1].strip() for heading, cell in told if heading})


def crosswalk_in(path: Path | None) -> dict[str, str]:
    """What the old words mean in ours (对照表): the first two columns of a CSV or XLSX, below its headings."""
    if path is None:
        return {}
    with path.open("rb") as file:
        start = file.read(len(XLSX))
    lines = _workbook(path) if start == XLSX else _csv(path)
    found: dict[str, str] = {}
    with closing(lines):
        next(lines, None)
        for line, cells in lines:
            if not any(cells):
                continue
            old, new = (*(cell.strip() for cell in cells[:2]), "", "")[:2]
            if not old or not new:
                raise Incomplete(f"{path.name} 第 {line} 行：对照表每行应有两格，左为原名称，右为本系统代码")
            if found.get(old, new) != new:
                raise Incomplete(f"{path.name} 第 {line} 行：「{old}」对照了两个代码 {found[old]} 和 {new}，请只留一个")
            found[old] = new
    return found


def digest_of(source: str, *paths: Path | None) -> str:
    """The fingerprint of the source, the file and its crosswalks together (指纹)."""
    digest = hashlib.sha256(source.encode())
    for path in paths:
        digest.update(b"\x00")
        if path is not None:
            with path.open("rb") as file:
                while block := file.read(BLOCK):
                    digest.update(block)
    return digest.hexdigest()


def _csv(path: Path) -> Generator[tuple[int, list[str]], None, None]:
    csv.field_size_limit(10_000_000)
    with path.open(encoding=_encoding(path), newline="") as file:
        reader = csv.reader(file, strict=True)
        try:
            for cells in reader:
                yield reader.line_num, cells
        except (csv.Error, UnicodeDecodeError):
            raise Incomplete(
                f"{path.name} 第 {reader.line_num + 1} 行读不下去：引号不成对，或不是 UTF-8、GBK 文字"
            ) from None


def _encoding(path: Path) -> str:
    """UTF-8, or what Chinese spreadsheets save by default; told from the beginning of the file."""
    with path.open("rb") as file:
        start = file.read(SAMPLE)
    if b"\x00" in start:
        raise Incomplete(f"{path.name} 不是表格文件，请另存为 CSV 或 XLSX")
    try:
        start[: start.rfind(b"\n") + 1].decode("utf-8-sig")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8-sig"


def _workbook(path: Path) -> Generator[tuple[int, list[str]], None, None]:
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        raise Incomplete(f"{path.name} 不是完好的 XLSX 工作簿，请用表格软件打开后另存") from None
    with closing(book):
        for line, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), 1):
            yield line, [_said(cell) for cell in cells]


def _said(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
