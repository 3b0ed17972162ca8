"""The charts and the tile map of a report as pictures (报告插图): PNG for Word and PDF, the same bytes each time.

字体只用随包的思源黑体，不看机器上装了什么；颜色之外都写着数，黑白打印也读得出。
"""

import io
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator
from pylopdf_fonts_zh_cn import sans_path

from hotline.domain.atlas.tiles import REGION, tiles_of

fontManager.addfont(sans_path())
TYPE = FontProperties(fname=sans_path()).get_name()
INCH = 25.4
WIDE, HIGH = 156 / INCH, 68 / INCH
DPI = 220
INK, GREY, BLUE, ORANGE, SAND, PALE = "#1f2937", "#d1d5db", "#0052d9", "#b45309", "#f0b37e", "#f3f4f6"
STEPS = ("#dbe8ff", "#a9c8ff", "#6ba1f7", "#2f74e0", "#0b3f9e")
DARK = 3  # 从这一档起，格上的字用白色
LINES = (("-", "o"), ("--", "s"), (":", "^"), ("-.", "D"))
STYLE: Any = {
    "font.family": TYPE, "font.size": 8, "text.color": INK, "axes.labelcolor": INK, "xtick.color": INK, "ytick.color": INK,
    "axes.edgecolor": GREY, "axes.spines.top": False, "axes.spines.right": False, "axes.unicode_minus": False,
    "legend.frameon": False, "hatch.linewidth": 0.6,
}  # fmt: skip


def draw(block: Mapping[str, Any], region: str) -> bytes:
    """A chart or map block as a PNG; raises where the block holds nothing that can be drawn."""
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(WIDE, HIGH), dpi=DPI)
        FigureCanvasAgg(figure)
        if block["kind"] == "map":
            _map(figure, block, region)
        else:
            SHAPES[block["shape"]](figure, block)
        out = io.BytesIO()
        figure.savefig(out, format="png", dpi=DPI, metadata={"Software": None})
    return out.getvalue()


def off_the_map(block: Mapping[str, Any], region: str) -> str:
    """How much of what was counted stands on no square, and why; empty if nothing."""
    squares = {tile.code for tile in tiles_of(region)}
    outside = sum(value or 0 for code, _, value in block["tiles"] if code not in squares)
    why = "地点未定" if region == REGION else "只定到盟市"
    return f"另有 {outside:,.0f} 件{why}，未在图上标示。" if outside else ""


def _values(one: Mapping[str, Any], labels: Sequence[str]) -> list[float]:
    values = [float("nan") if value is None else float(value) for value in one["values"]]
    if len(values) != len(labels):
        raise ValueError("a series has not as many values as there are labels")
    return values


def _line(figure: Figure, block: Mapping[str, Any]) -> None:
    axes = figure.add_axes((0.07, 0.12, 0.91, 0.74))
    for at, one in enumerate(block["series"]):
        values = _values(one, block["labels"])
        style, marker = LINES[at % len(LINES)]
        colour = (BLUE, ORANGE, INK, "#0f766e")[at % 4]
        axes.plot(range(len(values)), values, style, marker=marker, color=colour, lw=1.6, ms=4, label=one["name"])
        known = [(place, value) for place, value in enumerate(values) if isfinite(value)]
        for point in known:
            axes.annotate(f"{point[1]:,.0f}", point, (0, 4), textcoords="offset points", ha="center", fontsize=7, color=colour)  # fmt: skip
    axes.set_xticks(range(len(block["labels"])), block["labels"])
    _finished(axes, block, len(block["series"]))


def _bar(figure: Figure, block: Mapping[str, Any]) -> None:
    axes = figure.add_axes((0.07, 0.2, 0.91, 0.66))
    many = len(block["series"])
    for at, one in enumerate(block["series"]):
        values = _values(one, block["labels"])
        places = [place + (at - (many - 1) / 2) * 0.8 / many for place in range(len(values))]
        bars = axes.bar(places, values, 0.74 / many, color=(BLUE, SAND)[at % 2], label=one["name"], hatch=("", "//")[at % 2])  # fmt: skip
        axes.bar_label(bars, fmt="{:,.0f}", fontsize=7, padding=1)
    axes.set_xticks(range(len(block["labels"])), block["labels"])
    _finished(axes, block, many)


def _pareto(figure: Figure, block: Mapping[str, Any]) -> None:
    figure.set_size_inches(WIDE, 80 / INCH)
    axes = figure.add_axes((0.07, 0.33, 0.86, 0.55))
    bars, running = block["series"][0], block["series"][-1]
    labels = block["labels"]
    drawn = axes.bar(range(len(labels)), _values(bars, labels), 0.7, color=BLUE, label=bars["name"])
    axes.bar_label(drawn, fmt="{:,.0f}", fontsize=7, padding=1)
    axes.set_xticks(range(len(labels)), labels, rotation=35, ha="right")
    beside = axes.twinx()
    beside.plot(range(len(labels)), _values(running, labels), "-o", color=ORANGE, lw=1.4, ms=3, label=running["name"])
    beside.set_ylim(0, 1.08)
    beside.yaxis.set_major_formatter(lambda value, _: f"{value:.0%}" if value <= 1 else "")
    beside.tick_params(length=0)
    _finished(axes, block, 1)
    handles: list[Any] = [drawn, *beside.get_lines()]
    figure.legend(handles, [bars["name"], running["name"]], loc="upper center", ncols=2)


def _finished(axes: Axes, block: Mapping[str, Any], many: int) -> None:
    """Whole numbers on a pale grid, and a legend above where there is more than one series."""
    if not block["labels"]:
        raise ValueError("a chart without labels")
    axes.set_axisbelow(True)
    axes.grid(axis="y", color=PALE, lw=0.8)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    axes.set_ylim(0, max(1.0, axes.get_ylim()[1] * 1.08))
    axes.tick_params(length=0)
    if many > 1:
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=many)


def _heat(figure: Figure, block: Mapping[str, Any]) -> None:
    figure.set_size_inches(WIDE, 58 / INCH)
    axes = figure.add_axes((0.08, 0.04, 0.91, 0.86))
    rows = [_values(one, block["labels"]) for one in block["series"]]
    step = _steps([value for row in rows for value in row])
    for down, row in enumerate(rows):
        for along, value in enumerate(row):
            _square(axes, along, down, step(value), f"{value:,.0f}" if value > 0 else "", 6.5)
    axes.set(xlim=(0, len(block["labels"])), ylim=(len(rows), 0))
    axes.set_xticks([n + 0.5 for n in range(len(block["labels"]))], block["labels"], fontsize=6.5)
    axes.set_yticks([n + 0.5 for n in range(len(rows))], [one["name"] for one in block["series"]])
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)


def _steps(values: Sequence[float]) -> Any:
    """To a value its colour step: 0 for nothing, 1 to 5 by fifths of those above zero, as on the screen."""
    ranked = sorted(value for value in values if value > 0)
    return lambda value: 1 + sum(one < value for one in ranked) * len(STEPS) // len(ranked) if value > 0 else 0


def _square(axes: Axes, along: float, down: float, step: int, words: str, size: float) -> None:
    colour = STEPS[step - 1] if step else "white"
    axes.add_patch(Rectangle((along + 0.03, down + 0.03), 0.94, 0.94, facecolor=colour, edgecolor=GREY, lw=0.5))
    ink = "white" if step > DARK else INK
    axes.text(along + 0.5, down + 0.5, words, ha="center", va="center", fontsize=size, color=ink, linespacing=1.35)


def _map(figure: Figure, block: Mapping[str, Any], region: str) -> None:
    tiles = tiles_of(region)
    if not tiles:
        raise ValueError("a region without anything below it has no map")
    values = {code: float(value or 0) for code, _, value in block["tiles"]}
    names = {code: name for code, name, _ in block["tiles"]}
    wide, high = max(tile.column for tile in tiles) + 1, max(tile.row for tile in tiles) + 1
    side = min(17.0, 150 / wide) / INCH
    figure.set_size_inches(WIDE, side * high + 0.1)
    axes = figure.add_axes((0.5 - side * wide / WIDE / 2, 0.05 / (side * high + 0.1), side * wide / WIDE, side * high / (side * high + 0.1)))  # fmt: skip
    step = _steps([values.get(tile.code, 0.0) for tile in tiles])
    for tile in tiles:
        value = values.get(tile.code, 0.0)
        name = tile.short or names.get(tile.code, tile.code)
        name = name if len(name) <= 3 else f"{name[:2]}\n{name[2:4]}"
        _square(axes, tile.column, tile.row, step(value), f"{name}\n{value:,.0f}", 7.5 if side > 0.5 else 6.5)
    axes.set(xlim=(0, wide), ylim=(high, 0))
    axes.axis("off")


SHAPES = {"line": _line, "bar": _bar, "pareto": _pareto, "heat": _heat}
