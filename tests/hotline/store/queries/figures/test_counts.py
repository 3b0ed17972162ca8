"""Every figure is what one gets by counting the tickets one by one (统计)."""

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
from hotline.analytics.performance import rates
from hotline.analytics.period import week_of
from hotline.domain.moments import beijing
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


def performance(rows: list[Ticket], span: counts.Span) -> dict[str, float]:
    """Numerators and denominators, as the formulas say them."""
    day = timedelta(days=1)
    here = [row for row in rows if row.region.startswith(span.region)]
    due = [row for row in here if within(row.due_at, span) and row.due_at < NOW and row.suspended_until is None]
    given = [row for row in here if within(row.dispatched_at, span) and row.dispatched_at < NOW - day]
    closed = [row for row in here if within(row.closed_at, span) and not row.rating_excluded]
    return {
        "due": len(due),
        "on_time": sum(row.replied_at is not None and row.replied_at <= row.due_at for row in due),
        "given": len(given),
        "accepted": sum(row.accepted_at is not None and row.accepted_at <= row.dispatched_at + day for row in given),
        "asked": sum(row.solved is not None for row in closed),
        "solved": sum({Solved.YES: 1.0, Solved.PARTLY: 0.5}.get(row.solved, 0.0) for row in closed),
        "rated": sum(row.satisfaction is not None for row in closed),
        "content": sum(row.satisfaction in ("5", "4", "3") for row in closed),
    }


SEEDS = st.integers(0, 2**32)
FIXTURE = settings(MODERATE, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FIXTURE
@given(seed=SEEDS, region=st.sampled_from(("15", "1501", "150105", "1529")))
def test_performance_is_what_counting_one_by_one_gives(shuffled, seed, region):
    work, rows = shuffled.by(seed)
    span = counts.Span(WEEK.start, WEEK.end, region)
    (whole,) = counts.performance_by(work, span, NOW)
    expected = performance(rows, span)
    assert {name: float(getattr(whole, name) or 0) for name in expected} == expected
    for rate, (top, bottom) in zip(
        rates(counts.together([whole], lambda _row: "")[""]),
        (("on_time", "due"), ("accepted", "given"), ("solved", "asked"), ("content", "rated")),
        strict=True,
    ):
        assert rate.share == (expected[top] / expected[bottom] if expected[bottom] else None)
        assert rate.share is None or 0 <= rate.share <= 1
    for column, key in ((Ticket.agency, lambda row: row.agency), (counts.LEAGUE, lambda row: row.region[:4])):
        found = {row[0]: row for row in counts.performance_by(work, span, NOW, column)}
        parts = counts.performance_by(work, span, NOW, Ticket.region, Ticket.agency)
        added = counts.together(parts, lambda row, key=key: row.agency and key(row))
        for name in [name for name in found if name is not None]:
            mine = performance([row for row in rows if row.agency and key(row) == name], span)
            assert added[name] == mine
            if column is Ticket.agency:
                assert {part: float(getattr(found[name], part) or 0) for part in mine} == mine
    shuffled.done()


@FIXTURE
@given(seed=SEEDS, region=st.sampled_from(("15", "1501", "150105", "1529")))
def test_intake_is_what_counting_one_by_one_gives(shuffled, seed, region):
    work, rows = shuffled.by(seed)
    span = counts.Span(WEEK.start, WEEK.end, region)
    mine = [r for r in rows if within(r.registered_at, span) and r.region.startswith(region) and r.state != State.DRAFT]
    by_state, by_decider = Counter(r.state for r in mine), Counter(r.decided_by for r in mine)
    assert counts.intake_totals(work, span) == {
        "received": len(mine),
        "enterprise": sum(r.requester_kind == RequesterKind.ENTERPRISE for r in mine),
        "answered": 0,
        "guided": by_state[State.GUIDED], "transferred": 0, "void": by_state[State.VOID], "waiting": by_state[State.QUEUED],
        "dispatched": sum(r.dispatched_at is not None for r in mine),
        "by_machine": by_decider[Decider.MACHINE], "by_agent": by_decider[Decider.AGENT],
        "by_dispatcher": by_decider[Decider.DISPATCHER],
        "sent_back": sum(r.sent_back > 0 for r in mine), "redone": sum(r.redone > 0 for r in mine),
        "people": len({r.requester_id for r in mine} - {None}), "merged": 0,
        "excluded": sum(r.rating_excluded for r in mine),
    }  # fmt: skip
    received = counts.received_by(work, span, Ticket.channel, Ticket.demand_type)
    assert {(row[0], row[1]): row.n for row in received} == Counter((r.channel, r.demand_type) for r in mine)
    assert [row.n for row in received] == sorted((row.n for row in received), reverse=True)
    leagues = {row[0]: row.n for row in counts.received_by(work, span, counts.LEAGUE)}
    assert leagues == Counter(r.region[:4] for r in mine)
    mondays = Counter(week_of(r.registered_at).starts_on.isoformat() for r in mine)
    assert counts.received_by_week(work, span) == mondays
    shuffled.done()


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


def test_a_week_begins_on_monday_at_midnight_in_beijing(house):
    late = datetime(2026, 11, 15, 15, 59, 59, tzinfo=UTC)
    for at in (late, late + timedelta(seconds=1)):
        house.registered(now=at)
    span = counts.Span(late - timedelta(days=30), late + timedelta(days=30), "15")
    with house.equipment.work() as work:
        assert counts.received_by_week(work, span) == {"2026-11-09": 1, "2026-11-16": 1}
    assert beijing(late).weekday() == 6


def test_where_nothing_can_be_counted_there_is_no_rate(house):
    with house.equipment.work() as work:
        span = counts.Span(WEEK.start, WEEK.end, "15")
        (whole,) = counts.performance_by(work, span, NOW)
        assert [rate.share for rate in rates(counts.together([whole], lambda _row: "")[""])] == [None] * 4
        assert counts.performance_by(work, span, NOW, Ticket.agency) == []
        assert counts.intake_totals(work, span)["received"] == 0
        assert counts.deciders(work) == {}
