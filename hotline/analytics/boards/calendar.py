"""The calendar of heat (日历热力): one indicator, day by day of a year, as weeks side by side and as months in a table."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from hotline.analytics.boards.board import (
    Board,
    as_of,
    counted_by,
    defined,
    indicator_of,
    measures_of,
    today_of,
    value_of,
)
from hotline.analytics.tallies import cut_of
from hotline.domain.analysis.document import Block, Cell, Chart, Column, Drill, Series, Table
from hotline.domain.errors import Incomplete
from hotline.store.queries.figures.rolled import stretch_of
from hotline.store.queries.figures.tallying import By, Counts
from hotline.store.work import Work
from routing_rules import RuleBook
from routing_rules.indicators.definition import Indicator

WEEKDAYS = "一二三四五六日"
LONGEST_MONTH, MONTHS = 31, 12
EARLIEST, LATEST = 2000, 2099


@dataclass(frozen=True)
class Day:
    """One square of the calendar (日历格): where it stands, what it holds, and whether there was anything to count."""

    day: date
    week: int
    weekday: int
    value: float | None


def year_of(work: Work, rules: RuleBook, region: str, code: str, year: int) -> tuple[Board, list[Day]]:
    """The board of a year, and its days up to today for the drawing."""
    if not EARLIEST <= year <= LATEST:
        raise Incomplete(f"「年份」{year} 超出范围，应在 {EARLIEST} 至 {LATEST} 之间")
    indicator, today = indicator_of(rules, code), today_of(work, rules)
    counts = counted_by(work, rules, date(year, 1, 1), date(year, 12, 31), region, By.DAY, measures_of([indicator]))
    days = _days(indicator, counts, year, today)
    name = rules.directory.regions[region].name
    title = f"{name}{year}年{indicator.name}日历"
    blocks: dict[str, Block] = {
        "heat": _heat(indicator, title, days),
        "months": _months(rules, indicator, counts, year, today),
    }
    return Board(title, f"{year}年，{as_of(work)}", defined(rules, indicator), blocks), days


def _days(indicator: Indicator, counts: Mapping[str, Counts], year: int, today: date) -> list[Day]:
    first = date(year, 1, 1)
    monday = first - timedelta(days=first.isoweekday() - 1)
    every = (first + timedelta(days=n) for n in range(366))
    return [
        Day(day, (day - monday).days // 7, day.isoweekday() - 1, _value(indicator, counts, day))
        for day in every
        if day.year == year and day <= today
    ]


def _value(indicator: Indicator, counts: Mapping[str, Counts], day: date) -> float | None:
    """The reading of a day as a chart shows it; None of a day before the register begins, which is not a day of zero."""
    told = day.isoformat()
    return value_of(indicator, counts.get(told, {})) if counts and told >= min(counts) else None


def _heat(indicator: Indicator, title: str, days: list[Day]) -> Chart:
    """Seven rows of weekdays by the weeks of the year."""
    weeks = max((one.week for one in days), default=0) + 1
    rows: list[list[float | None]] = [[None] * weeks for _ in WEEKDAYS]
    for one in days:
        rows[one.weekday][one.week] = one.value
    labels = [""] * weeks
    for one in days:
        if one.day.day == 1:
            labels[one.week] = f"{one.day.month}月"
    series = [Series(f"周{name}", row) for name, row in zip(WEEKDAYS, rows, strict=True)]
    return Chart(title, "heat", labels, series, _alternative(indicator, days), indicator.unit)


def _alternative(indicator: Indicator, days: list[Day]) -> str:
    known = [(one.value, one.day) for one in days if one.value is not None]
    if not any(value for value, _ in known):
        return "这一年没有可统计的日子。"
    most, least = max(known, key=lambda one: one[0]), min(known, key=lambda one: one[0])
    mean = sum(value for value, _ in known) / len(known)
    return (
        f"有数据的 {len(known)} 天，日均 {mean:,.1f}{indicator.unit}；最高 {most[1]:%-m月%-d日} {most[0]:,.6g}{indicator.unit}，"
        f"最低 {least[1]:%-m月%-d日} {least[0]:,.6g}{indicator.unit}。"
    )


def _months(rules: RuleBook, indicator: Indicator, counts: Mapping[str, Counts], year: int, today: date) -> Table:
    columns = [Column("月份", number=False), *(Column(str(n)) for n in range(1, LONGEST_MONTH + 1))]
    rows = [
        [Cell(f"{month}月"), *(_cell(rules, indicator, counts, year, month, n, today) for n in range(1, LONGEST_MONTH + 1))]
        for month in range(1, MONTHS + 1)
    ]  # fmt: skip
    return Table(f"{year}年{indicator.name}逐日（{indicator.unit}）", columns, rows)


def _cell(
    rules: RuleBook, indicator: Indicator, counts: Mapping[str, Counts], year: int, month: int, number: int, today: date
) -> Cell:  # fmt: skip
    if number > monthrange(year, month)[1] or (day := date(year, month, number)) > today:
        return Cell("")
    if not counts or day.isoformat() < min(counts):
        return Cell(None)
    stretch = stretch_of(day, day, cut_of(rules))
    drill = Drill(indicator.numerator[0].measure, {}, stretch.start.isoformat(), stretch.end.isoformat())
    return Cell(indicator.value(counts.get(day.isoformat(), {})), indicator.unit, "", drill if len(indicator.numerator) == 1 else None)  # fmt: skip
