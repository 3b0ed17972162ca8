"""The indicators of a period (指标读数): each by its definition, beside the period before and the year before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hotline.analytics.significance import LEVEL, SMALL, counts_differ, shares_differ
from hotline.store.queries.figures.tallying import Counts
from routing_rules import RuleBook
from routing_rules.indicators.definition import Indicator

NOT_CONNECTED = "未接入"
OF_CALLS = frozenset({"呼入", "接通", "十五秒接通", "漏接", "漏接回拨"})


@dataclass(frozen=True)
class Reading:
    """What one indicator came to (读数).

    Args:
        value: a count, a share 0–1, or None where there was nothing to count.
        before, year_ago: the same of the period before and of the year before.
        chance: how likely such a change from the period before is by chance.
        missing: why there is no value, where it is known: 未接入.
    """

    indicator: Indicator
    numerator: float
    denominator: float | None
    value: float | None
    before: float | None
    year_ago: float | None
    chance: float
    missing: str = ""

    @property
    def tier(self) -> str:
        """红, 黄, 蓝 or empty."""
        return self.indicator.tier(self.value)

    @property
    def few(self) -> bool:
        """Whether the share is of so few that it says little (样本少)."""
        return self.denominator is not None and 0 < self.denominator < SMALL

    @property
    def change(self) -> float | None:
        """By what share a count, or by how much a share, has changed; None where it cannot be said."""
        if self.value is None or self.before is None:
            return None
        if self.denominator is not None:
            return self.value - self.before
        return (self.value - self.before) / self.before if self.before else None

    @property
    def moved(self) -> str:
        """▲ or ▼ where the change is more than chance; empty else."""
        if self.value is None or self.before is None or self.chance >= LEVEL or self.value == self.before:
            return ""
        return "▲" if self.value > self.before else "▼"


def read(
    rules: RuleBook, now: Counts, before: Counts, year_ago: Counts | None = None, history: Sequence[Counts] = ()
) -> list[Reading]:
    """All indicators of the table, in its order.

    Args:
        year_ago: None where that period was not counted at all.
        history: the periods before, for how much a count varies by itself.
    """
    return [_reading(one, now, before, year_ago, history) for one in rules.indicators]


def _reading(
    one: Indicator, now: Counts, before: Counts, year_ago: Counts | None, history: Sequence[Counts]
) -> Reading:
    above, below = one.sides(now)
    then_above, then_below = one.sides(before)
    if below is None or then_below is None:
        chance = counts_differ(round(above), round(then_above), [one.sides(past)[0] for past in history])
    else:
        chance = shares_differ(above, below, then_above, then_below)
    value, missing = one.value(now), ""
    if below is not None and not below and _of_calls(one):
        value, missing = None, NOT_CONNECTED
    earlier = None if year_ago is None else one.value(year_ago)
    return Reading(one, above, below, value, one.value(before), earlier, chance, missing)


def _of_calls(one: Indicator) -> bool:
    return {part.measure for part in one.denominator} <= OF_CALLS


def named(readings: Iterable[Reading], code: str) -> Reading:
    """The reading of one indicator; KeyError if the table has none of that code."""
    for reading in readings:
        if reading.indicator.code == code:
            return reading
    raise KeyError(code)


def score(rules: RuleBook, counts: Counts) -> float | None:
    """The weighted appraisal 0–100 of those indicators that could be read (考核得分); None if none could."""
    read_ones = [(one.weight, one.value(counts)) for one in rules.indicators if one.weight]
    known = [(weight, value) for weight, value in read_ones if value is not None]
    whole = sum(weight for weight, _ in known)
    return 100 * sum(weight * value for weight, value in known) / whole if whole else None
