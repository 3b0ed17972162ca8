"""Chapter 6: how the units fared (六、承办单位质效): tiers, like with like."""

from hotline.analytics.indicators import score
from hotline.analytics.report.chapters.pieces import counted
from hotline.analytics.report.chapters.places import SHOWN, tier_of, volume_of
from hotline.analytics.report.gathered import Gathered
from hotline.domain.analysis.document import Cell, Chapter, Column, Table, Words
from hotline.store.queries.figures.tallying import By, Counts
from hotline.store.work import Work

MOST = 30
HANDED = "派单次数"


def units(_work: Work, gathered: Gathered) -> Chapter:
    """Units that were given most, and those marked red or yellow."""
    known = [code for code in gathered.now.units if code]
    known.sort(key=lambda code: (-gathered.now.units[code].get(HANDED, 0), code))
    marked = [code for code in known if tier_of(gathered, gathered.now.units[code]) in ("红", "黄")]
    weights = "、".join(f"{one.name} {one.weight:g}" for one in gathered.rules.indicators if one.weight)
    told = [
        f"本期有 {len(known):,} 家单位承办工单，其中列入红档 {_how_many(gathered, marked, '红')} 家，黄档 {_how_many(gathered, marked, '黄')} 家。",
        f"考核得分按口径表的权重（{weights}）计算，没有数据的指标不计入，只作分档参考。",
    ]
    return Chapter("units", "承办单位质效", [
        Words(told if known else ["本期没有单位承办工单。"]),
        _table(gathered, f"承办较多的单位（前 {MOST} 家）", known[:MOST]),
        _table(gathered, "列入红、黄档的单位", marked[:MOST]),
    ])  # fmt: skip


def _how_many(gathered: Gathered, codes: list[str], mark: str) -> int:
    return sum(tier_of(gathered, gathered.now.units[code]) == mark for code in codes)


def _table(gathered: Gathered, title: str, codes: list[str]) -> Table:
    names = {one.code: one for one in gathered.rules.indicators}
    rates = [names[code] for code in SHOWN if code in names]
    rows = [_row(gathered, code, gathered.now.units[code]) for code in codes]
    columns = [
        Column("承办单位", number=False), Column("派单", "次"), Column("件量档", number=False), Column("到期", "件"),
        Column("超期未办", "件"), *(Column(one.name) for one in rates), Column("考核得分"), Column("分档", number=False),
    ]  # fmt: skip
    return Table(title, columns, rows, empty="没有这样的单位")


def _row(gathered: Gathered, code: str, counts: Counts) -> list[Cell]:
    names = {one.code: one for one in gathered.rules.indicators}
    rates = [names[shown] for shown in SHOWN if shown in names]
    marks = score(gathered.rules, counts)
    return [
        Cell(gathered.unit_names.get(code, code)),
        counted(counts, HANDED, {By.AGENCY: code}),
        Cell(volume_of(counts.get(HANDED, 0))),
        counted(counts, "到期", {By.AGENCY: code}),
        counted(counts, "超期未办", {By.AGENCY: code}),
        *(Cell(one.value(counts), one.unit, one.tier(one.value(counts))) for one in rates),
        Cell(None if marks is None else round(marks, 1)),
        Cell(tier_of(gathered, counts) or "样本少"),
    ]
