"""Chapter 3: where (三、地区情况): tiers of like with like, not one ranking."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from hotline.analytics.indicators import named, read
from hotline.analytics.report.chapters.outside import reported_outside
from hotline.analytics.report.chapters.pieces import change_words, counted
from hotline.analytics.report.gathered import WHOLE, Gathered, added
from hotline.analytics.significance import SMALL
from hotline.domain.analysis.document import Block, Cell, Chapter, Column, Table, TileMap, Words
from hotline.store.queries.figures.tallying import By, Counts
from hotline.store.work import Work
from routing_rules import RuleBook

LEAGUE = 4
SHOWN = ("QS01", "XY01", "BJ01", "JJ01", "MY01", "TD01")
MARKED = ("XY01", "JJ01", "MY01")
VOLUMES = ((200, "大"), (50, "中"), (0, "小"))  # 件量档：一期受理多少件


def places(work: Work, gathered: Gathered) -> Chapter:
    """By league for the whole region, by banner for a league; each compared with those of like volume."""
    now, before = _grouped(gathered, gathered.now.places), _grouped(gathered, gathered.before.places)
    codes = sorted(now, key=lambda code: (-now[code].get("受理", 0), code))
    blocks: list[Block] = [
        Words(_sentences(gathered, codes, now, before)),
        _map(gathered, codes, now),
        _table(gathered, codes, now),
    ]
    if gathered.region == WHOLE:
        blocks.append(_banners(gathered))
    blocks += reported_outside(work, gathered)
    return Chapter("places", "地区情况", blocks)


def _grouped(gathered: Gathered, places: Mapping[str, Counts]) -> dict[str, Counts]:
    """By league for the whole region, by the places themselves below it; what is placed higher stays by itself."""
    groups: defaultdict[str, list[Counts]] = defaultdict(list)
    for code, counts in places.items():
        groups[code[:LEAGUE] if gathered.region == WHOLE else code].append(counts)
    return {code: added(many) for code, many in groups.items()}


def _sentences(gathered: Gathered, codes: list[str], now: dict[str, Counts], before: dict[str, Counts]) -> list[str]:
    if not any(now[code].get("受理") for code in codes):
        return ["本期没有受理工单。"]
    said = "、".join(
        f"{_name(gathered, code)} {now[code].get('受理', 0):,} 件（{change_words(now[code].get('受理', 0), before.get(code, {}).get('受理'))}）"
        for code in codes[:3]
    )  # fmt: skip
    return [f"受理量居前的是{said}。", "以下按件量分档比较，红、黄、蓝表示与口径表所定界线的距离，不作唯一名次。"]


def _name(gathered: Gathered, code: str) -> str:
    return "地点未定" if code == WHOLE and gathered.region == WHOLE else gathered.region_name(code)


def volume_of(number: int) -> str:
    """The tier of volume (件量档)."""
    return next(name for least, name in VOLUMES if number >= least)


def _cells(gathered: Gathered, counts: Counts) -> Iterator[Cell]:
    readings = read(gathered.rules, counts, {})
    known = {reading.indicator.code for reading in readings}
    for code in SHOWN:
        if code in known:
            reading = named(readings, code)
            yield Cell(reading.value, reading.indicator.unit, reading.tier)


def tier_of(gathered: Gathered, counts: Counts) -> str:
    """The worst of the three rates (红黄蓝): red if one of them is red; empty where none could be read."""
    return tier_by(gathered.rules, counts)


def tier_by(rules: RuleBook, counts: Counts) -> str:
    """The same by a rule book alone, for boards and reports to mark alike (分档)."""
    marks = set()
    for one in rules.indicators:  # 三千家单位各看三项：不去算别的指标和偶然的可能
        if one.code in MARKED and not 0 < (one.sides(counts)[1] or 0) < SMALL:
            marks.add(one.tier(one.value(counts)))
    return next((mark for mark in ("红", "黄", "蓝") if mark in marks), "")


def _columns(gathered: Gathered, first: str) -> list[Column]:
    names = {one.code: one.name for one in gathered.rules.indicators}
    rates = [Column(names[code]) for code in SHOWN if code in names]
    return [
        Column(first, number=False),
        Column("受理", "件"),
        Column("件量档", number=False),
        *rates,
        Column("分档", number=False),
    ]


def _row(gathered: Gathered, code: str, counts: Counts) -> list[Cell]:
    by = By.LEAGUE if gathered.region == WHOLE and len(code) <= LEAGUE else By.REGION
    return [
        Cell(_name(gathered, code)),
        counted(counts, "受理", {by: code}),
        Cell(volume_of(counts.get("受理", 0))),
        *_cells(gathered, counts),
        Cell(tier_of(gathered, counts) or "样本少"),
    ]


def _table(gathered: Gathered, codes: list[str], now: dict[str, Counts]) -> Table:
    rows = [_row(gathered, code, now[code]) for code in codes]
    notes = [
        "件量档：一期受理 200 件以上为大，50 至 199 件为中，其余为小；同档相比。",
        "分档取响应率、解决率、满意率中最差的一项；分母不足 20 的不参与分档。",
    ]
    first = "盟市" if gathered.region == WHOLE else "旗县市区"
    return Table(f"各{first}受理与质效", _columns(gathered, first), rows, notes, empty="本期没有受理工单")


def _banners(gathered: Gathered) -> Table:
    """Banners that need attention: red or yellow, the largest first."""
    found = [
        (code, counts)
        for code, counts in gathered.now.places.items()
        if len(code) > LEAGUE and tier_of(gathered, counts) in ("红", "黄")
    ]
    found.sort(key=lambda item: (tier_of(gathered, item[1]) != "红", -item[1].get("受理", 0), item[0]))
    rows = [_row(gathered, code, counts) for code, counts in found[:15]]
    return Table("须关注的旗县市区", _columns(gathered, "旗县市区"), rows, empty="没有列入红、黄档的旗县市区")


def _map(gathered: Gathered, codes: list[str], now: dict[str, Counts]) -> TileMap:
    tiles = [(code, _name(gathered, code), now[code].get("受理", 0)) for code in codes]
    told = "，".join(f"{name} {number:,} 件" for _, name, number in tiles[:12]) or "没有受理工单"
    kind = "盟市" if gathered.region == WHOLE else "旗县市区"
    return TileMap(
        f"各{kind}受理量（方格示意）",
        list(tiles),
        f"各{kind}受理量：{told}。方格只示相对位置，不代表行政区域界线和面积。",
    )
