"""Numbers that a leader wants at once (领导临时要数): one indicator, crossed by two dimensions, with what it means beside it."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hotline.analytics import tallies
from hotline.domain.errors import Incomplete
from hotline.store.queries.figures.measures import streams
from hotline.store.queries.figures.rolled import stretch_of
from hotline.store.queries.figures.tallying import By, Counts, Stretch, tally
from hotline.store.work import Work
from routing_rules.indicators.definition import Indicator

LONGEST = 3700  # 天：十年
MOST_CELLS = 50_000
MONDAY = 1
Cells = dict[tuple[str | None, str | None], Counts]


class Grain(StrEnum):
    """By how much time a table is parted (时间粒度)."""

    DAY = "日"
    WEEK = "周"
    MONTH = "月"


@dataclass(frozen=True)
class Crossing:
    """What is wanted (交叉表的要求): which days, which indicator, by what.

    Args:
        across: the dimension of the columns, or None for time by the grain.
    """

    first: date
    last: date
    indicator: str
    down: By
    across: By | None = None
    grain: Grain = Grain.WEEK


@dataclass(frozen=True)
class CrossTable:
    """What came out (交叉表): a value for each row and column, and for each row, column and the whole.

    Args:
        heads, lines: the codes of the columns and of the rows.
        told: what the figures mean, what is left out, and by which edition.
    """

    asked: Crossing
    indicator: Indicator
    stretch: Stretch
    heads: Sequence[str]
    lines: Sequence[str]
    cells: Cells
    told: str

    def value(self, line: str | None, head: str | None) -> float | None:
        """The indicator in a cell; None for a line or a head is all of them."""
        return self.indicator.value(self.cells.get((line, head), {}))


def cross(work: Work, asked: Crossing, region: str) -> CrossTable:
    """Count it from the register, within what this person may see; Incomplete says what to ask instead."""
    indicator = next((one for one in work.rules.indicators if one.code == asked.indicator), None)
    if indicator is None:
        raise Incomplete(f"没有「{asked.indicator[:20]}」这项指标，请从指标口径表中选")
    _check(asked)
    measures = {part.measure for part in (*indicator.numerator, *indicator.denominator)}
    wanted = [one for one in streams(work.now) if measures & set(one.measures)]
    by = (asked.down, asked.across or By.DAY)
    if asked.down is asked.across:
        raise Incomplete(f"行和列都是「{asked.down}」，请换一项")
    if any(not one.of_ticket for one in wanted) and not {asked.down, asked.across} <= {By.LEAGUE, By.REGION, None}:
        raise Incomplete(f"「{indicator.name}」数的不是工单，只能按盟市、旗县和时间分")
    stretch = stretch_of(asked.first, asked.last, tallies.cut_of(work.rules), region)
    found = tally(work, stretch, by, [one.name for one in wanted], measures)
    cells = _grained(found, asked)
    heads = sorted({head for _, head in cells if head is not None})
    lines = sorted({line for line, _ in cells if line is not None})
    if len(heads) * len(lines) > MOST_CELLS:
        raise Incomplete(f"共 {len(lines):,} 行 {len(heads):,} 列，太大了；请缩短时间、改按月，或少分一层")
    return CrossTable(asked, indicator, stretch, heads, lines, cells, _told(work, asked, indicator))


def _check(asked: Crossing) -> None:
    if asked.last < asked.first:
        raise Incomplete(f"截止日 {asked.last} 早于起始日 {asked.first}，请核对")
    if (asked.last - asked.first).days >= LONGEST or not 2000 <= asked.first.year < 2100:
        raise Incomplete("时间最长十年，应在 2000 年至 2099 年之间")


def _grained(found: dict[tuple[str, ...], Counts], asked: Crossing) -> Cells:
    """The cells with days put together to spans, and the sums of each line, each column and all."""
    cells: defaultdict[tuple[str | None, str | None], Counter[str]] = defaultdict(Counter)
    for (line, day), counts in found.items():
        head = day if asked.across else _span(day, asked)
        for cell in ((line, head), (line, None), (None, head), (None, None)):
            cells[cell].update(counts)
    return {cell: dict(counts) for cell, counts in cells.items()}


def _span(day: str, asked: Crossing) -> str:
    """The first day of the span that a day belongs to: a week begins on Monday, and never before the first day asked."""
    if asked.grain is Grain.DAY:
        return day
    at = date.fromisoformat(day)
    first = at.replace(day=1) if asked.grain is Grain.MONTH else at - timedelta(days=at.isoweekday() - MONDAY)
    return max(first, asked.first).isoformat()


def _told(work: Work, asked: Crossing, indicator: Indicator) -> str:
    def sides(parts: Sequence[object]) -> str:
        said = []
        for at, part in enumerate(parts):
            factor = part.factor  # type: ignore[attr-defined]
            sign = "－" if factor < 0 else "＋" if at else ""
            said.append(f"{sign}{'' if abs(factor) == 1 else f'{abs(factor):g}×'}{part.measure}")  # type: ignore[attr-defined]
        return "".join(said)

    formula = sides(indicator.numerator) + (f" ÷（{sides(indicator.denominator)}）" if indicator.denominator else "")
    left_out = f"剔除{indicator.excluded}" + (f"（由{indicator.approved}批准）" if indicator.approved else "")
    cut = tallies.cut_of(work.rules)
    day = f"；统计日截至 {24 - cut}:00" if cut else ""
    return (
        f"{indicator.name}：{indicator.meaning}。算式为 {formula}；{left_out if indicator.excluded else '没有剔除'}{day}。"
        f"统计期 {asked.first:%Y年%-m月%-d日}至{asked.last:%Y年%-m月%-d日}，"
        f"口径为规则版本 {work.rules.edition} 的指标口径表，只统计您有权查看的工单。"
    )
