"""What a board is (看板), the indicator it shows with its definition, and its counts from roll-ups or the register."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hotline.analytics.tallies import cut_of
from hotline.domain.analysis.document import Block
from hotline.domain.errors import Incomplete, NotFound
from hotline.domain.moments import beijing
from hotline.store.queries.figures import daily, rolled
from hotline.store.queries.figures.measures import streams
from hotline.store.queries.figures.tallying import WHOLE, By, Counts, statistical_day, tally
from hotline.store.work import Work
from routing_rules import RuleBook
from routing_rules.indicators.definition import Indicator
from routing_rules.indicators.formula import Part

MOST_RUNS = 12  # 日累计缺的日子零碎到这个地步，就整段从台账数
PERCENT = "%"


@dataclass(frozen=True)
class Board:
    """One subject (看板): its blocks by name; period and told stand on every picture and table that leaves the house.

    Args:
        told: what the figures mean and by which edition.
        links: where the cells of a drawing lead, for those that are no table: code to dimensions and moments.
    """

    title: str
    period: str
    told: str
    blocks: Mapping[str, Block]
    links: Mapping[str, Mapping[str, Any]] | None = None


def indicator_of(rules: RuleBook, code: str) -> Indicator:
    """The indicator of that code; Incomplete if the table has none."""
    for one in rules.indicators:
        if one.code == code:
            return one
    raise Incomplete(f"没有「{code[:20]}」这项指标，请从指标口径表中选")


def region_within(work: Work, rules: RuleBook, asked: str) -> str:
    """The region that is looked at: this person's own, or one below it; NotFound for any other."""
    own = work.person.region
    region = asked or own
    if region not in rules.directory.regions or not region.startswith(own):
        raise NotFound("没有这个地区，或您无权查看")
    return region


def measures_of(indicators: Iterable[Indicator]) -> set[str]:
    """The measures that these indicators are made of."""
    return {part.measure for one in indicators for part in (*one.numerator, *one.denominator)}


def value_of(indicator: Indicator, counts: Counts) -> float | None:
    """The indicator as a chart shows it: shares in percent, so that charts and maps need not know the unit."""
    value = indicator.value(counts)
    return round(100 * value, 2) if value is not None and indicator.unit == PERCENT else value


def defined(rules: RuleBook, indicator: Indicator) -> str:
    """What an indicator means, as it is written on whatever leaves the house."""
    above, below = _side(indicator.numerator), _side(indicator.denominator)
    formula = f"{above} ÷（{below}）" if below else above
    left_out = f"剔除{indicator.excluded}" if indicator.excluded else "没有剔除"
    cut = cut_of(rules)
    day = f"；统计日截至 {24 - cut}:00" if cut else ""
    return (
        f"{indicator.name}：{indicator.meaning}。算式为 {formula}；{left_out}{day}。"
        f"口径为规则版本 {rules.edition} 的指标口径表，只统计有权查看的工单；没有可统计的记作“—”。"
    )


def _side(parts: Iterable[Part]) -> str:
    return "".join(
        f"{'－' if part.factor < 0 else '＋' if at else ''}"
        f"{'' if abs(part.factor) == 1 else f'{abs(part.factor):g}×'}{part.measure}"
        for at, part in enumerate(parts)
    )


def counted_by(
    work: Work, rules: RuleBook, first: date, last: date, region: str, by: By, measures: Collection[str]
) -> dict[str, Counts]:
    """These measures of these days, by day, place or unit (取数).

    From the roll-ups where they hold a day, else from the register. People of a unit are always answered from the
    register, which shows them their own tickets only: the roll-ups know places, not who was given what.
    """
    cut = cut_of(rules)
    last = min(last, statistical_day(work.now, cut))
    if last < first:
        return {}
    if work.person.agency is not None or (by is By.AGENCY and region != WHOLE):
        return _of_register(work, first, last, cut, region, by, measures)
    held = daily.days_counted(work, first, last)
    lacking = rolled.runs({first + timedelta(days=n) for n in range((last - first).days + 1)} - held)
    if not held or len(lacking) > MOST_RUNS:
        return _of_register(work, first, last, cut, region, by, measures)
    found = [daily.rolled_sums(work, first, last, region, by, measures)]
    found += [_of_register(work, start, end, cut, region, by, measures) for start, end in lacking]
    return _added(found)


def _of_register(
    work: Work, first: date, last: date, cut: int, region: str, by: By, measures: Collection[str]
) -> dict[str, Counts]:
    wanted = [one.name for one in streams(work.now) if set(measures) & set(one.measures)]
    stretch = rolled.stretch_of(first, last, cut, region)
    return {cell: counts for (cell,), counts in tally(work, stretch, [by], wanted, measures).items()}


def _added(many: Iterable[Mapping[str, Counts]]) -> dict[str, Counts]:
    total: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in many:
        for code, counts in one.items():
            total[code].update(counts)
    return {code: dict(counts) for code, counts in total.items()}


def today_of(work: Work, rules: RuleBook) -> date:
    """The statistical day that it is now."""
    return statistical_day(work.now, cut_of(rules))


def as_of(work: Work) -> str:
    """When it was counted, as it stands beside the period."""
    return f"数据截至{beijing(work.now):%Y年%-m月%-d日 %H:%M}"
