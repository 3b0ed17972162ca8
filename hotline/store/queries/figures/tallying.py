"""Counting the measures (计数): of a stretch of time by any dimensions, or day by day for the roll-ups."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, case, cast, func, literal, null, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from hotline.domain.moments import BEIJING
from hotline.store.knowledge import Article
from hotline.store.queries.figures.measures import Condition, Stream, streams
from hotline.store.tickets import Ticket
from hotline.store.work import Work

LEAGUE = 4  # 盟市代码的长度
FIRST_DAY = datetime(2000, 1, 1, tzinfo=BEIJING)
Counts = dict[str, int]
Cell = tuple[str, ...]


class By(StrEnum):
    """What figures may be parted by (维度)."""

    DAY = "日"
    LEAGUE = "盟市"
    REGION = "区划"
    AGENCY = "单位"
    CATEGORY = "事项"
    BRANCH = "大类"
    CHANNEL = "渠道"
    DEMAND_TYPE = "诉求类型"
    REQUESTER_KIND = "诉求主体"


Way = tuple[tuple[By, ...], Collection[str]]
OF_TICKETS = frozenset({By.CATEGORY, By.BRANCH, By.CHANNEL, By.DEMAND_TYPE, By.REQUESTER_KIND})


@dataclass(frozen=True)
class Stretch:
    """A stretch of time, the end not included, in a region, as of a moment (统计范围).

    Args:
        cut: hours before midnight at which a statistical day ends; 0 is midnight, 7 is 17:00.
    """

    start: datetime
    end: datetime
    region: str = "15"
    cut: int = 0

    def day_of(self, moment: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[date]:
        """The statistical day of a moment."""
        return cast(func.timezone("Asia/Shanghai", moment) + timedelta(hours=self.cut), Date)

    def day_start_of(self, moment: ColumnElement[Any] | InstrumentedAttribute[Any]) -> ColumnElement[datetime]:
        """When the statistical day of a moment began: counted from a fixed day, for Beijing keeps no summer time.

        Ten million rows are grouped by it in a third of the time that the calendar takes.
        """
        return func.date_bin(timedelta(days=1), moment, FIRST_DAY - timedelta(hours=self.cut))


def statistical_day(moment: datetime, cut: int) -> date:
    """The statistical day of a moment (统计日): the same as `Stretch.day_of`, outside the database."""
    return (moment.astimezone(BEIJING) + timedelta(hours=cut)).date()


def tally(
    work: Work, stretch: Stretch, by: Sequence[By] = (), only: Collection[str] = (), measures: Collection[str] = ()
) -> dict[Cell, Counts]:
    """All measures in that stretch, parted by these dimensions; a cell without rows is not there.

    Args:
        only: names of streams to count; all without it. Streams that know no such dimension are left out.
        measures: names of measures to count; all without it.
    """
    found: defaultdict[Cell, Counts] = defaultdict(dict)
    for stream in streams(work.now):
        if (only and stream.name not in only) or not _knows(stream, by):
            continue
        if measures:
            stream = replace(stream, measures={one: stream.measures[one] for one in measures if one in stream.measures})
        columns = [_column(stream, one, stretch) for one in by]
        for row in work.session.execute(_counting(stream, stretch, columns).group_by(*columns)):
            found[tuple(_said(cell, stretch.cut) for cell in row[: len(by)])].update(_counts(stream, row[len(by) :]))
    return dict(found)


def parted(work: Work, stretch: Stretch, ways: Mapping[str, Way]) -> dict[str, dict[Cell, Counts]]:
    """The tally of each way of parting, all in one pass over each register (一次数几面).

    Args:
        ways: by name, the dimensions, at least one, and the streams, all if none is named.
    """
    found: dict[str, defaultdict[Cell, Counts]] = {name: defaultdict(dict) for name in ways}
    for stream in streams(work.now):
        known = {
            name: by for name, (by, only) in ways.items() if _knows(stream, by) and (not only or stream.name in only)
        }
        if not known:
            continue
        asked = list(dict.fromkeys(one for by in known.values() for one in by))
        columns = {one: _column(stream, one, stretch).label(f"c{at}") for at, one in enumerate(asked)}
        sets = [tuple_(*(columns[one] for one in by)) for by in known.values()]
        which = func.grouping(*columns.values())
        rows = _counting(stream, stretch, [which, *columns.values()]).group_by(func.grouping_sets(*sets))
        masks = {_mask(asked, by): name for name, by in known.items()}
        for row in work.session.execute(rows):
            name = masks[row[0]]
            cell = tuple(_said(row[1 + asked.index(one)], stretch.cut) for one in known[name])
            found[name][cell].update(_counts(stream, row[1 + len(asked) :]))
    return {name: dict(cells) for name, cells in found.items()}


WHOLE = "15"
FACETS: dict[str, tuple[By, ...]] = {   # 日累计分哪几面；不分地区的记在自治区名下，盟市的从台账现数
    "地区": (By.REGION,),
    "大类": (By.LEAGUE, By.REQUESTER_KIND, By.BRANCH),
    "事项": (By.REQUESTER_KIND, By.CATEGORY),
    "来源": (By.CHANNEL, By.DEMAND_TYPE),
    "单位": (By.AGENCY,),
}  # fmt: skip
PLACES = (By.REGION, By.LEAGUE)


def by_day(work: Work, stretch: Stretch) -> Iterator[tuple[date, str, str, str, Counts]]:
    """Day, facet, region, code and counts of every cell of the roll-ups; one pass over the register for all facets."""
    counted = parted(work, stretch, {name: ((By.DAY, *by), ()) for name, by in FACETS.items()})
    for facet, cells in counted.items():
        placed = FACETS[facet][0] in PLACES
        for (day, *values), counts in cells.items():
            region, code = (values[0], values[1:]) if placed else (WHOLE, values)
            yield date.fromisoformat(day), facet, region, "|".join(code), counts


def _mask(asked: Sequence[By], kept: Collection[By]) -> int:
    """What GROUPING() answers where just these columns are grouped by: a bit for each that is not."""
    return sum(1 << (len(asked) - 1 - at) for at, one in enumerate(asked) if one not in kept)


def lying_behind(work: Work, stretch: Stretch, measure: str, within: dict[By, str]) -> Select[Ticket] | None:
    """The tickets behind a figure (下钻); None for what hangs on no ticket, such as calls.

    Args:
        within: the dimensions of the figure's cell.
    """
    stream = next(one for one in streams(work.now) if measure in one.measures)
    if not stream.of_ticket:
        return None
    held = and_(*_bounds(stream, stretch), stream.measures[measure])
    held = and_(held, *(_column(stream, one, stretch) == value for one, value in within.items()))
    if stream.through is None:
        return select(Ticket).where(held)
    behind = select(stream.through).join(Ticket, Ticket.id == stream.through).where(held)
    return select(Ticket).where(Ticket.id.in_(behind))


def _knows(stream: Stream, by: Collection[By]) -> bool:
    return stream.of_ticket or not (OF_TICKETS | {By.AGENCY}) & set(by)


def _counting(stream: Stream, stretch: Stretch, columns: Sequence[ColumnElement[Any]]) -> Select[Any]:
    sums = (func.count(case((held, 1))).label(f"m{at}") for at, held in enumerate(stream.measures.values()))
    rows = select(*columns, *sums).select_from(stream.record)
    if stream.of_ticket and stream.record is not Ticket:
        rows = rows.join(Ticket, Ticket.id == stream.through)
    elif not stream.of_ticket and stream.through is not None:
        rows = rows.join(Article, Article.id == stream.through)
    return rows.where(*_bounds(stream, stretch))


def _bounds(stream: Stream, stretch: Stretch) -> list[Condition]:
    place = _place(stream)
    within: list[Condition] = [] if stretch.region == "15" else [place.startswith(stretch.region, autoescape=True)]
    return [stream.moment >= stretch.start, stream.moment < stretch.end, stream.base, *within]


def _place(stream: Stream) -> ColumnElement[Any]:
    own = Ticket.region if stream.of_ticket else stream.region
    return func.coalesce(own, literal("15"))


def _column(stream: Stream, by: By, stretch: Stretch) -> ColumnElement[Any]:
    place = _place(stream)
    plain: dict[By, Any] = {
        By.REGION: place,
        By.LEAGUE: func.substr(place, 1, LEAGUE),
        By.DAY: stretch.day_start_of(stream.moment),
        By.AGENCY: stream.agency if stream.agency is not None else null(),
        By.CATEGORY: Ticket.category,
        By.BRANCH: func.substr(Ticket.category, 1, 2),
        By.CHANNEL: Ticket.channel,
        By.DEMAND_TYPE: Ticket.demand_type,
        By.REQUESTER_KIND: Ticket.requester_kind,
    }
    found: ColumnElement[Any] = plain[by]
    return found


def _said(cell: object, cut: int) -> str:
    if isinstance(cell, datetime):
        return statistical_day(cell, cut).isoformat()
    return "" if cell is None else str(getattr(cell, "value", cell))


def _counts(stream: Stream, numbers: Sequence[int]) -> Counts:
    return {name: number for name, number in zip(stream.measures, numbers, strict=True) if number}
