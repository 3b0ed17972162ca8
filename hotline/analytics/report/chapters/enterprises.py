"""Chapter 4: what enterprises ask for (四、企业诉求)."""

from collections import Counter

from hotline.analytics.report.chapters.pieces import change_words, counted, top
from hotline.analytics.report.gathered import Gathered
from hotline.domain.analysis.document import Cell, Chapter, Column, Table, Words
from hotline.domain.vocabulary import RequesterKind
from hotline.store.queries.figures.tallying import By
from hotline.store.work import Work

TOP = 15
FIRM = RequesterKind.ENTERPRISE.value


def enterprises(_work: Work, gathered: Gathered) -> Chapter:
    """How many, about what, and how they fared."""
    return Chapter("enterprises", "企业诉求", [Words(_sentences(gathered)), _matters(gathered)])


def _sentences(gathered: Gathered) -> list[str]:
    number, before = gathered.now.whole.get("涉企受理", 0), gathered.before.whole.get("涉企受理", 0)
    if not number:
        return ["本期没有企业诉求。"]
    whole = gathered.now.whole.get("受理", 0)
    return [f"本期受理企业诉求 {number:,} 件，占受理总量的 {number / whole:.2%}，{change_words(number, before)}。"]


def _matters(gathered: Gathered) -> Table:
    now: Counter[str] = Counter()
    before: Counter[str] = Counter()
    for total, facets in ((now, gathered.now), (before, gathered.before)):
        for (kind, category), counts in facets.matters.items():
            if kind == FIRM:
                total[category] += counts.get("受理", 0)
    rows = [
        [
            Cell(gathered.category_name(code)),
            counted({"受理": number}, "受理", {By.REQUESTER_KIND: FIRM, By.CATEGORY: code}),
            Cell(before.get(code, 0), "件"),
            Cell(gathered.now.matters[FIRM, code].get("办结", 0), "件"),
            Cell(_share(gathered, code, "按时办结", "到期"), "%"),
        ]
        for code, number in top(+now, TOP)
    ]
    columns = [
        Column("事项", number=False),
        Column("本期", "件"),
        Column("上期", "件"),
        Column("办结", "件"),
        Column("按时办结率"),
    ]
    return Table(f"企业诉求集中的事项（前 {TOP} 项）", columns, rows, empty="本期没有企业诉求")


def _share(gathered: Gathered, code: str, above: str, below: str) -> float | None:
    counts = gathered.now.matters[FIRM, code]
    return counts.get(above, 0) / counts[below] if counts.get(below) else None
