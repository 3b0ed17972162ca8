"""Chapters of the report on enterprise demands: how they stand, where they come from, where they are stuck, what money is in them (涉企专报)."""

from collections.abc import Mapping

from hotline.analytics.report.chapters.enterprises import PARTED, behind, by_facet, called, wanted_in
from hotline.analytics.report.chapters.pieces import change_words
from hotline.analytics.report.gathered import Gathered
from hotline.analytics.significance import LEVEL, counts_differ
from hotline.domain.analysis.document import Cell, Chapter, Column, Table, Words
from hotline.store.queries.enterprises.standing import Key, Standing, standing, standings
from hotline.store.queries.enterprises.wanted import Facet
from hotline.store.work import Work

TOP = 15
SHARES = (
    ("响应率", "按时联系", "应联系"), ("阶段答复率", "按时阶段答复", "应阶段答复"), ("按时办结率", "按时办结", "到期"),
    ("解决率", "已解决", "有效回访"), ("满意率", "满意评价", "有效评价"),
)  # fmt: skip
OF_WHOM = "以下各表为本期登记的企业诉求，出报时的情形。"


def standing_of_enterprises(work: Work, gathered: Gathered) -> Chapter:
    """How many, of how many enterprises, more or fewer than before and whether by chance, and how clocks were kept."""
    whole = standing(work, wanted_in(gathered))[()]
    number, before = gathered.now.whole.get("涉企受理", 0), gathered.before.whole.get("涉企受理", 0)
    if not number:
        return Chapter("standing_of_enterprises", "总体情况", [Words(["本期没有企业诉求。"])])
    rows = [
        [Cell(name), Cell(whole.share(above, below), "%"), behind(whole, above, {}), behind(whole, below, {})]
        for name, above, below in SHARES
    ]
    columns = [Column("指标", number=False), Column("比率"), Column("分子"), Column("分母")]
    told = [*_received(gathered, number, before), *_watched(whole), OF_WHOM]
    return Chapter("standing_of_enterprises", "总体情况", [
        Words(told), Table("时限与成效", columns, rows, ["分母为零的不计比率，记作“—”。"]),
    ])  # fmt: skip


def _received(gathered: Gathered, number: int, before: int) -> list[str]:
    ratio = gathered.period.length / gathered.period.before().length
    history = [counts.get("涉企受理", 0) for _, counts in gathered.trend[:-1]]
    chance = counts_differ(number, before, history, ratio)
    said = "，超出偶然" if before and chance < LEVEL else "，可能是偶然的" if before else ""
    year = (gathered.year_ago or {}).get("涉企受理")
    whole = gathered.now.whole.get("受理", 0)
    return [
        f"本期受理企业诉求 {number:,} 件，占受理总量的 {number / whole:.2%}，{change_words(number, before)}{said}；"
        f"{change_words(number, year, '同比')}。"
    ]


def _watched(whole: Standing) -> list[str]:
    unwatched, loose = whole.count("无人盯"), whole.count("未挂企业")
    said = (
        f"涉及企业档案中的企业 {whole.enterprises:,} 家；在办 {whole.count('在办'):,} 件，其中无人盯办 {unwatched:,} 件"
    )
    return [f"{said}。{f'尚有 {loose:,} 件没有挂接企业，行业、规模列为未登记。' if loose else '全部已挂接企业。'}"]


def spread(work: Work, gathered: Gathered) -> Chapter:
    """From what industries, scales, places and parks the demands come."""
    place = Facet.LEAGUE if len(gathered.region) == 2 else Facet.BANNER
    ways = (Facet.SECTION, Facet.SCALE, place, Facet.PARK)
    found = standings(work, wanted_in(gathered), [(one,) for one in ways])
    tables = [
        _by_place(gathered, facet, part) if facet is place else by_facet(facet, _most(part))
        for facet, part in zip(ways, found, strict=True)
    ]
    return Chapter("spread", "行业、规模与地区分布", list(tables))


def _most(part: Mapping[Key, Standing]) -> dict[Key, Standing]:
    """The cells with most demands, and what was not entered."""
    named = sorted((item for item in part.items() if item[0][0]), key=lambda item: (-item[1].count("受理"), item[0]))
    return dict(named[:TOP]) | {key: one for key, one in part.items() if not key[0]}


def _by_place(gathered: Gathered, facet: Facet, part: Mapping[Key, Standing]) -> Table:
    rows = [
        [Cell(gathered.region_name(code)), behind(one, "受理", {facet: code}), Cell(one.enterprises, "家"),
         behind(one, "无人盯", {facet: code}), Cell(one.share("按时办结", "到期"), "%")]
        for (code,), one in sorted(part.items(), key=lambda item: (-item[1].count("受理"), item[0]))
    ]  # fmt: skip
    columns = [
        Column(facet.value, number=False), Column("诉求", "件"), Column("企业", "家"), Column("无人盯", "件"),
        Column("按时办结率"),
    ]  # fmt: skip
    return Table(f"企业诉求：按{facet.value}", columns, rows, empty="本期没有企业诉求")


def bottlenecks(work: Work, gathered: Gathered) -> Chapter:
    """Where demands are stuck, and about which matters most."""
    wanted = wanted_in(gathered)
    stuck, matters = standings(work, wanted, [(Facet.BOTTLENECK,), (Facet.MATTER,)])
    chosen = sum(one.count("受理") for (code,), one in stuck.items() if code)
    total = sum(one.count("受理") for one in stuck.values())
    told = [f"本期 {total:,} 件企业诉求中，{chosen:,} 件已选定堵点环节。"] if total else ["本期没有企业诉求。"]
    rows = [
        [Cell(gathered.category_name(code)), behind(one, "受理", {Facet.MATTER: code}), Cell(one.enterprises, "家"),
         Cell(one.share("已解决", "有效回访"), "%")]
        for (code,), one in _most(matters).items()
    ]  # fmt: skip
    columns = [Column("事项", number=False), Column("诉求", "件"), Column("企业", "家"), Column("解决率")]
    return Chapter("bottlenecks", "堵点环节与集中事项", [
        Words(told), by_facet(PARTED[-1], stuck), Table(f"集中的事项（前 {TOP} 项）", columns, rows, empty="本期没有企业诉求"),
    ])  # fmt: skip


def money(work: Work, gathered: Gathered) -> Chapter:
    """What money was claimed and what came back, by where it was stuck."""
    whole, stuck = standings(work, wanted_in(gathered), [(), (Facet.BOTTLENECK,)])
    one = whole[()]
    if not one.claimed:
        return Chapter("money", "涉及金额与挽回", [Words(["本期的企业诉求没有登记涉及金额。"])])
    share = "" if one.recovery is None else f"，挽回率 {one.recovery:.2%}"
    told = [f"登记涉及金额 {one.claimed:,.2f} 元，挽回金额 {one.recovered:,.2f} 元{share}。撤销的登记不计。"]
    rows = [
        [Cell(called(Facet.BOTTLENECK, code)), Cell(f"{part.claimed:,.2f}"), Cell(f"{part.recovered:,.2f}"),
         Cell(part.recovery, "%")]
        for (code,), part in sorted(stuck.items(), key=lambda item: (-item[1].claimed, item[0])) if part.claimed
    ]  # fmt: skip
    columns = [Column("堵点环节", number=False), Column("涉及金额（元）"), Column("挽回金额（元）"), Column("挽回率")]
    return Chapter("money", "涉及金额与挽回", [Words(told), Table("金额：按堵点环节", columns, rows)])
