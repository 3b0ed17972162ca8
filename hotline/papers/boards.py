"""A block of a board as a picture or a table that leaves the house (看板导出): title, period and definition written on it."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.patches import Rectangle
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from hotline.domain.analysis.document import shown
from hotline.domain.atlas.tiles import Tile, tiles_of
from hotline.papers.register import INTERNAL, Watermark, guarded
from hotline.papers.report.pictures import DARK, DPI, GREY, INK, STEPS, STYLE, draw

WIDE = 7.2  # 英寸
LETTERS = 62  # 一行写多少字
LINE = 0.17  # 英寸：说明的一行
SMALL, MIDDLE, LARGE = 6.5, 7.5, 11.0
MOST_LABELS = 31  # 横轴再多，就是一年的日历
NARROW, FIRST_WIDTH = 12, 26
SHARE, COUNT = "0.00%", "#,##0.##"
HEAD = PatternFill("solid", fgColor="E9EEF6")
RUNNING = "累计占比"


def picture_of(block: Mapping[str, Any], region: str, title: str, notes: Sequence[str]) -> bytes:
    """A chart or map block as a PNG with its title above and its notes below."""
    with mpl.rc_context(STYLE):
        drawn = imread(io.BytesIO(_drawing(block, region)))
        said = [line for note in notes for line in _folded(note)]
        high = WIDE * drawn.shape[0] / drawn.shape[1]
        whole = high + 0.5 + LINE * len(said) + 0.2
        figure = Figure(figsize=(WIDE, whole), dpi=DPI)
        FigureCanvasAgg(figure)
        figure.text(0.02, 1 - 0.15 / whole, title, fontsize=LARGE, fontweight="bold", va="top", color=INK)
        axes = figure.add_axes((0.01, (LINE * len(said) + 0.15) / whole, 0.98, high / whole))
        axes.imshow(drawn, aspect="auto", interpolation="none")
        axes.axis("off")
        for at, line in enumerate(said):
            figure.text(0.02, (0.1 + LINE * (len(said) - at - 0.5)) / whole, line, fontsize=MIDDLE, va="center", color=INK)  # fmt: skip
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=DPI, metadata={"Software": None})
    return out.getvalue()


def _folded(note: str) -> list[str]:
    return [note[at : at + LETTERS] for at in range(0, len(note), LETTERS)]


def _drawing(block: Mapping[str, Any], region: str) -> bytes:
    if block["kind"] == "map":
        return _own(lambda figure: _map(figure, block, region))
    if block["shape"] == "heat" and len(block["labels"]) > MOST_LABELS:
        return _own(lambda figure: _calendar(figure, block))
    return draw(block, region)


def _own(set_out: Any) -> bytes:
    figure = Figure(figsize=(WIDE, WIDE / 2), dpi=DPI)
    FigureCanvasAgg(figure)
    set_out(figure)
    out = io.BytesIO()
    figure.savefig(out, format="png", dpi=DPI, metadata={"Software": None})
    return out.getvalue()


def step_of(value: float | None, every: Sequence[float]) -> int:
    """The colour step of a value: 0 for nothing, 1 to 5 by fifths of those above zero, as on the tile map.

    Args:
        every: all values above zero, in order.
    """
    if value is None or value <= 0 or not every:
        return 0
    return 1 + min(sum(one < value for one in every) * len(STEPS) // len(every), len(STEPS) - 1)


def _square(axes: Axes, along: float, down: float, step: int, words: str, size: float) -> None:
    colour = STEPS[step - 1] if step else "white"
    axes.add_patch(Rectangle((along + 0.04, down + 0.04), 0.92, 0.92, facecolor=colour, edgecolor=GREY, lw=0.5))
    ink = "white" if step > DARK else INK
    axes.text(along + 0.5, down + 0.5, words, ha="center", va="center", fontsize=size, color=ink, linespacing=1.35)


def _calendar(figure: Figure, block: Mapping[str, Any]) -> None:
    """Days as squares, a column a week; what the colours mean stands below in words."""
    weeks, rows = len(block["labels"]), block["series"]
    every = sorted(value for one in rows for value in one["values"] if value)
    figure.set_size_inches(WIDE, WIDE * 10 / weeks + 0.3)
    axes = figure.add_axes((0.05, 0.16, 0.94, 0.74))
    for down, one in enumerate(rows):
        for along, value in enumerate(one["values"]):
            if value is not None:
                _square(axes, along, down, step_of(value, every), "", SMALL)
    axes.set(xlim=(0, weeks), ylim=(len(rows), 0))
    named = [(at, label) for at, label in enumerate(block["labels"]) if label]
    axes.set_xticks([at + 0.5 for at, _ in named], [label for _, label in named], fontsize=SMALL)
    axes.set_yticks([n + 0.5 for n in range(len(rows))], [one["name"] for one in rows], fontsize=SMALL)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    bounds = sorted({step_of(value, every): value for value in every}.items())
    told = "　".join(f"第{step}档 至 {bound:,.6g}" for step, bound in bounds)
    figure.text(0.05, 0.06, f"颜色由浅到深：{told}" if told else "没有可统计的日子", fontsize=SMALL, color=INK)


def _map(figure: Figure, block: Mapping[str, Any], region: str) -> None:
    """The tile map; a place where nothing could be counted shows a dash, not a zero."""
    tiles: Sequence[Tile] = tiles_of(region)
    if not tiles:
        raise ValueError("a region without anything below it has no map")
    values = {code: value for code, _, value in block["tiles"]}
    names = {code: name for code, name, _ in block["tiles"]}
    wide, high = max(tile.column for tile in tiles) + 1, max(tile.row for tile in tiles) + 1
    side = min(0.7, (WIDE - 0.4) / wide)
    figure.set_size_inches(WIDE, side * high + 0.2)
    axes = figure.add_axes((0.5 - side * wide / WIDE / 2, 0.05, side * wide / WIDE, 0.9))
    every = sorted(value for value in values.values() if value)
    for tile in tiles:
        name = tile.short or names.get(tile.code, tile.code)
        name = name if len(name) <= 3 else f"{name[:2]}\n{name[2:4]}"
        value = values.get(tile.code)
        said = "—" if value is None else f"{value:,.6g}"
        _square(axes, tile.column, tile.row, step_of(value, every), f"{name}\n{said}", MIDDLE if side > 0.55 else SMALL)
    axes.set(xlim=(0, wide), ylim=(high, 0))
    axes.axis("off")


Lines = Iterator[list[dict[str, Any]]]


def heads_of(block: Mapping[str, Any]) -> list[str]:
    """The headings of a block as a table."""
    if block["kind"] == "table":
        return [one["name"] + (f"（{one['unit']}）" if one["unit"] else "") for one in block["columns"]]
    if block["kind"] == "map":
        return ["地区", block["title"]]
    return ["项目", *(one["name"] for one in block["series"])]


def lines_of(block: Mapping[str, Any]) -> Lines:
    """The rows of a block as a table."""
    if block["kind"] == "table":
        yield from block["rows"]
    elif block["kind"] == "map":
        for _, name, value in block["tiles"]:
            yield [{"value": name}, {"value": value}]
    else:
        for at, label in enumerate(block["labels"]):
            yield [{"value": label}, *({"value": one["values"][at], "unit": ""} for one in block["series"])]


def write_table(
    out: IO[bytes], kind: str, mark: Watermark, block: Mapping[str, Any], title: str, notes: Sequence[str]
) -> int:
    """A block as CSV or XLSX with who took it out above and what it means below; how many rows it holds."""
    lines = list(lines_of(block))
    if kind == "csv":
        _csv(out, mark, heads_of(block), lines, title, notes)
    else:
        _xlsx(out, mark, heads_of(block), lines, title, notes)
    return len(lines)


def _csv(
    out: IO[bytes], mark: Watermark, heads: Sequence[str], lines: Sequence[list[dict[str, Any]]], title: str,
    notes: Sequence[str],
) -> None:  # fmt: skip
    page = io.TextIOWrapper(out, encoding="utf-8-sig", newline="")
    sheet = csv.writer(page)
    sheet.writerow([guarded(title)])
    sheet.writerow([guarded(mark.line)])
    sheet.writerow([guarded(head) for head in heads])
    sheet.writerows([guarded(shown(cell).replace(",", "")) for cell in line] for line in lines)
    sheet.writerows([guarded(note)] for note in notes)
    page.flush()
    page.detach()


def _xlsx(
    out: IO[bytes], mark: Watermark, heads: Sequence[str], lines: Sequence[list[dict[str, Any]]], title: str,
    notes: Sequence[str],
) -> None:  # fmt: skip
    book = Workbook()
    sheet = book.active or book.create_sheet()
    sheet.title = "看板"
    for words in (title, mark.line):
        sheet.append([guarded(words)])
    sheet.append([guarded(head) for head in heads])
    sheet["A1"].font = Font(bold=True, size=14)
    for cell in sheet[3]:
        cell.font, cell.fill, cell.alignment = Font(bold=True), HEAD, Alignment(horizontal="center", wrap_text=True)
    for line in lines:
        sheet.append([guarded(one["value"]) if isinstance(one["value"], str) else one["value"] for one in line])
        for cell, one in zip(sheet[sheet.max_row], line, strict=True):
            cell.number_format = SHARE if one.get("unit") == "%" else COUNT
    for note in notes:
        sheet.append([guarded(note)])
        sheet.cell(sheet.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.merge_cells(start_row=sheet.max_row, end_row=sheet.max_row, start_column=1, end_column=max(2, min(len(heads), 8)))  # fmt: skip
        sheet.row_dimensions[sheet.max_row].height = 60
    sheet.column_dimensions["A"].width = FIRST_WIDTH
    for at in range(2, len(heads) + 1):
        sheet.column_dimensions[get_column_letter(at)].width = NARROW
    sheet.freeze_panes = "B4"
    header: Any = sheet.oddHeader
    header.center.text = INTERNAL
    book.properties.creator, book.properties.title = mark.who, f"{INTERNAL} {mark.number}"
    book.save(out)
