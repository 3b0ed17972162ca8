"""Chapters of the report on enterprise demands: what is hot, who was told of policies, what is put right, what nobody watches (涉企专报)."""

from hotline.analytics.enterprises.hot import FORMULA, Hot, hot_list
from hotline.analytics.projects.effect import change, effect
from hotline.analytics.report.chapters.enterprises import behind, wanted_in
from hotline.analytics.report.gathered import Gathered
from hotline.domain.analysis.document import Cell, Chapter, Column, Table, Words
from hotline.domain.analysis.projects import ProjectState
from hotline.domain.moments import beijing
from hotline.store.queries.enterprises.standing import standings
from hotline.store.queries.enterprises.wanted import Facet
from hotline.store.queries.figures.reported import agency_names
from hotline.store.queries.policies import pushes_in
from hotline.store.queries.projects import ProjectRow, ProjectWanted, projects
from hotline.store.work import Work

SHOWN = 20
AT_WORK = (ProjectState.APPROVED, ProjectState.UNDER_WAY, ProjectState.DONE, ProjectState.REVIEWED)


def hot_matters(work: Work, gathered: Gathered) -> Chapter:
    """The hot list with every factor of its formula."""
    found = hot_list(work, wanted_in(gathered))
    rising = [one for one in found if one.rises]
    told = [
        f"上榜 {len(found)} 项，其中 {len(rising)} 项的上升超出偶然。" if found
        else "本期没有达到上榜件数和企业家数的事项。"
    ]  # fmt: skip
    columns = [
        Column("事项", number=False), Column("盟市", number=False), Column("诉求", "件"), Column("企业", "家"),
        Column("平时"), Column("增势"), Column("占比"), Column("严重度"), Column("重复度"), Column("热点度"),
        Column("增速区间", number=False),
    ]  # fmt: skip
    rows = [_hot(gathered, one) for one in found]
    return Chapter("hot_matters", "涉企热点榜", [
        Words(told), Table("涉企热点榜", columns, rows, [FORMULA], empty="本期没有上榜的事项"),
    ])  # fmt: skip


def _hot(gathered: Gathered, one: Hot) -> list[Cell]:
    high = "以上" if one.high is None else f"–{one.high:.1f}"
    return [
        Cell(gathered.category_name(one.matter)), Cell(gathered.region_name(one.league)), Cell(one.demands, "件"),
        Cell(one.enterprises, "家"), Cell(round(one.usual, 1)), Cell(round(one.growth, 2)), Cell(one.share, "%"),
        Cell(round(one.severity, 2)), Cell(round(one.repetition, 2)), Cell(one.score),
        Cell(f"{one.low:.1f}{high} 倍", "", "▲" if one.rises else ""),
    ]  # fmt: skip


def policies_told(work: Work, gathered: Gathered) -> Chapter:
    """Which policies enterprises were told of for their demands in the period, and whether it reached them."""
    found = pushes_in(work, gathered.period.stretch(gathered.region), SHOWN)
    sent, reached = sum(row[2] for row in found), sum(row[3] for row in found)
    told = f"本期按诉求匹配推送政策 {sent:,} 次，已送达 {reached:,} 次。" if found else "本期没有推送政策。"
    rows = [[Cell(title), Cell(number), Cell(count, "次"), Cell(came, "次")] for title, number, count, came in found]
    columns = [Column("政策", number=False), Column("文号", number=False), Column("推送", "次"), Column("已送达", "次")]
    return Chapter(
        "policies_told", "政策找人", [Words([told]), Table("推送的政策", columns, rows, empty="本期没有推送政策")]
    )


def projects_under_way(work: Work, gathered: Gathered) -> Chapter:
    """What is put right as a whole, how far it is, and whether demands have fallen since."""
    found = [
        row for row in projects(work, ProjectWanted())
        if row.project.state in AT_WORK and row.project.region.startswith(gathered.region)
    ]  # fmt: skip
    names = agency_names(work, {row.project.lead for row in found})
    rows = [_project(work, gathered, row, names.get(row.project.lead, row.project.lead)) for row in found[:SHOWN]]
    late = sum(row.late > 0 for row in found)
    told = f"在册专题 {len(found)} 个，其中 {late} 个有节点逾期。" if found else "目前没有批准的专题。"
    columns = [
        Column("专题", number=False), Column("事项", number=False), Column("牵头单位", number=False),
        Column("进展", number=False), Column("节点", number=False), Column("启动前后每周件数", number=False),
    ]  # fmt: skip
    return Chapter(
        "projects_under_way",
        "专题治理",
        [Words([told]), Table("专题治理台账", columns, rows, empty="目前没有批准的专题")],
    )


def _project(work: Work, gathered: Gathered, row: ProjectRow, lead: str) -> list[Cell]:
    one = row.project
    came = effect(work, one)
    said = "尚未启动"
    if came is not None:
        said = f"{came.before.a_week:.1f} → {came.since.a_week:.1f}"
        said += "（启动不满两周，不作结论）" if came.ratio is None else f"（{change(came.ratio)}）"
    steps = f"{row.done}/{row.milestones} 已完成" + (f"，{row.late} 项逾期" if row.late else "")
    return [
        Cell(one.title),
        Cell(gathered.category_name(one.matter)),
        Cell(lead),
        Cell(one.state.label),
        Cell(steps),
        Cell(said),
    ]


def watched(work: Work, gathered: Gathered) -> Chapter:
    """Open demands that nobody watches, league by league, and what of the data is missing: said, for there must be none."""
    place = Facet.LEAGUE if len(gathered.region) == 2 else Facet.BANNER
    whole, parts = standings(work, wanted_in(gathered), [(), (place,)])
    one = whole[()]
    told = [
        f"截至{beijing(work.now):%-m月%-d日 %H:%M}，本期企业诉求在办 {one.count('在办'):,} 件，"
        + (f"其中 {one.count('无人盯'):,} 件无人盯办，请立即指定服务专员。" if one.count("无人盯") else "每件都有人盯、有人办。")
    ]  # fmt: skip
    rows = [
        [Cell(gathered.region_name(code)), behind(part, "在办", {place: code}), behind(part, "无人盯", {place: code}),
         behind(part, "未挂企业", {place: code})]
        for (code,), part in sorted(parts.items()) if part.count("受理")
    ]  # fmt: skip
    columns = [
        Column(place.value, number=False),
        Column("在办", "件"),
        Column("无人盯", "件"),
        Column("未挂企业", "件"),
    ]
    return Chapter(
        "watched", "有人盯有人办", [Words(told), Table("盯办与挂接情况", columns, rows, empty="本期没有企业诉求")]
    )
