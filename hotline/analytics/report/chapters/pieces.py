"""Cells and sentences that the chapters share (行文用件)."""

from collections.abc import Mapping

from hotline.analytics.indicators import Reading
from hotline.analytics.report.gathered import Gathered
from hotline.analytics.report.period import Period
from hotline.domain.analysis.document import Cell, Column, Drill, Table
from hotline.store.queries.figures.tallying import By, Counts

PERCENT = "%"


def counted(counts: Counts, measure: str, within: Mapping[By, str] | None = None, mark: str = "") -> Cell:
    """A count that leads to its tickets."""
    return Cell(
        counts.get(measure, 0), "件", mark, Drill(measure, {by.value: code for by, code in (within or {}).items()})
    )


def of_period(counts: Counts, measure: str, period: Period) -> Cell:
    """A count of another period than the report's."""
    stretch = period.stretch()
    return Cell(
        counts.get(measure, 0), "件", "", Drill(measure, {}, stretch.start.isoformat(), stretch.end.isoformat())
    )


def change_words(now: float | None, before: float | None, name: str = "环比") -> str:
    """How a count has changed, as a sentence says it: 环比上升 12.5%, 环比持平, 上期无数据."""
    if now is None or not before:
        return f"{name}无可比数据"
    share = (now - before) / before
    if share == 0:
        return f"{name}持平"
    return f"{name}{'上升' if share > 0 else '下降'} {abs(share):.2%}"


def value_words(reading: Reading) -> str:
    """A reading as a sentence says it: 98.12%, 未接入, 无可统计."""
    if reading.value is None:
        return reading.missing or "本期无可统计的工单"
    if reading.indicator.unit == PERCENT:
        return f"{reading.value:.2%}"
    return f"{reading.value:,.0f} {reading.indicator.unit}"


def indicator_table(
    gathered: Gathered, readings: list[Reading], title: str, within: Mapping[By, str] | None = None
) -> Table:
    """Readings side by side with the period before and the year before."""
    columns = [
        Column("指标", number=False), Column("本期"), Column("分子"), Column("分母"), Column("上期"), Column("变化"),
        Column("去年同期"), Column("分档", number=False),
    ]  # fmt: skip
    few = [one.indicator.name for one in readings if one.few]
    notes = ["▲▼ 表示与上期的差别超出偶然（错误的可能不足 5%）；没有标记的，差别可能是偶然的。"]
    notes += [f"样本少（分母不足 20），仅供参考：{'、'.join(few)}。"] if few else []
    notes += ["去年同期没有数据，记作“—”。"] if gathered.year_ago is None else []
    return Table(title, columns, [_row(one, within) for one in readings], notes)


def _row(one: Reading, within: Mapping[By, str] | None) -> list[Cell]:
    unit = one.indicator.unit
    said = {by.value: code for by, code in (within or {}).items()}
    above = one.indicator.numerator[0].measure
    below = one.indicator.denominator[0].measure if one.indicator.denominator else ""
    change_unit = PERCENT if one.change is not None else ""
    value = Cell(one.value, unit, one.tier) if one.value is not None else Cell(one.missing or None)
    return [
        Cell(one.indicator.name),
        value,
        Cell(one.numerator, "", "", Drill(above, said) if len(one.indicator.numerator) == 1 else None),
        Cell(one.denominator, "", "", Drill(below, said) if len(one.indicator.denominator) == 1 else None),
        Cell(one.before, unit),
        Cell(one.change, change_unit, one.moved),
        Cell(one.year_ago, unit),
        Cell({"红": "红（须整改）", "黄": "黄（须关注）", "蓝": "蓝（正常）"}.get(one.tier, "不分档")),
    ]


def per_ten_thousand(number: int, people: int | None) -> float | None:
    """Per ten thousand inhabitants; None where the number of inhabitants is not known."""
    return round(number / people * 10_000, 2) if people else None


def top(many: Mapping[str, int], most: int) -> list[tuple[str, int]]:
    """The largest, ties by code."""
    return sorted(many.items(), key=lambda item: (-item[1], item[0]))[:most]
