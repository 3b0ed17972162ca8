"""Chapter 4: what enterprises ask for (四、企业诉求)."""

from collections import Counter
from collections.abc import Mapping

from hotline.analytics.report.chapters.pieces import change_words, counted, top
from hotline.analytics.report.gathered import Gathered
from hotline.domain.analysis.document import Cell, Chapter, Column, Drill, Table, Words
from hotline.domain.analysis.enterprises import Bottleneck, Scale
from hotline.domain.analysis.industries import industry_name
from hotline.domain.vocabulary import RequesterKind
from hotline.store.queries.enterprises.standing import Key, Standing, standings
from hotline.store.queries.enterprises.wanted import OF_PERIOD, Facet, Wanted
from hotline.store.queries.figures.tallying import By
from hotline.store.work import Work

TOP = 15
FIRM = RequesterKind.ENTERPRISE.value


WHOLE, LEAGUE = "15", 4
UNKNOWN = "未登记"
PARTED = (Facet.SECTION, Facet.SCALE, Facet.BOTTLENECK)
STUCK = {Facet.BOTTLENECK: "未选定", Facet.PARK: "不在园区或未登记"}
NOTE = (
    "本期登记的企业诉求，出报时的情形；金额为这些工单已登记的合计，撤销的不计；行业（GB/T 4754）、规模以企业档案为准，"
    "没有登记的单列一行。可在“涉企分析”中按同一统计期逐项查看工单。"
)


def enterprises(work: Work, gathered: Gathered) -> Chapter:
    """How many, about what, from what kind of enterprise, where it is stuck, what money is in it, and how they fared."""
    whole, *parts = standings(work, wanted_in(gathered), [(), *((one,) for one in PARTED)])
    parted = [by_facet(facet, part) for facet, part in zip(PARTED, parts, strict=True)]
    told = [*_sentences(gathered), *_money(whole[()])]
    return Chapter("enterprises", "企业诉求", [Words(told), _matters(gathered), *parted])


def wanted_in(gathered: Gathered) -> Wanted:
    """The enterprise demands of the report's period and region."""
    period, region = gathered.period, gathered.region
    place = Facet.LEAGUE if len(region) == LEAGUE else Facet.BANNER
    return Wanted(period.starts_on, period.ends_on, period.cut, {} if region == WHOLE else {place: region})


def _money(whole: Standing) -> list[str]:
    if not whole.count("受理"):
        return []
    known = f"涉及企业档案中的企业 {whole.enterprises:,} 家；无人盯办 {whole.count('无人盯'):,} 件"
    if not whole.claimed:
        return [f"{known}；没有登记涉企金额。"]
    share = "" if whole.recovery is None else f"，挽回率 {whole.recovery:.2%}"
    return [f"{known}；登记涉及金额 {whole.claimed:,.2f} 元，挽回金额 {whole.recovered:,.2f} 元{share}。"]


def behind(one: Standing, measure: str, within: Mapping[Facet, str]) -> Cell:
    """A count of enterprise demands that leads to its tickets."""
    held = {OF_PERIOD: "本期登记"} | {facet.value: code for facet, code in within.items()}
    return Cell(one.count(measure), "件", "", Drill(measure, held))


def by_facet(facet: Facet, part: Mapping[Key, Standing]) -> Table:
    """Enterprise demands parted by one facet, the most first, what was not entered last."""
    found = sorted(part.items(), key=lambda item: (not item[0][0], -item[1].count("受理"), item[0]))
    rows = [
        [
            Cell(called(facet, code)), behind(one, "受理", {facet: code}), Cell(one.enterprises, "家"),
            Cell(one.share("按时联系", "应联系"), "%"), Cell(one.share("按时阶段答复", "应阶段答复"), "%"),
            Cell(one.share("按时办结", "到期"), "%"), Cell(f"{one.claimed:,.2f}"), Cell(f"{one.recovered:,.2f}"),
        ]
        for (code,), one in found
    ]  # fmt: skip
    columns = [
        Column(facet.value, number=False), Column("诉求", "件"), Column("企业", "家"), Column("响应率"),
        Column("阶段答复率"), Column("按时办结率"), Column("涉及金额（元）"), Column("挽回金额（元）"),
    ]  # fmt: skip
    return Table(f"企业诉求：按{facet.value}", columns, rows, [NOTE], empty="本期没有企业诉求")


def called(facet: Facet, code: str) -> str:
    """What a code of a facet is called; a blank one by what was not entered."""
    if not code:
        return STUCK.get(facet, UNKNOWN)
    if facet is Facet.SECTION:
        return industry_name(code)
    if facet is Facet.PARK:
        return code
    return Scale.coded(code).label if facet is Facet.SCALE else Bottleneck.coded(code).label


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
