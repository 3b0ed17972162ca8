"""What of small groups may be told outside (对外公布的最小群体): k-anonymity, and what a remainder would give away.

A line of fewer than k enterprises is not told. Nor is the remainder counted where its counts would tell of a small
group: where it is one line only, or where all its lines together are of fewer than k enterprises (补充抑制). As no
other total is told, and heat is told relative to the hottest line, nothing told can be subtracted from anything else
to yield a small line.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class MatterLine:
    """One matter in one place that enterprises spoke of (热点事项).

    Args:
        heat: on the scale of the house; never told as it is.
    """

    category: str
    region: str
    demands: int
    enterprises: int
    heat: float


@dataclass(frozen=True)
class Disclosure:
    """What may be told of the lines (可公布的内容).

    Args:
        matters: how many lines are not told by themselves; None where even that is not told.
        demands: their demands together; None likewise.
    """

    told: tuple[MatterLine, ...]
    matters: int | None
    demands: int | None


def disclose(lines: Sequence[MatterLine], fewest: int, together: Callable[[Sequence[MatterLine]], int]) -> Disclosure:
    """The lines that may be told, in their order, and the remainder where its counts give nobody away.

    Args:
        fewest: k; no group of fewer enterprises may be told or derived.
        together: of how many different enterprises these lines are, all together.
    """
    told = tuple(line for line in lines if line.enterprises >= fewest)
    rest = [line for line in lines if line.enterprises < fewest]
    if rest and (len(rest) == 1 or together(rest) < fewest):
        return Disclosure(told, None, None)
    return Disclosure(told, len(rest), sum(line.demands for line in rest))


def rounded(count: int, step: int) -> int:
    """A count to the nearest multiple of a step; one at least where there was any (取整)."""
    return max(step, (count + step // 2) // step * step) if count and step > 1 else count


def relative(heat: float, hottest: float) -> int:
    """Heat with the hottest line as 100, so that the week's total cannot be reckoned from it (相对热度)."""
    return round(100 * heat / hottest) if hottest > 0 else 0


def without(payload: dict[str, Any], left_out: Sequence[str]) -> list[dict[str, Any]]:
    """The told lines of a payload without those that a person left out; the remainder does not take them in."""
    return [spot for spot in payload["hotspots"] if key_of(spot) not in left_out]


def key_of(spot: dict[str, Any]) -> str:
    """What a told line is called on forms: category and league (事项键)."""
    return f"{spot['category']}-{spot['region']}"
