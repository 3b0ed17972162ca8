"""How enterprise demands stand (涉企计数): counted by any facets, with the sums of money, and listed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, distinct, func, literal, select, tuple_

from hotline.domain.analysis.enterprises import AmountKind, Bottleneck
from hotline.store.people import Requester
from hotline.store.queries.enterprises.wanted import COLUMNS, DEMAND, FIRM, MONEY, Facet, Wanted, beside, measures
from hotline.store.tickets import Ticket
from hotline.store.work import Work

NOTHING = Decimal(0)
SHOWN = 100
COUNTED = (   # 页面和报告要用的；其余计量只在下钻时用，不必每次都数
    "受理", "在办", "无人盯", "未挂企业", "严重", "应联系", "按时联系", "应阶段答复", "按时阶段答复", "到期", "按时办结",
    "有效回访", "已解决", "有效评价", "满意评价",
)  # fmt: skip
Key = tuple[str, ...]


@dataclass(frozen=True)
class Standing:
    """What was counted of some enterprise demands (涉企情形): by measure, of how many enterprises, how much money.

    Args:
        enterprises: distinct credit codes of the register.
        callers: how many enterprises spoke, as 蒙速办 is told it: by code or by name, whichever gives fewer, and all that
            did not say who they are as one.
    """

    counts: Mapping[str, int] = field(default_factory=dict)
    enterprises: int = 0
    callers: int = 0
    claimed: Decimal = NOTHING
    recovered: Decimal = NOTHING

    def count(self, measure: str) -> int:
        """How many count for a measure."""
        return self.counts.get(measure, 0)

    def share(self, above: str, below: str) -> float | None:
        """One measure in another; None where there was nothing to count."""
        return self.count(above) / self.count(below) if self.count(below) else None

    @property
    def recovery(self) -> float | None:
        """Which part of what was claimed came back (挽回率); None where nothing was claimed."""
        return float(self.recovered / self.claimed) if self.claimed else None


@dataclass(frozen=True)
class Demand:
    """One enterprise demand in a list (涉企诉求): the ticket, whose it is, where it is stuck, and the money."""

    ticket: Ticket
    uscc: str | None
    name: str | None
    bottleneck: Bottleneck | None
    claimed: Decimal
    recovered: Decimal


def standing(work: Work, wanted: Wanted, by: Sequence[Facet] = (), *, callers: bool = False) -> dict[Key, Standing]:
    """All measures and sums, parted by these facets; what was never entered stands under an empty code.

    () is the only key where nothing is parted, and is always there.
    """
    return standings(work, wanted, [by], callers=callers)[0]


def standings(
    work: Work, wanted: Wanted, ways: Sequence[Sequence[Facet]], *, callers: bool = False
) -> list[dict[Key, Standing]]:
    """The standing of each way of parting, in two statements whatever the number of ways and cells (一次数几面).

    Args:
        callers: count them too; it takes as long as all the rest together, and only the hot list asks.
    """
    known = measures(work.now)
    held = {name: known[name] for name in COUNTED}
    facets = list(dict.fromkeys(one for by in ways for one in by))
    counted = [
        func.count(distinct(DEMAND.c.uscc)),
        _callers() if callers else literal(0),
        *(func.count(case((condition, 1))) for condition in held.values()),
    ]
    asked = beside(select(*_parting(facets), *counted)).where(*wanted.conditions(work.now))
    if callers:
        asked = asked.outerjoin(Requester, Requester.id == Ticket.requester_id)
    sums = _sums(work, wanted, facets, ways)
    found: list[dict[Key, Standing]] = [{} for _ in ways]
    for row in work.session.execute(_grouped(asked, facets, ways)):
        enterprises, spoke, *numbers = row[1 + len(facets) :]
        counts = {name: number for name, number in zip(held, numbers, strict=True) if number}
        for at, key in _keys(row, facets, ways):
            found[at][key] = Standing(counts, enterprises, spoke, *sums.get((at, key), (NOTHING, NOTHING)))
    return found


def _parting(facets: Sequence[Facet]) -> list[ColumnElement[Any]]:
    """By which facets a row is parted, as bits, and the codes."""
    codes = [func.coalesce(COLUMNS[one], "").label(f"f{at}") for at, one in enumerate(facets)]
    return [func.grouping(*codes) if codes else literal(0), *codes]


def _grouped(asked: Select[Any], facets: Sequence[Facet], ways: Sequence[Sequence[Facet]]) -> Select[Any]:
    if not facets:
        return asked
    codes = dict(zip(facets, list(asked.selected_columns)[1:], strict=False))
    return asked.group_by(func.grouping_sets(*(tuple_(*(codes[one] for one in by)) for by in ways)))


def _keys(row: Sequence[Any], facets: Sequence[Facet], ways: Sequence[Sequence[Facet]]) -> Iterator[tuple[int, Key]]:
    """Of which ways a row is a cell, and of which codes."""
    codes = dict(zip(facets, row[1:], strict=False))
    for at, by in enumerate(ways):
        if row[0] == sum(1 << (len(facets) - 1 - n) for n, one in enumerate(facets) if one not in by):
            yield at, tuple(codes[one] for one in by)


def _callers() -> ColumnElement[int]:
    """The same count as figures/counts.py enterprise_matters makes for the feed."""
    caller = func.coalesce(cast(Ticket.requester_id, String), "匿名")
    by_code = func.coalesce(Requester.uscc, Requester.company, caller)
    by_name = func.coalesce(Requester.company, Requester.uscc, caller)
    return func.least(func.count(distinct(by_code)), func.count(distinct(by_name)))


def _sums(
    work: Work, wanted: Wanted, facets: Sequence[Facet], ways: Sequence[Sequence[Facet]]
) -> dict[tuple[int, Key], tuple[Decimal, Decimal]]:
    rows = beside(select(*_parting(facets), *(_sum(kind) for kind in AmountKind)))
    rows = rows.join(MONEY, MONEY.c.ticket_id == Ticket.id)
    rows = rows.where(MONEY.c.withdrawn_at.is_(None), *wanted.conditions(work.now))
    found = work.session.execute(_grouped(rows, facets, ways))
    return {place: (row[-2], row[-1]) for row in found for place in _keys(row, facets, ways)}


def _sum(kind: AmountKind) -> Any:
    return func.coalesce(func.sum(MONEY.c.yuan).filter(MONEY.c.kind == kind.value), 0)


def demands(work: Work, wanted: Wanted, most: int = SHOWN) -> tuple[list[Demand], int]:
    """The newest of those demands, and how many there are."""
    found = wanted.tickets(work.now)
    total = work.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    rows = found.add_columns(DEMAND.c.uscc, FIRM.c.name, DEMAND.c.bottleneck).order_by(Ticket.id.desc()).limit(most)
    listed = work.session.execute(rows).all()
    money = _money_of(work, [ticket.id for ticket, *_ in listed])
    found_so = [
        Demand(ticket, uscc, name, stuck, *money.get(ticket.id, (NOTHING, NOTHING)))
        for ticket, uscc, name, stuck in listed
    ]
    return found_so, total


def _money_of(work: Work, tickets: Sequence[int]) -> dict[int, tuple[Decimal, Decimal]]:
    rows = select(MONEY.c.ticket_id, *(_sum(kind) for kind in AmountKind))
    rows = rows.where(MONEY.c.ticket_id.in_(tickets), MONEY.c.withdrawn_at.is_(None)).group_by(MONEY.c.ticket_id)
    return {ticket: (claimed, recovered) for ticket, claimed, recovered in work.session.execute(rows)}
