"""What a report is told from (汇集): counts of the period and of those it is compared with, from roll-ups or the register."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from hotline.analytics.report.period import Period
from hotline.store.queries.figures import rolled
from hotline.store.queries.figures.reported import agency_names, by_hour, people
from hotline.store.queries.figures.tallying import By, Cell, Counts, Way, parted, tally
from hotline.store.work import Work
from routing_rules import RuleBook

WHOLE = "15"
TREND = 8
REGISTER, ROLLED = "台账", "日累计"


@dataclass(frozen=True)
class Facets:
    """The counts of one period (一期的计数): as a whole, by place, matter, source and unit."""

    whole: Counts
    places: Mapping[str, Counts]
    matters: Mapping[Cell, Counts]  # 诉求主体、事项
    sources: Mapping[Cell, Counts]  # 渠道、诉求类型
    units: Mapping[str, Counts]


@dataclass(frozen=True)
class Gathered:
    """All that the chapters of a report are told from (报告素材).

    Args:
        year_ago: None where nothing of that period is in the register (无同期数据).
        trend: the last eight periods, the oldest first.
        missing_days: days of the period without a single ticket.
    """

    rules: RuleBook
    period: Period
    region: str
    source: str
    now: Facets
    before: Facets
    year_ago: Counts | None
    trend: list[tuple[Period, Counts]]
    hours: Mapping[tuple[int, int], int]
    people: int
    unit_names: Mapping[str, str]
    missing_days: list[str]
    doubts: list[str]

    def region_name(self, code: str) -> str:
        """The name of a region; the code itself if it is unknown."""
        regions = self.rules.directory.regions
        return regions[code].name if code in regions else code

    def category_name(self, code: str) -> str:
        """The name of a category."""
        found = self.rules.categories.get(code)
        return found.name if found else "未分类"


def gather(work: Work, rules: RuleBook, period: Period, region: str = WHOLE, *, rolled_up: bool = True) -> Gathered:
    """Count the period and those it is compared with.

    Args:
        rolled_up: use the roll-ups where they hold every day; else the register itself.
    """
    first = period.before(TREND - 1)
    kept = rolled.days_kept(work, first.starts_on, period.ends_on) if rolled_up else set()
    whole = {period.before().starts_on + timedelta(days=n) for n in range(period.before().length + period.length)}
    use_tallies = region == WHOLE and whole <= kept
    facets = _of_tallies if use_tallies else _of_register
    now, before = facets(work, period, region), facets(work, period.before(), region)
    daily = _daily(work, first, period, region, rolled_up=use_tallies and _all(first, period) <= kept)
    return Gathered(
        rules=rules,
        period=period,
        region=region,
        source=ROLLED if use_tallies else REGISTER,
        now=now,
        before=before,
        year_ago=_year_ago(work, period, region, rolled_up=use_tallies),
        trend=_trend(period, daily),
        hours=by_hour(work, period.stretch(region)),
        people=people(work, period.stretch(region)),
        unit_names=agency_names(work, {code for code in now.units if code}),
        missing_days=[f"{day:%-m月%-d日}" for day in sorted(_all(period, period)) if not daily.get(day.isoformat())],
        doubts=_doubts(work, period, region, now) if use_tallies else [],
    )


def _all(first: Period, last: Period) -> set:  # type: ignore[type-arg]
    return {first.starts_on + timedelta(days=n) for n in range((last.ends_on - first.starts_on).days + 1)}


WAYS: dict[str, Way] = {
    "places": ((By.REGION,), ()),
    "matters": ((By.REQUESTER_KIND, By.CATEGORY), ("受理", "到期", "办结")),
    "sources": ((By.CHANNEL, By.DEMAND_TYPE), ("受理",)),
    "units": ((By.AGENCY,), ()),
}


def _of_register(work: Work, period: Period, region: str) -> Facets:
    found = parted(work, period.stretch(region), WAYS)
    places = {place: counts for (place,), counts in found["places"].items()}
    units = {unit: counts for (unit,), counts in found["units"].items()}
    return Facets(added(places.values()), places, found["matters"], found["sources"], units)


def _of_tallies(work: Work, period: Period, _region: str) -> Facets:
    def of(facet: str) -> dict[Cell, Counts]:
        found = rolled.added_up(work, period.starts_on, period.ends_on, facet)
        return {(place, *code.split("|")) if facet == "地区" else tuple(code.split("|")): counts for (place, code), counts in found.items()}  # fmt: skip

    places = {cell[0]: counts for cell, counts in of("地区").items()}
    return Facets(
        added(places.values()), places, of("事项"), of("来源"), {cell[0]: counts for cell, counts in of("单位").items()}
    )


def added(many: Iterable[Counts]) -> Counts:
    """Counts added up, measure by measure."""
    total: Counter[str] = Counter()
    for counts in many:
        total.update(counts)
    return dict(total)


def _daily(work: Work, first: Period, last: Period, region: str, *, rolled_up: bool) -> dict[str, Counts]:
    if rolled_up:
        found = rolled.received_by_day(work, first.starts_on, last.ends_on, region)
        return {day.isoformat(): counts for day, counts in found.items()}
    stretch = rolled.stretch_of(first.starts_on, last.ends_on, last.cut, region)
    return {day: counts for (day,), counts in tally(work, stretch, [By.DAY], ["受理"], rolled.RECEIVED).items()}


def _trend(period: Period, daily: Mapping[str, Counts]) -> list[tuple[Period, Counts]]:
    periods = [period.before(back) for back in range(TREND - 1, -1, -1)]
    return [(one, added(daily.get(day.isoformat(), {}) for day in _all(one, one))) for one in periods]


def _year_ago(work: Work, period: Period, region: str, *, rolled_up: bool) -> Counts | None:
    earlier = period.a_year_earlier()
    if rolled_up and _all(earlier, earlier) <= rolled.days_kept(work, earlier.starts_on, earlier.ends_on):
        found = added(rolled.added_up(work, earlier.starts_on, earlier.ends_on, "地区", region).values())
    else:
        found = tally(work, earlier.stretch(region)).get((), {})
    return found if found.get("受理") else None


def _doubts(work: Work, period: Period, region: str, now: Facets) -> list[str]:
    """Where the roll-ups do not agree with the register, or with one another: said on the report."""
    counted = tally(work, period.stretch(region), (), ["受理"], ["受理"]).get((), {}).get("受理", 0)
    said = [("日累计", now.whole.get("受理", 0)), ("各事项合计", added(now.matters.values()).get("受理", 0))]
    said.append(("各来源合计", added(now.sources.values()).get("受理", 0)))
    return [f"受理量：{name} {number} 件，台账现数 {counted} 件，相差 {abs(number - counted)} 件" for name, number in said if number != counted]  # fmt: skip
