"""What the boards show (看板页面): the blocks of a board, what leads where, and the drawing of the calendar."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from flask import url_for

from hotline.analytics.boards import calendar, now, places, units
from hotline.analytics.boards.board import Board, indicator_of, region_within, today_of
from hotline.analytics.report.chapters.places import VOLUMES
from hotline.analytics.report.making import period_asked_for
from hotline.analytics.report.period import Period
from hotline.casework.watchers import unwatched
from hotline.domain.errors import NotFound
from hotline.papers.boards import step_of
from hotline.store.queries.details import staff_names
from hotline.store.queries.figures.wall import next_deadlines
from hotline.store.queries.inbox import counts_by_state
from hotline.store.work import Work
from hotline.web.analysts.page import fresh
from hotline.web.atlas import TileMap, cells_of, with_values
from hotline.web.dashboards.forms import BoardForm
from hotline.web.desk import judgement_for, person
from hotline.web.naming import names_for
from routing_rules import RuleBook

Found = dict[str, Any]
BOARDS = {
    "places": "地图与趋势", "calendar": "日历", "units": "单位分档", "enterprises": "企业诉求墙", "today": "今日实况",
}  # fmt: skip
LEAGUE = 4
PITCH, SIDE = 18, 16  # 日历格的间距和边长
MARGIN, TOP = 34, 20
YEARS = 4


def shown(work: Work, name: str, asked: Mapping[str, str]) -> Found:
    """What a board's page needs; counted at most twice a minute for each person."""
    if name not in TOLD:
        raise NotFound("没有这个看板")
    form = BoardForm.read(asked)
    rules = judgement_for(work).rules
    region = region_within(work, rules, form.region)
    given = form.model_copy(update={"region": region})
    key = ("board", person().account, person().region, rules.edition, name, urlencode(given.asked()))
    counted_at, found = fresh().of(key, work.now, lambda: TOLD[name](work, rules, given))
    drawn = DRAWN[name](work, given, found) if name in DRAWN else {}
    trail = [(code, rules.directory.regions[code].name) for code in _trail(region)]
    return {
        **found, **drawn, "name": name, "form": given, "boards": BOARDS, "region": region, "trail": trail,
        "counted_at": counted_at, "indicators": rules.indicators,
    }  # fmt: skip


def _trail(region: str) -> list[str]:
    """From this person's own region down to the one that is looked at."""
    own = person().region
    return [region[:length] for length in (2, 4, 6) if len(own) <= length <= len(region)]


def _plain(board: Board) -> Found:
    return {
        "board": board,
        "blocks": {name: {**asdict(block), "kind": block.kind} for name, block in board.blocks.items()},
    }


def _period(work: Work, rules: RuleBook, form: BoardForm) -> Period:
    asked = {"kind": form.kind, "starts_on": form.starts_on.isoformat() if form.starts_on else ""}
    period = period_asked_for(asked, rules, work.now)
    return period if form.starts_on else period.before(-1)


def _places(work: Work, rules: RuleBook, form: BoardForm) -> Found:
    period = _period(work, rules, form)
    found = places.places(work, rules, period, form.region, form.indicator)
    return {**_plain(found), "period": period, "indicator": indicator_of(rules, form.indicator)}


def _tiles(work: Work, form: BoardForm, found: Found) -> Found:
    """The tile map: a league leads to its banners, a banner to its tickets."""
    names, block, period = names_for(work), found["blocks"]["map"], found["period"]
    if not (cells := cells_of(names, form.region)):
        return {"tiles": None}
    unit = "%" if found["indicator"].unit == "%" else ""
    rows = [(code, value) for code, _, value in block["tiles"]]
    drawn = with_values(
        cells, rows, lambda value: f"{value:,.6g}{unit}", lambda code: _deeper(form, period, code, found)
    )
    return {"tiles": TileMap(drawn, block["title"])}


def _deeper(form: BoardForm, period: Period, code: str, found: Found) -> str:
    if len(code) <= LEAGUE:
        return f"{url_for('dashboards.board', name='places')}?{urlencode(form.asked(region=code))}"
    stretch = period.stretch()
    first = found["indicator"].numerator[0].measure
    return url_for(
        "analysts.behind", measure=first, start=stretch.start.isoformat(), end=stretch.end.isoformat(), region=code
    )  # fmt: skip


def _calendar(work: Work, rules: RuleBook, form: BoardForm) -> Found:
    this = today_of(work, rules).year
    year = form.year or this
    board, days = calendar.year_of(work, rules, form.region, form.indicator, year)
    return {**_plain(board), "days": days, "year": year, "years": range(this - YEARS, this + 1)}


def _squares(_work: Work, _form: BoardForm, found: Found) -> Found:
    """Where each day's square stands and how dark it is; its cell in the table twin says where it leads."""
    every = sorted(day.value for day in found["days"] if day.value)
    linked = {(row, column): cell for row, cells in enumerate(found["blocks"]["months"]["rows"]) for column, cell in enumerate(cells)}  # fmt: skip
    squares = [
        {
            "x": MARGIN + day.week * PITCH, "y": TOP + day.weekday * PITCH, "step": step_of(day.value, every),
            "day": day.day, "cell": linked[day.day.month - 1, day.day.day],
        }
        for day in found["days"]
    ]  # fmt: skip
    heads = [(MARGIN + at * PITCH, label) for at, label in enumerate(found["blocks"]["heat"]["labels"]) if label]
    bounds = sorted({step_of(value, every): value for value in every}.items())  # 每档的上界；没有日子的档不列
    return {"squares": squares, "heads": heads, "bounds": bounds, "pitch": PITCH, "side": SIDE, "margin": MARGIN, "top": TOP}  # fmt: skip


def _units(work: Work, rules: RuleBook, form: BoardForm) -> Found:
    period = _period(work, rules, form)
    board, kinds = units.units(work, rules, period, form.region, form.chosen())
    volumes = [name for _, name in VOLUMES]
    return {**_plain(board), "period": period, "unit_kinds": kinds, "volumes": volumes, "tiers": units.TIERS}


def _wall(work: Work, rules: RuleBook, _form: BoardForm) -> Found:
    nobody = Counter(ticket.region[:LEAGUE] for ticket in unwatched(work))
    return {**_plain(now.wall(work, rules, nobody)), "nobody": nobody.total()}


def _next(work: Work, _form: BoardForm, _found: Found) -> Found:
    """The next deadlines, as they stand now: tickets are never kept beyond their transaction."""
    tickets = next_deadlines(work)
    people = staff_names(work, [ticket.watcher for ticket in tickets])
    return {"tickets": tickets, "names": names_for(work, tickets), "people": people}


def _today(work: Work, _rules: RuleBook, form: BoardForm) -> Found:
    found = _plain(now.today(work, form.region))
    rows = found["blocks"]["table"]["rows"]
    totals = {name: sum(row[at]["value"] for row in rows) for at, (name, _) in enumerate(now.COUNTED, 1)}
    most = max((value or 0 for one in found["blocks"]["hours"]["series"] for value in one["values"]), default=0) or 1
    return {**found, "totals": totals, "most": most, "waiting": counts_by_state(work)}


TOLD: dict[str, Callable[[Work, RuleBook, BoardForm], Found]] = {
    "places": _places, "calendar": _calendar, "units": _units, "enterprises": _wall, "today": _today,
}  # fmt: skip
DRAWN: dict[str, Callable[[Work, BoardForm, Found], Found]] = {
    "places": _tiles, "calendar": _squares, "enterprises": _next,
}  # fmt: skip
