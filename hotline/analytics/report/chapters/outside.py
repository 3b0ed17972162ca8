"""Of chapter 3: what leagues with platforms of their own told of the week (盟市自建平台数据), beside ours and never added in."""

from hotline.analytics.report.gathered import Gathered
from hotline.domain.analysis.document import Block, Cell, Column, Table, Words
from hotline.domain.analysis.terms import ReportKind
from hotline.store.queries.figures.outside import duties, reported
from hotline.store.work import Work


def reported_outside(work: Work, gathered: Gathered) -> list[Block]:
    """Who reported and who did not, and what was reported with its source; nothing where nobody must report."""
    period = gathered.period
    if period.kind is not ReportKind.WEEKLY:
        return []
    must = [
        duty for duty in duties(work, period.starts_on)
        if duty.region.startswith(gathered.region) and duty.since <= period.starts_on
    ]  # fmt: skip
    if not must:
        return []
    came = {one.region: one for one in reported(work, period.starts_on, period.starts_on)}
    missing = "、".join(dict.fromkeys(gathered.region_name(one.region) for one in must if one.region not in came))
    told = f"自建平台的盟市中，本期尚未报送的：{missing}。" if missing else "自建平台的盟市本期均已报送。"
    names = {one.code: one for one in gathered.rules.indicators}
    rows = [
        [
            Cell(gathered.region_name(one.region)), Cell(names[code].name), Cell(_value(above, below), names[code].unit),
            Cell(above), Cell(below), Cell(one.source),
        ]
        for one in came.values() if any(duty.region == one.region for duty in must)
        for code, (above, below) in one.figures.items() if code in names
    ]  # fmt: skip
    columns = [
        Column("盟市", number=False), Column("指标", number=False), Column("数值"), Column("分子"), Column("分母"),
        Column("来源", number=False),
    ]  # fmt: skip
    notes = ["由盟市自行统计报送，单列备查，没有并入本报告的其他数字。"]
    return [Words([told]), Table("盟市自建平台报送数据", columns, rows, notes, empty="本期没有收到报送数据")]


def _value(above: float, below: float | None) -> float | None:
    """A count, or a share; None where there was nothing to count."""
    if below is None:
        return above
    return above / below if below else None
