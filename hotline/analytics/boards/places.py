"""The board of places (地图下钻): one indicator by league or banner on the tile map, and its twelve weeks."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from hotline.analytics.boards.board import (
    PERCENT,
    Board,
    as_of,
    counted_by,
    defined,
    indicator_of,
    measures_of,
    value_of,
)
from hotline.analytics.report.making import first_weekday
from hotline.analytics.report.period import Period, week_containing
from hotline.domain.analysis.document import Block, Cell, Chart, Column, Drill, Series, Table, TileMap
from hotline.store.queries.figures.tallying import LEAGUE, WHOLE, By, Counts
from hotline.store.work import Work
from routing_rules import RuleBook
from routing_rules.indicators.definition import Indicator

WEEKS = 12


def places(work: Work, rules: RuleBook, period: Period, region: str, code: str) -> Board:
    """An indicator of a period by what lies directly below a region, beside the period before; and by week.

    Args:
        region: the whole region shows its leagues, a league its banners, a banner itself.
    """
    indicator = indicator_of(rules, code)
    by = By.LEAGUE if region == WHOLE else By.REGION
    measures = measures_of([indicator])
    now = counted_by(work, rules, period.starts_on, period.ends_on, region, by, measures)
    earlier = period.before()
    before = counted_by(work, rules, earlier.starts_on, earlier.ends_on, region, by, measures)
    weeks = _weeks(work, rules, period, region, measures)
    codes = sorted({*now, *before}, key=lambda one: (-(indicator.value(now.get(one, {})) or 0), one))
    blocks: dict[str, Block] = {
        "map": _map(rules, indicator, region, codes, now),
        "places": _table(rules, indicator, by, codes, now, before),
        "trend": _trend(indicator, weeks),
        "weeks": _week_table(indicator, weeks),
    }
    title = f"{_named(rules, region, region)}{indicator.name}"
    return Board(title, f"{period}，{as_of(work)}", defined(rules, indicator), blocks)


def _weeks(
    work: Work, rules: RuleBook, period: Period, region: str, measures: set[str]
) -> list[tuple[Period, Counts | None]]:
    """The twelve statistical weeks up to the one in which the period ends; None for one without a day that was counted."""
    last = week_containing(period.ends_on, first_weekday(rules), period.cut)
    weeks = [last.before(back) for back in range(WEEKS - 1, -1, -1)]
    days = counted_by(work, rules, weeks[0].starts_on, last.ends_on, region, By.DAY, measures)
    return [(week, _sum_of(days, week.starts_on)) for week in weeks]


def _sum_of(days: Mapping[str, Counts], first: date) -> Counts | None:
    within = [(first + timedelta(days=n)).isoformat() for n in range(7)]
    if not any(day in days for day in within):
        return None
    total: Counter[str] = Counter()
    for day in within:
        total.update(days.get(day, {}))
    return dict(total)


def _named(rules: RuleBook, code: str, region: str) -> str:
    if code == WHOLE and region == WHOLE:
        return rules.directory.regions[WHOLE].name
    found = rules.directory.regions.get(code)
    return found.name if found else code


def _below(rules: RuleBook, code: str) -> str:
    return "地点未定" if code == WHOLE else _named(rules, code, "")


def _map(rules: RuleBook, indicator: Indicator, region: str, codes: list[str], now: Mapping[str, Counts]) -> TileMap:
    tiles = [(code, _below(rules, code), value_of(indicator, now.get(code, {}))) for code in codes]
    known = [(name, value) for _, name, value in tiles if value is not None]
    told = "，".join(f"{name} {value:,.6g}{indicator.unit}" for name, value in known[:12]) or "没有可统计的"
    kind = "盟市" if region == WHOLE else "旗县市区"
    return TileMap(
        f"各{kind}{indicator.name}（方格示意）", [tile for tile in tiles if tile[2] is not None], f"{told}。", indicator.unit
    )  # fmt: skip


def _table(
    rules: RuleBook, indicator: Indicator, by: By, codes: list[str], now: Mapping[str, Counts], before: Mapping[str, Counts]
) -> Table:  # fmt: skip
    columns = [Column("地区", number=False), Column("本期"), *_side_columns(indicator), Column("上期")]
    rows = [
        [
            Cell(_below(rules, code)),
            *_reading(indicator, now.get(code, {}), {by.value: code}),
            Cell(indicator.value(before.get(code, {})), indicator.unit),
        ]
        for code in codes
    ]
    return Table(f"各地{indicator.name}", columns, rows, empty="本期没有可统计的")


def _side_columns(indicator: Indicator) -> list[Column]:
    return [Column("分子"), Column("分母"), Column("分档", number=False)] if indicator.denominator else []


def _reading(
    indicator: Indicator, counts: Counts, within: dict[str, str], start: str = "", end: str = ""
) -> list[Cell]:
    """The value, and of a share both sides; what is one measure leads to its tickets."""
    above, below = indicator.sides(counts)
    drill = _drill(indicator.numerator[0].measure, len(indicator.numerator), within, start, end)
    value = Cell(indicator.value(counts), indicator.unit, "", None if below is not None else drill)
    if below is None:
        return [value]
    under = _drill(indicator.denominator[0].measure, len(indicator.denominator), within, start, end)
    tier = indicator.tier(indicator.value(counts))
    return [value, Cell(above, "", "", drill), Cell(below, "", "", under), Cell(tier or "不分档", "", tier)]


def _drill(measure: str, parts: int, within: dict[str, str], start: str, end: str) -> Drill | None:
    return Drill(measure, within, start, end) if parts == 1 else None


def _trend(indicator: Indicator, weeks: list[tuple[Period, Counts | None]]) -> Chart:
    labels = [f"{week.starts_on:%-m.%-d}" for week, _ in weeks]
    values = [None if counts is None else value_of(indicator, counts) for _, counts in weeks]
    known = [(label, value) for label, value in zip(labels, values, strict=True) if value is not None]
    unit = PERCENT if indicator.unit == PERCENT else indicator.unit
    told = "，".join(f"{label} 起 {value:,.6g}{unit}" for label, value in known) or "没有可统计的周"
    return Chart(f"近 {WEEKS} 周{indicator.name}", "line", labels, [Series(indicator.name, values)], f"{told}。", unit)


def _week_table(indicator: Indicator, weeks: list[tuple[Period, Counts | None]]) -> Table:
    rows = []
    for week, counts in reversed(weeks):
        stretch = week.stretch()
        start, end = stretch.start.isoformat(), stretch.end.isoformat()
        rows.append([Cell(str(week)), *_reading(indicator, counts or {}, {}, start, end)])
    columns = [Column("统计周", number=False), Column(indicator.name), *_side_columns(indicator)]
    return Table(f"近 {WEEKS} 周{indicator.name}（逐周）", columns, rows, empty="没有可统计的周")


def depth(region: str) -> bool:
    """Whether a region has banners or leagues below it to be shown (能否下钻)."""
    return len(region) <= LEAGUE
