"""A report as a document of figures (报告文稿): chapters of blocks, each a plain value, kept as JSON in the snapshot.

Screen, Word, PDF and Excel are four ways to show the same blocks: a figure stands once, so the four cannot differ. A cell
that was counted says what lies behind it (Drill), so that a reader can go from the figure to its tickets.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Value = float | int | str | None


@dataclass(frozen=True)
class Drill:
    """What lies behind a figure (下钻): the measure and the dimensions of its cell, by their Chinese names."""

    measure: str
    within: dict[str, str] = field(default_factory=dict)
    start: str = ""  # 与报告统计期不同的，写明起止（ISO 8601）
    end: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell of a table (单元格).

    Args:
        value: None where there was nothing to count; shown as “—”, never as 0 or 100 %.
        mark: 红, 黄 or 蓝; ▲ or ▼ with its significance; empty else. Never the only sign.
    """

    value: Value
    unit: str = ""
    mark: str = ""
    drill: Drill | None = None


@dataclass(frozen=True)
class Column:
    """One column of a table (列): its heading, the unit of its numbers, and whether it holds numbers."""

    name: str
    unit: str = ""
    number: bool = True


@dataclass(frozen=True)
class Words:
    """Sentences that were made from the figures (文字)."""

    sentences: list[str]
    kind: Literal["words"] = "words"


@dataclass(frozen=True)
class Table:
    """A table (表): each row has as many cells as there are columns; notes stand below it."""

    title: str
    columns: list[Column]
    rows: list[list[Cell]]
    notes: list[str] = field(default_factory=list)
    empty: str = "本期没有相应的数据"
    kind: Literal["table"] = "table"


@dataclass(frozen=True)
class Series:
    """One line, or one group of bars, of a chart (数据列)."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Chart:
    """A chart with its text alternative (图): a line, bars, bars with their running share, or a heat table by hour and day."""

    title: str
    shape: Literal["line", "bar", "pareto", "heat"]
    labels: list[str]
    series: list[Series]
    alternative: str
    unit: str = "件"
    kind: Literal["chart"] = "chart"


@dataclass(frozen=True)
class TileMap:
    """Values by region on the tile map (分级示意图): code, name and value of each region."""

    title: str
    tiles: list[tuple[str, str, Value]]
    alternative: str
    unit: str = "件"
    kind: Literal["map"] = "map"


Block = Words | Table | Chart | TileMap


@dataclass(frozen=True)
class Chapter:
    """One chapter (章): its id stays, its title is shown, an analyst may add words under its id."""

    id: str
    title: str
    blocks: list[Block]


@dataclass(frozen=True)
class Document:
    """A whole report (报告文稿).

    Args:
        period: as it is printed; issue: 第 N 期（总第 M 期）; doubts: what does not agree, said on the report.
        headline: the few figures by name that other pages show, such as 受理.
        definitions: the table of indicators it was made by, one row each.
    """

    title: str
    region: str
    period: str
    issue: str
    edition: str
    as_of: str
    chapters: list[Chapter]
    headline: dict[str, Value] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    definitions: list[dict[str, str]] = field(default_factory=list)

    def as_figures(self) -> dict[str, Any]:
        """As it is kept in a snapshot."""
        return asdict(self)


def shown(cell: dict[str, Any]) -> str:
    """A kept cell as people read it (单元格写法): shares as percentages with two decimals, nothing counted as “—”."""
    value, unit = cell["value"], cell.get("unit", "")
    if value is None:
        return "—"
    if isinstance(value, str):
        return value
    if unit == "%":
        return f"{value:.2%}"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"
