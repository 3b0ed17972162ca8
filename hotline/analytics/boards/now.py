"""The boards of this moment (此刻): the wall of enterprise demands (企业诉求墙) and today by the hour (今日实况)."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from hotline.analytics.boards.board import Board
from hotline.domain.analysis.document import Block, Cell, Chart, Column, Drill, Series, Table
from hotline.domain.moments import beijing
from hotline.store.queries.figures.rolled import stretch_of
from hotline.store.queries.figures.tallying import WHOLE
from hotline.store.queries.figures.wall import LeagueDemands, by_hour_of_day, standings
from hotline.store.work import Work
from routing_rules import RuleBook

HOURS = 24
COUNTED = (("受理", "件"), ("办结", "件"), ("呼入", "次"), ("接通", "次"))


def wall(work: Work, rules: RuleBook, unwatched: Mapping[str, int]) -> Board:
    """Open enterprise demands by league; those nobody watches are the figure that must be 0.

    Args:
        unwatched: how many nobody watches, by league; who counts as unwatched is the trade's rule, not the board's.
    """
    found = standings(work)
    told = (
        "在办企业诉求：诉求主体为企业、尚未办结的工单，不含待补充的草稿；超期指已过下一步期限，临期指二十四小时内到期，"
        "无人盯指没有服务专员、承办单位或下一步期限，应为 0。只统计有权查看的工单。"
    )
    at = beijing(work.now)
    return Board("企业诉求墙", f"{at:%Y年%-m月%-d日 %H:%M}", told, {"leagues": _leagues(rules, found, unwatched)})


def _leagues(rules: RuleBook, found: Sequence[LeagueDemands], unwatched: Mapping[str, int]) -> Table:
    rows = [
        [
            Cell(_name(rules, one.league)), Cell(one.open, "件"), Cell(one.late, "件"), Cell(one.soon, "件"),
            Cell(unwatched.get(one.league, 0), "件"),
        ]
        for one in found
    ]  # fmt: skip
    columns = [
        Column("地区", number=False),
        *(Column(name, "件") for name in ("在办", "超期", "24 小时内到期", "无人盯")),
    ]
    return Table("各盟市在办企业诉求", columns, rows, empty="没有在办的企业诉求")


def _name(rules: RuleBook, code: str) -> str:
    found = rules.directory.regions.get(code)
    return "地点未定" if code == WHOLE else found.name if found else code


def today(work: Work, region: str) -> Board:
    """Received, closed and called by the hour of this day in Beijing, from the register."""
    at = beijing(work.now)
    stretch = stretch_of(at.date(), at.date(), 0)
    hours = by_hour_of_day(work, stretch.start, region)
    told = (
        "受理为今日登记的工单（不含草稿），办结为今日办结的工单，呼入、接通为今日的来电；按北京时间零点起算，"
        "直接从台账数出，只统计有权查看的工单和来电。"
    )
    blocks: dict[str, Block] = {"hours": _chart(hours, at.hour), "table": _hours(work, hours, at.hour)}
    return Board("今日实况", f"{at:%Y年%-m月%-d日 %H:%M}", told, blocks)


def _chart(hours: Mapping[str, Mapping[int, int]], now: int) -> Chart:
    labels = [str(hour) for hour in range(HOURS)]
    series = [
        Series(name, [float(hours[name].get(hour, 0)) if hour <= now else None for hour in range(HOURS)])
        for name in ("受理", "呼入")
    ]
    told = f"今日至 {now} 时，受理 {sum(hours['受理'].values()):,} 件，呼入 {sum(hours['呼入'].values()):,} 次。"
    return Chart("今日逐时受理与呼入", "bar", labels, series, told, "件、次")


def _hours(work: Work, hours: Mapping[str, Mapping[int, int]], now: int) -> Table:
    midnight = beijing(work.now).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = []
    for hour in range(now, -1, -1):
        start = midnight + timedelta(hours=hour)
        end = start + timedelta(hours=1)
        cells = [
            Cell(hours[name].get(hour, 0), unit, "", Drill(name, {}, start.isoformat(), end.isoformat()))
            for name, unit in COUNTED
        ]
        rows.append([Cell(f"{hour} 时"), *cells])
    columns = [Column("时段", number=False), *(Column(name, unit) for name, unit in COUNTED)]
    return Table("今日逐时", columns, rows)
