"""Enterprise matters are what one gets by counting the tickets one by one (涉企统计)."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from factories import House
from hotline.analytics.period import week_of
from hotline.domain.vocabulary import Channel, Decider, DemandType, RequesterKind, Satisfaction, Solved, State
from hotline.store.queries.figures import counts
from hotline.store.tickets import Ticket
from hotline.store.work import SYSTEM, Work

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
WEEK = week_of(NOW)
STATES = (
    State.DRAFT,
    State.REGISTERED,
    State.QUEUED,
    State.DISPATCHED,
    State.HANDLING,
    State.CLOSED,
    State.GUIDED,
    State.VOID,
)
REGIONS = ("15", "1501", "150105", "150202", "1502", "1525")
AGENCIES = ("ZJ-150105", "ZJ-150202", "ZJ-150402")
MODERATE = settings(max_examples=15, deadline=None)


@pytest.fixture
def thirty(house) -> House:
    """A house with thirty tickets, whose columns each test sets as it likes and then takes back."""
    for _ in range(30):
        house.registered()
    return house


def moment(dice: random.Random) -> datetime:
    """A moment around the week; sometimes exactly at its rim."""
    return dice.choice([WEEK.start, WEEK.end, NOW, WEEK.start + timedelta(hours=dice.uniform(-200, 360))])


def perhaps(dice: random.Random, value: object) -> object:
    return value if dice.random() < 0.7 else None


def shuffle(dice: random.Random, ticket: Ticket) -> None:
    """Any figures that the columns may hold."""
    ticket.state = dice.choice(STATES)
    ticket.region, ticket.agency, ticket.reply = dice.choice(REGIONS), dice.choice(AGENCIES), "答复"
    ticket.category = perhaps(dice, dice.choice(["0301", "0302", "0101"]))
    ticket.channel, ticket.demand_type = dice.choice(list(Channel)[:3]), dice.choice(list(DemandType)[:3])
    ticket.requester_kind, ticket.decided_by = (
        dice.choice(list(RequesterKind)),
        perhaps(dice, dice.choice(list(Decider))),
    )
    ticket.registered_at, ticket.due_at = moment(dice), perhaps(dice, moment(dice))
    ticket.dispatched_at = perhaps(dice, moment(dice))
    ticket.accepted_at = perhaps(
        dice, (ticket.dispatched_at or NOW) + dice.choice([timedelta(days=1), timedelta(hours=30)])
    )
    ticket.replied_at = perhaps(dice, dice.choice([ticket.due_at or NOW, moment(dice)]))
    ticket.closed_at = perhaps(dice, moment(dice))
    ticket.satisfaction = perhaps(dice, dice.choice(list(Satisfaction)))
    ticket.solved = perhaps(dice, dice.choice(list(Solved)))
    ticket.sent_back, ticket.redone = dice.choice([0, 0, 1, 2]), dice.choice([0, 0, 1])
    ticket.rating_excluded, ticket.suspended_until = dice.random() < 0.2, NOW if dice.random() < 0.2 else None


@pytest.fixture
def shuffled(thirty) -> Iterator[SimpleNamespace]:
    """Hands that shuffle the tickets in a transaction that is never committed."""

    def by(seed: int) -> tuple[Work, list[Ticket]]:
        while sessions:  # 上一例若没有通过，它的行锁还在
            sessions.pop().close()
        session = thirty.equipment.sessions()
        sessions.append(session)
        found = list(session.scalars(select(Ticket)))
        dice = random.Random(seed)
        for ticket in found:
            shuffle(dice, ticket)
        session.flush()
        return Work(session, SYSTEM, NOW, thirty.equipment.vault, thirty.equipment.rules), found

    sessions: list = []
    yield SimpleNamespace(by=by, done=lambda: sessions.pop().close())
    for session in sessions:
        session.close()


def within(moment: datetime | None, span: counts.Span) -> bool:
    return moment is not None and span.start <= moment < span.end


SEEDS = st.integers(0, 2**32)
FIXTURE = settings(MODERATE, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FIXTURE
@given(seed=SEEDS)
def test_enterprise_matters_are_what_counting_one_by_one_gives(shuffled, seed):
    work, rows = shuffled.by(seed)
    span = counts.Span(WEEK.start, WEEK.end, "15")
    mine = [
        r for r in rows
        if within(r.registered_at, span) and r.state != State.DRAFT and r.category
        and r.requester_kind == RequesterKind.ENTERPRISE
    ]  # fmt: skip
    found = {(row.category, row.league): row.demands for row in counts.enterprise_matters(work, span)}
    assert found == Counter((r.category, r.region[:4]) for r in mine)
    shuffled.done()
