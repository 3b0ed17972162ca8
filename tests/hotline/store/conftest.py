"""A town full of tickets (造数): several leagues, three units, every stage, for tests of who sees what."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from emptying import empty
from factories import HEATING, House, person
from hotline.analytics.report.drawing import draw_up
from hotline.analytics.report.period import Period
from hotline.casework import intake
from hotline.casework.dispatch import dispatch_by_person
from hotline.domain.analysis.terms import ReportKind
from hotline.domain.vocabulary import Channel, Role
from hotline.equipment import Equipment
from hotline.store.contacts import Message
from hotline.store.reports import DemandHotspot
from hotline.store.work import SYSTEM, Person

REGIONS = ("150105", "150202", "1504", "150622", "1525")
UNITS = ("ZJ-150105", "ZJ-150202", "ZJ-150402")
LEAGUES = ("15", "1501", "1502", "1504", "150105", "150202")
WEEK = Period(ReportKind.WEEKLY, date(2026, 11, 16))
EMPTIED = (
    "tickets, steps, notes, assignments, calls, messages, deliveries, requesters, reports, "
    "demand_hotspots, demand_feeds, drift_reports, used_nonces"
)
LOCAL_AGENT = Person("agent-1502", Role.AGENT, "1502")


@dataclass(frozen=True)
class Row:
    """What plain Python must know of a ticket to say who may see it."""

    id: int
    number: str
    region: str
    state: str
    registered_by: str
    requester: uuid.UUID | None
    units: frozenset[str]
    due_at: datetime | None

    def seen_by(self, who: Person) -> bool:
        """The rule of who sees what, in words of its own."""
        if who.role == Role.SYSTEM:
            return True
        if who.role == Role.REQUESTER:
            return who.requester is not None and self.requester == who.requester
        if who.agency is not None:
            return who.agency in self.units
        return self.region[: len(who.region)] == who.region or self.registered_by == who.account


class Town:
    """The tickets of the town, as they lie in the tables."""

    def __init__(self, house: House, rows: tuple[Row, ...]) -> None:
        self.house, self.rows = house, rows

    @property
    def equipment(self) -> Equipment:
        """What the house works with."""
        return self.house.equipment

    @property
    def requesters(self) -> list[uuid.UUID]:
        """Everybody who asked."""
        return sorted({row.requester for row in self.rows if row.requester})

    def of(self, who: Person) -> tuple[Row, ...]:
        """What that person is to see: all of it and nothing else."""
        return tuple(row for row in self.rows if row.seen_by(who))


def read(equipment: Equipment) -> tuple[Row, ...]:
    """The tickets by plain SQL, past the session and its conditions."""
    with equipment.engine.connect() as connection:
        held: dict[int, set[str]] = {}
        for ticket_id, agency in connection.execute(
            text("select ticket_id, agency from assignments where ended_why is null")
        ):
            held.setdefault(ticket_id, set()).add(agency)
        found = connection.execute(
            text("select id, number, region, state, registered_by, requester_id, due_at from tickets order by id")
        )
        return tuple(
            Row(
                r.id,
                r.number,
                r.region,
                r.state,
                r.registered_by,
                r.requester_id,
                frozenset(held.get(r.id, ())),
                r.due_at,
            )
            for r in found
        )


def _settle(house: House, at: int) -> None:
    region, unit = REGIONS[at % 5], UNITS[at % 3]
    said = {
        "text": f"{HEATING}（第{at}件）", "phone": f"1390000{at % 7:04}", "name": "张三",
        "by": LOCAL_AGENT if at % 4 == 0 else person(Role.AGENT),
    }  # fmt: skip
    stage = ("registered", "dispatched", "handled", "replied", "to_call_back", "dispatched")[at % 6]
    if stage == "registered":
        house.registered(**said, region=region)
    else:
        getattr(house, stage)(**said, agency=unit, region=region)


def _special_cases(house: House) -> None:
    equipment = house.equipment
    with equipment.work(LOCAL_AGENT) as work:
        intake.save(work, intake.Demand(text="还没说完的暖气问题", region="150105"))
        queued = intake.register(work, intake.Demand(text=HEATING, region="1525"))
        intake.refer(work, queued.number, reason="拿不准")
    moved = house.dispatched(agency=UNITS[0])
    house.returned(moved, agency=UNITS[0], reason="不属于本单位")
    with equipment.work(person(Role.DISPATCHER)) as work:
        judgement = equipment.judgement(work.session)
        dispatch_by_person(work, judgement, moved, category="0301", region="150202", agency=UNITS[1], seen=None)
    anonymous = house.registered(region="150402")
    with equipment.work(person(Role.AGENT)) as work:
        intake.answer(work, anonymous, reply="已当场答复。")


def _side_rows(equipment: Equipment) -> None:
    for region in LEAGUES:
        with equipment.work() as work:
            draw_up(work, equipment.judgement(work.session).rules, WEEK, region)
    with equipment.work(SYSTEM, datetime.now(UTC)) as work:
        for at, row in enumerate(read(equipment)):
            work.session.add(
                Message(ticket_id=row.id, message_id=f"m-{at}", channel=Channel.MENGSUBAN, text="进展", sent_at=work.now,
                        acknowledged="")
            )  # fmt: skip
        for region in ("15", "1501", "1502", "1504"):
            work.session.add(
                DemandHotspot(starts_on=WEEK.starts_on, category="0301", region=region, demands=9, usual=1.0,
                              enterprises=6, heat=1.0)
            )  # fmt: skip


@pytest.fixture(scope="module")
def town(equipment: Equipment) -> Iterator[Town]:
    """The town, built once for a module whose tests only look."""
    empty(equipment, EMPTIED)
    house = House(equipment)
    for at in range(24):
        _settle(house, at)
    _special_cases(house)
    _side_rows(equipment)
    yield Town(house, read(equipment))
    empty(equipment, EMPTIED)
