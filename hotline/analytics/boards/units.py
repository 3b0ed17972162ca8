"""The board of units (承办单位分档): red, yellow and blue among like with like, by kind of unit and volume."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from hotline.analytics.boards.board import Board, as_of, counted_by, measures_of
from hotline.analytics.report.chapters.places import MARKED, SHOWN, VOLUMES, tier_by, volume_of
from hotline.analytics.report.period import Period
from hotline.domain.analysis.document import Cell, Column, Drill, Table
from hotline.store.agencies import AgencyRecord
from hotline.store.queries.figures.tallying import By, Counts
from hotline.store.work import Work
from routing_rules import RuleBook
from routing_rules.indicators.definition import Indicator

HANDED, DUE, LATE = "派单次数", "到期", "超期未办"
FEW = "样本少"
TIERS = ("红", "黄", "蓝", FEW)
MOST = 300


@dataclass(frozen=True)
class UnitStanding:
    """One unit in its class (单位分档): its kind, its volume and its colour."""

    code: str
    name: str
    kind: str
    volume: str
    tier: str
    counts: Counts


@dataclass(frozen=True)
class UnitFilter:
    """Which units are listed (筛选): empty is all."""

    kind: str = ""
    volume: str = ""
    tier: str = ""

    def fits(self, unit: UnitStanding) -> bool:
        """Whether a unit is among them."""
        return all(
            not wanted or wanted == has
            for wanted, has in ((self.kind, unit.kind), (self.volume, unit.volume), (self.tier, unit.tier))
        )


def units(work: Work, rules: RuleBook, period: Period, region: str, chosen: UnitFilter) -> tuple[Board, list[str]]:
    """The classes with how many are red, yellow and blue, the units of the chosen ones; and the kinds there are."""
    rates = [one for one in rules.indicators if one.code in SHOWN]
    measures = measures_of([*rates, *(one for one in rules.indicators if one.code in MARKED)]) | {HANDED, DUE, LATE}
    counts = counted_by(work, rules, period.starts_on, period.ends_on, region, By.AGENCY, measures)
    standing = _standing(work, rules, {code: one for code, one in counts.items() if code})
    blocks = {"classes": _classes(standing), "units": _listed(rates, [one for one in standing if chosen.fits(one)])}
    bounds = "、".join(f"{name} {least} 次以上" for least, name in VOLUMES if least)
    told = (
        f"分档取响应率、解决率、满意率中最差的一项，界线见规则版本 {rules.edition} 的指标口径表；分母不足 20 的不参与，记作“样本少”。"
        f"按单位类型和一期派单次数分组比较（{bounds}，其余为小），不作唯一名次。"
    )
    board = Board("承办单位分档", f"{period}，{as_of(work)}", told, blocks)
    return board, sorted({one.kind for one in standing})


def _standing(work: Work, rules: RuleBook, counts: Mapping[str, Counts]) -> list[UnitStanding]:
    wanted = select(AgencyRecord.code, AgencyRecord.name, AgencyRecord.kind).where(AgencyRecord.code.in_(counts))
    found = [
        UnitStanding(
            code, name, kind, volume_of(counts[code].get(HANDED, 0)), tier_by(rules, counts[code]) or FEW, counts[code]
        )
        for code, name, kind in work.session.execute(wanted)
    ]
    return sorted(found, key=lambda one: (TIERS.index(one.tier), -one.counts.get(HANDED, 0), one.code))


def _classes(standing: list[UnitStanding]) -> Table:
    names = [name for _, name in VOLUMES]
    groups = sorted({(one.kind, one.volume) for one in standing}, key=lambda one: (one[0], names.index(one[1])))
    tiers = Counter((one.kind, one.volume, one.tier) for one in standing)
    rows = [
        [
            Cell(kind), Cell(volume), Cell(sum(tiers[kind, volume, tier] for tier in TIERS), "家"),
            *(Cell(tiers[kind, volume, tier], "家", tier if tier != FEW and tiers[kind, volume, tier] else "") for tier in TIERS),
        ]
        for kind, volume in groups
    ]  # fmt: skip
    columns = [Column("单位类型", number=False), Column("件量档", number=False), Column("单位", "家"),
               *(Column(f"{tier}档" if tier != FEW else tier, "家") for tier in TIERS)]  # fmt: skip
    return Table("各类各档的单位数", columns, rows, empty="本期没有单位承办工单")


def _listed(rates: list[Indicator], units_of_it: list[UnitStanding]) -> Table:
    columns = [
        Column("承办单位", number=False), Column("类型", number=False), Column("件量档", number=False), Column("派单", "次"),
        Column("到期", "件"), Column("超期未办", "件"), *(Column(one.name) for one in rates), Column("分档", number=False),
    ]  # fmt: skip
    notes = [f"只列前 {MOST} 家，请用上面的条件缩小范围。"] if len(units_of_it) > MOST else []
    return Table("单位", columns, [_row(rates, one) for one in units_of_it[:MOST]], notes, "没有这样的单位")


def _row(rates: list[Indicator], unit: UnitStanding) -> list[Cell]:
    within = {By.AGENCY.value: unit.code}
    counted = [Cell(unit.counts.get(name, 0), "件", "", Drill(name, within)) for name in (HANDED, DUE, LATE)]
    values = [one.value(unit.counts) for one in rates]
    shares = [Cell(value, one.unit, one.tier(value)) for one, value in zip(rates, values, strict=True)]
    return [
        Cell(unit.name), Cell(unit.kind), Cell(unit.volume), *counted, *shares,
        Cell({"红": "须整改", "黄": "须关注", "蓝": "正常"}.get(unit.tier, FEW), "", unit.tier if unit.tier != FEW else ""),
    ]  # fmt: skip
