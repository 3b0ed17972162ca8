"""Nobody sees a row outside what they may see, and everybody sees all of theirs (数据权限)."""

import uuid
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import exists, func, literal, select, union_all
from sqlalchemy.orm import aliased, joinedload, selectinload

from hotline.casework.judging.neighbours import neighbours
from hotline.domain.analysis.terms import ReportKind
from hotline.domain.errors import NotFound
from hotline.domain.lifecycle import OPEN
from hotline.domain.vocabulary import Role, State
from hotline.store.analysis.reports import Report
from hotline.store.analysis.tallies import DailyTally
from hotline.store.contacts import Call, Message
from hotline.store.notes import Note
from hotline.store.queries import inbox
from hotline.store.queries.details import details
from hotline.store.queries.figures import reports
from hotline.store.queries.figures.tallying import By, Stretch, lying_behind, tally
from hotline.store.queries.likeness import alike
from hotline.store.queries.search import EXPORTED, Wanted, export, search
from hotline.store.reports import DemandHotspot
from hotline.store.tickets import Assignment, Step, Ticket
from hotline.store.work import SYSTEM, Person, Work
from hotline.web.live import MOVED, Notice, told

ROLES = sorted(set(Role))
REGIONS = ("15", "1501", "150105", "1502", "150202", "1504", "150402", "1525", "1529", "%", "15%", "1_", "15010_", "/%")
UNITS = (None, None, "ZJ-150105", "ZJ-150202", "ZJ-150402", "ZJ-150103", "ZJ-%", "ZJ-______", "")
ACCOUNTS = ("agent", "agent-1502", "somebody", "%", "agent%")
EVERYTHING = Stretch(datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC), "15")
LATER = datetime.now(UTC) + timedelta(days=400)
MODERATE = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def somebody(draw: st.DrawFn) -> tuple[Person, int]:
    """A person of any role, region and unit, and which of the requesters they are."""
    role = draw(st.sampled_from(ROLES))
    agency = draw(st.sampled_from(UNITS))
    if role in (Role.CLERK, Role.HEAD) and agency is None:
        agency = "ZJ-150105"
    who = Person(draw(st.sampled_from(ACCOUNTS)), role, draw(st.sampled_from(REGIONS)), agency)
    return who, draw(st.integers(-1, 6))


def as_requester(drawn: tuple[Person, int], requesters: list[uuid.UUID]) -> Person:
    """The person, with the requester they are; -1 is one whom nobody knows."""
    who, which = drawn
    if who.role != Role.REQUESTER:
        return who
    known = uuid.UUID(int=7) if which < 0 else [*requesters, None][which % (len(requesters) + 1)]
    return Person(who.account, who.role, who.region, who.agency, known)


def numbers(tickets: Iterable[Ticket]) -> list[str]:
    return sorted(ticket.number for ticket in tickets)


def states_of(rows: Iterable, *states: State) -> list[str]:
    return sorted(row.number for row in rows if row.state in states)


def all_pages(work: Work, **wanted: object) -> list[str]:
    found, before = [], None
    while True:
        page = search(work, Wanted(**wanted, before=before))
        found += [ticket.number for ticket in page.tickets]
        if (before := page.next_before) is None:
            return sorted(found)


def test_the_town_is_worth_looking_at(town):
    assert len(town.rows) >= 25
    assert len({row.region for row in town.rows}) >= 5
    assert len({unit for row in town.rows for unit in row.units}) == 3
    assert len({row.state for row in town.rows}) >= 7
    assert {len(town.of(Person("x", Role.CLERK, "15", unit))) for unit in UNITS[2:5]} != {0}


@MODERATE
@given(drawn=somebody())
def test_every_list_shows_all_of_a_persons_tickets_and_no_other(town, drawn):
    who = as_requester(drawn, town.requesters)
    mine = town.of(who)
    with town.equipment.work(who, LATER) as work:
        lists = {
            inbox.agency_inbox: states_of(mine, State.DISPATCHED, State.HANDLING),
            inbox.dispatch_queue: states_of(mine, State.QUEUED),
            inbox.to_review: states_of(mine, State.REPLIED),
            inbox.to_call_back: states_of(mine, State.CALLBACK),
            inbox.overdue: sorted(
                row.number for row in mine if row.state in ("dispatched", "handling") and row.due_at < LATER
            ),
            inbox.registered_by_me: sorted(row.number for row in mine if row.registered_by == who.account),
            inbox.my_drafts: sorted(
                row.number for row in mine if row.registered_by == who.account and row.state == "draft"
            ),
        }
        for listed, expected in lists.items():
            shown = listed(work)
            assert numbers(shown.tickets) == expected, listed.__name__
            assert shown.total == len(expected), listed.__name__
        for state in State:
            assert numbers(inbox.agency_inbox(work, state).tickets) == states_of(mine, state)
        open_now = {state: len(states_of(mine, state)) for state in OPEN}
        assert inbox.counts_by_state(work) == {state: n for state, n in open_now.items() if n}


@MODERATE
@given(drawn=somebody(), region=st.sampled_from(("", "15", "1502", "%", "15%", "15010_", "1504")))
def test_search_export_and_similar_tickets_stay_within_what_a_person_may_see(town, drawn, region):
    who = as_requester(drawn, town.requesters)
    mine = town.of(who)
    fitting = sorted(row.number for row in mine if row.region.startswith(region))
    with town.equipment.work(who, LATER) as work:
        assert all_pages(work, region=region) == fitting
        assert numbers(export(work, Wanted(region=region))) == fitting
        spoken = sorted(row.number for row in mine if row.state != "draft")
        assert numbers(alike(work, "赛罕区阳光花园小区暖气不热")) == spoken
        near = neighbours(work, "赛罕区阳光花园小区暖气不热，室内只有十二度，家里有老人孩子，已经停暖三天", most=100)
        assert numbers(one.ticket for one in near) == spoken
        for row in town.rows:
            assert all_pages(work, words=row.number) == ([row.number] if row in mine else [])
    assert len(town.rows) <= EXPORTED


@MODERATE
@given(drawn=somebody(), picked=st.lists(st.integers(0, 27), min_size=4, max_size=4, unique=True))
def test_one_ticket_and_its_live_update_are_for_those_who_may_see_it(town, drawn, picked):
    who = as_requester(drawn, town.requesters)
    for row in (town.rows[at] for at in picked):
        heard = told(town.equipment, who, [Notice(MOVED, str(row.id))])
        with town.equipment.work(who) as work:
            if row.seen_by(who):
                assert heard == [f"event: ticket\ndata: {row.number} {row.state}\n\n"]
                assert details(work, row.number).ticket.id == row.id
                assert work.ticket(row.number).id == row.id
                assert work.session.get(Ticket, row.id).number == row.number
            else:
                assert heard == []
                with pytest.raises(NotFound):
                    details(work, row.number)
                with pytest.raises(NotFound):
                    work.ticket(row.number)
                assert work.session.get(Ticket, row.id) is None


@MODERATE
@given(drawn=somebody())
def test_steps_notes_assignments_calls_and_messages_follow_their_tickets(town, drawn):
    who = as_requester(drawn, town.requesters)
    mine = {row.id for row in town.of(who)}
    with town.equipment.work() as everything, town.equipment.work(who) as work:
        for kind in (Step, Note, Assignment, Call, Message):
            expected = {row.id for row in everything.session.scalars(select(kind)) if row.ticket_id in mine}
            assert {row.id for row in work.session.scalars(select(kind))} == expected, kind.__name__
            assert work.session.scalar(select(func.count()).select_from(kind)) == len(expected), kind.__name__
            everyone = everything.session.scalars(select(kind.id)).all()
            outside = next((one for one in everyone if one not in expected), None)
            assert outside is None or work.session.get(kind, outside) is None


@MODERATE
@given(drawn=somebody())
def test_counts_count_only_what_a_person_may_see(town, drawn):
    who = as_requester(drawn, town.requesters)
    mine = town.of(who)
    received = [row for row in mine if row.state != "draft"]
    with town.equipment.work(who, LATER) as work:
        by_region = {code: one["受理"] for (code,), one in tally(work, EVERYTHING, [By.REGION], ["受理"]).items()}
        assert by_region == {code: sum(row.region == code for row in received) for code in {r.region for r in received}}
        due = tally(work, EVERYTHING, [By.AGENCY], ["到期"])
        assert sum(one["到期"] for one in due.values()) == sum(row.due_at is not None for row in mine)
        behind = lying_behind(work, EVERYTHING, "受理", {})
        assert numbers(work.session.scalars(behind).all()) == sorted(row.number for row in received)


@MODERATE
@given(drawn=somebody())
def test_weekly_reports_and_hotspots_stay_within_the_region(town, drawn):
    who = as_requester(drawn, town.requesters)
    whole = who.role == Role.SYSTEM

    def within(codes: Iterable[str]) -> list[str]:
        return sorted(code for code in codes if whole or code.startswith(who.region))

    drawn_up, hot = ("15", "1501", "1502", "1504", "150105", "150202"), ("15", "1501", "1502", "1504")
    with town.equipment.work(who) as work:
        assert sorted(work.session.scalars(select(Report.region))) == within(drawn_up)
        assert sorted(spot.region for spot in work.session.scalars(select(DemandHotspot))) == within(hot)
        week = datetime(2026, 11, 16).date()
        for region in drawn_up:
            found = reports.report_of(work, ReportKind.WEEKLY, week, region)
            assert (found is not None) == (region in within(drawn_up))
        assert len(reports.reports(work, ReportKind.WEEKLY, who.region)) == (who.region in within(drawn_up))


@MODERATE
@given(drawn=somebody())
def test_scope_is_not_escaped_by_aliases_joins_or_subqueries(town, drawn):
    who = as_requester(drawn, town.requesters)
    mine = sorted(row.id for row in town.of(who))
    other, step = aliased(Ticket), aliased(Step)
    all_of_it = select(Ticket.id).cte()
    ways = {
        "alias": select(other.id),
        "alias by id": select(other.id).where(other.id.in_([row.id for row in town.rows])),
        "join from steps": select(Ticket.id).select_from(Step).join(Step.ticket).distinct(),
        "outer join": select(Ticket.id).select_from(Ticket).outerjoin(other, other.id != Ticket.id).distinct(),
        "right side of a join": select(other.id).select_from(Ticket).join(other, literal(True)).distinct(),
        "subquery": select(select(Ticket.id).subquery().c.id),
        "cte": select(all_of_it.c.id),
        "in": select(Ticket.id).where(Ticket.id.in_(select(Step.ticket_id))),
        "exists": select(Ticket.id).where(exists().where(Step.ticket_id == Ticket.id)),
        "or true": select(Ticket.id).where((Ticket.id > 0) | literal(True)),
        "union": select(union_all(select(Ticket.id), select(other.id)).subquery().c.id).distinct(),
        "step of an alias": select(aliased(Step).ticket_id).distinct(),
        "step on the right side of a join": select(step.ticket_id)
        .select_from(Ticket)
        .join(step, literal(True))
        .distinct(),
        "right side of an outer join": select(other.id).select_from(Ticket).outerjoin(other, literal(True)).distinct(),
    }
    with town.equipment.work(who) as work:
        for way, statement in ways.items():
            assert sorted(work.session.scalars(statement)) == mine, way
        assert sorted(found.id for found in work.session.query(Ticket).all()) == mine
        assert work.session.scalar(select(select(func.count(Ticket.id)).scalar_subquery())) == len(mine)
        assert work.session.query(Ticket).count() == len(mine)


@settings(MODERATE, max_examples=10)
@given(drawn=somebody())
def test_scope_is_not_escaped_through_relationships(town, drawn):
    who = as_requester(drawn, town.requesters)
    mine = {row.id for row in town.of(who)}
    with town.equipment.work(who) as work:
        eager = (selectinload(Ticket.steps), joinedload(Ticket.assignments))
        for ticket in work.session.scalars(select(Ticket).options(*eager)).unique():
            assert ticket.id in mine
            assert {step.ticket_id for step in ticket.steps} == {ticket.id}
            assert {one.ticket_id for one in ticket.assignments} <= {ticket.id}
        work.session.expunge_all()
        for load in (joinedload, selectinload):
            steps = work.session.scalars(select(Step).options(load(Step.ticket))).all()
            assert {step.ticket.id for step in steps} == mine
            work.session.expunge_all()


def test_a_unit_no_longer_sees_what_was_taken_from_it(town):
    moved = [
        row
        for row in town.rows
        if row.region == "150202" and row.registered_by == "agent" and row.units == {"ZJ-150202"}
    ]
    with town.equipment.work() as work:
        given_twice = set(work.session.scalars(select(Assignment.ticket_id).where(Assignment.ended_why == "退回")))
    (row,) = [row for row in moved if row.id in given_twice]
    moved_one = [Notice(MOVED, str(row.id))]
    assert told(town.equipment, Person("clerk", Role.CLERK, "15", "ZJ-150105"), moved_one) == []
    assert told(town.equipment, Person("clerk", Role.CLERK, "15", "ZJ-150202"), moved_one) != []


def test_a_requester_without_a_record_of_their_own_does_not_see_anonymous_tickets(town):
    assert any(row.requester is None for row in town.rows)
    with town.equipment.work(Person("app", Role.REQUESTER, "15")) as work:
        assert work.session.scalars(select(Ticket)).all() == []
        assert work.session.scalars(select(Call)).all() == []


def test_nothing_of_one_person_is_remembered_for_the_next_even_in_many_threads(town):
    people = [Person("somebody", Role.CLERK, "15", unit) for unit in UNITS[2:6]]
    people += [Person("somebody", Role.SUPERVISOR, region) for region in ("1501", "1502", "1504", "1529", "15")]
    people += [Person("app", Role.REQUESTER, "15", None, one) for one in (None, *town.requesters[:3])]
    people += [Person("agent-1502", Role.AGENT, "1529"), SYSTEM]
    other = aliased(Ticket)

    def shown(who: Person) -> tuple[list[int], list[int], set[int]]:
        with town.equipment.work(who) as work:
            joined = select(other.id).select_from(Ticket).join(other, literal(True)).distinct()
            steps = set(work.session.scalars(select(Step.ticket_id)))
            return sorted(work.session.scalars(select(Ticket.id))), sorted(work.session.scalars(joined)), steps

    with ThreadPoolExecutor(4) as threads:
        for who, found in zip(people * 3, threads.map(shown, people * 3), strict=True):
            mine = [row.id for row in town.of(who)]
            assert found == (mine, mine, set(mine)), who


def test_people_of_a_unit_never_see_counts_of_all_units_together(house):
    day = datetime(2026, 11, 20, tzinfo=UTC).date()
    with house.equipment.work() as work:
        work.session.add(DailyTally(day=day, facet="地区", region="150105", code="", counts={"受理": 7}))
    for who, seen in (
        (Person("head", Role.HEAD, "15", "ZJ-150105"), 0),
        (Person("analyst", Role.ANALYST, "1501", None), 1),
        (Person("analyst-1502", Role.ANALYST, "1502", None), 0),
    ):
        with house.equipment.work(who) as work:
            assert len(work.session.scalars(select(DailyTally)).all()) == seen
