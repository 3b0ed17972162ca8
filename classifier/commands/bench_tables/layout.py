"""Aligned Markdown tables (比照表版式), so that they can be read in a terminal and pasted into a note."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")

NONE = "—"
ABSENT = "未安装"
BEST = "差（对最好的参照，百分点）"


def table(title: str, heading: Sequence[str], rows: Iterable[Sequence[str]], *notes: str) -> Iterator[str]:
    """One table with its title and the notes under it (一张表)."""
    cells = [list(heading), *(list(row) for row in rows)]
    widths = [max(3, *(_width(row[place]) for row in cells)) for place in range(len(heading))]
    yield f"### {title}"
    yield ""
    yield _line(cells[0], widths)
    yield "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    for row in cells[1:]:
        yield _line(row, widths)
    yield ""
    yield from notes
    if notes:
        yield ""


def columns(others: Mapping[str, object]) -> list[str]:
    """The headings of the references (参照列名); what is not installed says so."""
    return [name if found is not None else f"{name}（{ABSENT}）" for name, found in others.items()]


def each(deed: Callable[[A], B], found: Iterable[A | None]) -> list[B | None]:
    """The same of every reference that there is (逐个参照)."""
    return [None if one is None else deed(one) for one in found]


def share(value: float | None) -> str:
    """A share in per cent (百分比)."""
    return NONE if value is None else f"{value:.1%}"


def score(value: float | None) -> str:
    """A score between 0 and 1 (得分)."""
    return NONE if value is None else f"{value:.4f}"


def gain(ours: float | None, others: Iterable[float | None], least: bool = False) -> str:
    """Ours less the best of the references (差), in points of a hundred.

    Args:
        least: whether the smallest is the best.
    """
    known = [other for other in others if other is not None]
    if ours is None or not known:
        return NONE
    return f"{(ours - (min(known) if least else max(known))) * 100:+.1f}"


def times(ours: float | None, other: float | None) -> str:
    """Ours divided by the reference (比)."""
    return NONE if ours is None or not other else f"{ours / other:.2f}"


def compared(
    measure: str, ours: float | None, others: Sequence[float | None], least: bool = False, scored: bool = False
) -> list[str]:
    """One row (一行): the measure, ours, each reference, and ours less the best of them."""
    told = score if scored else share
    return [measure, told(ours), *map(told, others), gain(ours, others, least)]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    return (
        "| " + " | ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)) + " |"
    )


def _width(text: str) -> int:
    """How many places a text takes in a terminal: Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
