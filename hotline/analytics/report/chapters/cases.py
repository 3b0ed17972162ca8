"""Chapters 7 and 8: what is hard (七、疑难与督办), and what could be settled before it is complained of (八、未诉先办)."""

from collections import Counter

from hotline.analytics.report.chapters.pieces import top
from hotline.analytics.report.gathered import Gathered
from hotline.domain.analysis.document import Cell, Chapter, Column, Table, Words
from hotline.domain.moments import beijing
from hotline.store.queries.figures import reported
from hotline.store.work import Work

SUGGESTED = 3


def hard_cases(work: Work, gathered: Gathered) -> Chapter:
    """Problem tickets, what is suspended, supervised and ruled."""
    stretch = gathered.period.stretch(gathered.region)
    cases = reported.hard_cases(work, stretch, work.now)
    names = reported.agency_names(work, {one.agency for one in cases if one.agency})
    rulings = reported.rulings_in(work, stretch)
    ruled = reported.agency_names(work, {row.agency for row in rulings})
    raised = "、".join(f"{kind} {number} 次" for kind, number in reported.supervisions_in(work, stretch).items())
    now = gathered.now.whole
    told = [
        f"本期催办 {now.get('催办', 0):,} 次，提级 {now.get('提级', 0):,} 次，"
        + (f"发出督办：{raised}；" if raised else "没有发出督办；")
        + f"在账挂起 {reported.suspended(work, stretch):,} 件（挂账单列，不计入按时办结率的分母）。"
    ]
    rows = [
        [
            Cell(one.number), Cell(gathered.category_name(one.category or "")), Cell(gathered.region_name(one.region)),
            Cell(names.get(one.agency or "", "待派单")), Cell(one.state.label), Cell(one.supervised or ""),
            Cell(f"{beijing(one.due_at):%-m月%-d日}" if one.due_at else ""), Cell(one.redone, "次"),
        ]
        for one in cases
    ]  # fmt: skip
    columns = [
        Column("工单", number=False), Column("事项", number=False), Column("地区", number=False),
        Column("承办单位", number=False), Column("状态", number=False), Column("督办", number=False),
        Column("办结时限", number=False), Column("重办", "次"),
    ]  # fmt: skip
    told_rulings = [
        [Cell(row.number), Cell(gathered.category_name(row.category)), Cell(gathered.region_name(row.region)),
         Cell(ruled.get(row.agency, row.agency)), Cell(row.basis)]
        for row in rulings
    ]  # fmt: skip
    heads = [Column(name, number=False) for name in ("裁定号", "事项", "地区", "指定单位", "依据")]
    return Chapter("hard_cases", "疑难与督办", [
        Words(told),
        Table("问题工单、督办件与超期较久的工单", columns, rows, empty="没有问题工单、督办件和超期工单"),
        Table("职责争议裁定", heads, told_rulings, empty="本期没有裁定"),
    ])  # fmt: skip


def examples(_work: Work, gathered: Gathered) -> Chapter:
    """What recurs enough to be settled before the next complaint; the typical case is added by the analyst."""
    repeated: Counter[str] = Counter()
    for (_, category), counts in gathered.now.matters.items():
        repeated[category] += counts.get("受理", 0)
    told = [
        f"「{gathered.category_name(code)}」本期 {number:,} 件，建议主管部门提前公告、集中整治，并列入专题治理。"
        for code, number in top({code: n for code, n in repeated.items() if code}, SUGGESTED)
    ]
    return Chapter("examples", "典型案例与“未诉先办”建议", [Words(told or ["本期没有可供建议的集中事项。"])])
