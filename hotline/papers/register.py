"""A register as a file that leaves the house (台账): CSV or XLSX, with a watermark and without anything a spreadsheet runs.

Rows are taken one by one and written to a file on disk: ten thousand need no more memory than ten.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

DANGEROUS = tuple("=+-@＝＋－＠\t\r\n")  # 以此开头的格，表格软件会当公式执行
LONGEST_CELL = 32_000  # 字；表格软件一格最多 32767
LONGEST_FOOTER = 200  # 字；页脚最多 255，连同格式代码
INTERNAL = "内部资料 不得外传"
CUT = "……（后略）"
WIDTH, WIDE = 16, 48
GREY = PatternFill("solid", fgColor="E9EEF6")


@dataclass(frozen=True)
class Watermark:
    """Who took it out, when, for what, and under which running number (水印)."""

    who: str
    at: str
    purpose: str
    number: str

    @property
    def line(self) -> str:
        """As it stands on the first line and at the foot of every page."""
        return f"{INTERNAL}　导出人：{self.who}　导出时间：{self.at}　用途：{self.purpose}　导出编号：{self.number}"


def guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula, and that none refuses."""
    plain = ILLEGAL_CHARACTERS_RE.sub("", cell)
    plain = plain if len(plain) <= LONGEST_CELL else plain[:LONGEST_CELL] + CUT
    return f"'{plain}" if plain.startswith(DANGEROUS) else plain


def write_csv(out: IO[bytes], mark: Watermark, headings: Sequence[str], lines: Iterable[Sequence[str]]) -> int:
    """The register as text with commas, the watermark on its first line; how many rows it holds."""
    page = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
    sheet = csv.writer(page)
    sheet.writerow([guarded(mark.line)])
    sheet.writerow(headings)
    count = 0
    for line in lines:
        sheet.writerow([guarded(cell) for cell in line])
        count += 1
    page.flush()
    page.detach()
    return count


def write_xlsx(
    out: IO[bytes],
    mark: Watermark,
    headings: Sequence[str],
    lines: Iterable[Sequence[str]],
    wide: Iterable[str] = (),
) -> int:
    """The register as a workbook: watermark on the first line and at the foot of every printed page.

    Args:
        wide: headings of columns that hold whole sentences.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("台账")
    _lay_out(sheet, mark, headings, set(wide))
    sheet.append([_cell(sheet, guarded(mark.line), bold=True)])
    sheet.append([_cell(sheet, heading, bold=True, filled=True) for heading in headings])
    count = 0
    for line in _texts(lines):
        sheet.append(line)
        count += 1
    book.properties.creator, book.properties.title = mark.who, f"{INTERNAL} {mark.number}"
    book.save(out)
    return count


def _texts(lines: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    return ([guarded(cell) for cell in line] for line in lines)


def _lay_out(sheet: Any, mark: Watermark, headings: Sequence[str], wide: set[str]) -> None:
    for at, heading in enumerate(headings, 1):
        sheet.column_dimensions[get_column_letter(at)].width = WIDE if heading in wide else WIDTH
    sheet.freeze_panes = "A3"
    sheet.print_title_rows = "1:2"
    purpose = mark.purpose.replace("&", "＆")  # 页脚里 & 起头的是格式代码
    words = replace(mark, purpose=purpose).line
    sheet.oddHeader.center.text = INTERNAL
    sheet.oddFooter.center.text = words if len(words) <= LONGEST_FOOTER else words[: LONGEST_FOOTER - 1] + "…"


def _cell(sheet: Any, words: str, *, bold: bool, filled: bool = False) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, value=words)
    cell.font, cell.alignment = Font(bold=bold), Alignment(vertical="center")
    if filled:
        cell.fill = GREY
    return cell
