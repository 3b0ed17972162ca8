"""Every enterprise demand is watched over from its first moment: by the nearest officer, then the least burdened."""

import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from factories import PASSWORD, House, person, undone
from hotline.casework import intake, staff
from hotline.casework.watch.supervision import replace_watcher
from hotline.casework.watchers import nearest_officer, unwatched
from hotline.domain.vocabulary import Action, RequesterKind, Role, State
from hotline.equipment import Equipment
from hotline.jobs.due import Due
from hotline.jobs.watch_jobs import watch_enterprises
from hotline.store.audit import AuditEntry, first_broken
from hotline.store.people import Staff
from hotline.store.tickets import Step, Ticket
from hotline.store.work import SYSTEM

ENTERPRISE = RequesterKind.ENTERPRISE
DUE = Due(1, None, {})
OFFICERS = {"off-1501": "1501", "off-150105": "150105", "off-1502": "1502"}


@pytest.fixture
def house(equipment: Equipment) -> Iterator[House]:
    """The house for one test alone: people who are taken on or leave in it are undone with everything else."""
    with undone(equipment) as found:
        yield found


@pytest.fixture
def officers(house: House) -> dict[str, str]:
    """Officers of a league, of a county in it, and of another league, beside the one of the region."""
    for account, region in OFFICERS.items():
        _taken_on(house, account, region)
    return OFFICERS


def _taken_on(house: House, account: str, region: str) -> None:
    with house.equipment.work(SYSTEM) as work:
        staff.create(work, account=account, name="专员", role=Role.OFFICER, region=region, password=PASSWORD)


def _left(house: House, *accounts: str) -> None:
    with house.equipment.work(SYSTEM) as work:
        work.session.execute(update(Staff).where(Staff.account.in_(accounts)).values(active=False))


def _demand(house: House, region: str = "150105", **more: object) -> str:
    return house.registered("企业门口道路积水，货车进不来", region=region, requester_kind=ENTERPRISE, **more)


def _unwatched(house: House) -> list[str]:
    with house.equipment.work(SYSTEM) as work:
        return [ticket.number for ticket in unwatched(work)]


@pytest.mark.parametrize(
    ("region", "watcher"),
    [
        ("150105", "off-150105"), ("150102", "off-1501"), ("1501", "off-1501"), ("150202", "off-1502"),
        ("1504", "officer"), ("152501", "officer"), ("15", "officer"),
    ],
)  # fmt: skip
def test_the_nearest_officer_watches_from_registration_on(
    house: House, officers: dict[str, str], region: str, watcher: str
) -> None:
    number = _demand(house, region)
    assert house.ticket(number).watcher == watcher
    with house.equipment.work(SYSTEM) as work:
        (step,) = work.session.scalars(select(Step).join(Ticket).where(Ticket.number == number))
        assert (step.action, step.changes["watcher"]) == (Action.REGISTER, watcher)
    assert _unwatched(house) == []


def test_among_officers_of_one_region_the_least_burdened_is_named(house: House) -> None:
    for account in ("off-a", "off-b", "off-c"):
        _taken_on(house, account, "150105")
    named = [house.ticket(_demand(house)).watcher for _ in range(7)]
    assert named == ["off-a", "off-b", "off-c", "off-a", "off-b", "off-c", "off-a"]


def test_what_is_settled_burdens_nobody(house: House) -> None:
    for account in ("off-a", "off-b"):
        _taken_on(house, account, "150105")
    first = _demand(house)
    with house.equipment.work(person(Role.AGENT)) as work:
        intake.void(work, first, reason="误拨")
    assert house.ticket(_demand(house)).watcher == "off-a"


def test_a_citizens_demand_has_no_watcher_and_is_not_missed(house: House) -> None:
    number = house.registered()
    assert house.ticket(number).watcher is None
    assert _unwatched(house) == []


def test_a_draft_is_watched_only_once_it_is_registered(house: House) -> None:
    demand = intake.Demand(text="停电", region="150105", requester_kind=ENTERPRISE)
    with house.equipment.work(person(Role.AGENT)) as work:
        assert intake.save(work, demand).watcher is None
    assert _unwatched(house) == []


@pytest.mark.parametrize("hand", ["registered", "dispatched", "handled", "returned"])
def test_in_every_stage_somebody_watches_and_a_deadline_runs(house: House, hand: str) -> None:
    kind = {"requester_kind": ENTERPRISE}
    number = house.returned(house.dispatched(**kind)) if hand == "returned" else getattr(house, hand)(**kind)
    ticket = house.ticket(number)
    assert (ticket.watcher, ticket.next_due_at is not None) == ("officer", True)
    assert _unwatched(house) == []


def test_where_the_officer_has_left_another_is_named_by_the_job_with_a_step(
    house: House, officers: dict[str, str]
) -> None:
    number = _demand(house)
    _left(house, "off-150105")
    assert _unwatched(house) == [number]
    for _ in range(2):
        watch_enterprises(house.equipment, DUE)
    assert (house.ticket(number).watcher, _unwatched(house)) == ("off-1501", [])
    with house.equipment.work(SYSTEM) as work:
        steps = select(Step).join(Ticket).where(Ticket.number == number, Step.action == Action.WATCH)
        assert [step.brings for step in work.session.scalars(steps)] == [{"watcher": "off-1501"}]


def test_where_nobody_can_be_named_there_is_an_alarm_once_and_it_is_in_the_audit(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    _left(house, "officer")
    numbers = [_demand(house), _demand(house, "150202")]
    assert [house.ticket(number).watcher for number in numbers] == [None, None]
    with caplog.at_level(logging.ERROR):
        watch_enterprises(house.equipment, DUE)
        watch_enterprises(house.equipment, DUE)
    assert caplog.text.count("2 件企业诉求无人盯办") == 2 and numbers[0] in caplog.text
    with house.equipment.work(SYSTEM) as work:
        entries = work.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(2)).all()
        assert entries[1].deed != "unwatched_enterprise_demands"
        last = entries[0]
        assert (last.deed, last.about) == ("unwatched_enterprise_demands", {"numbers": numbers, "count": 2})
        assert first_broken(work.session) is None
    _taken_on(house, "off-new", "15")
    watch_enterprises(house.equipment, DUE)
    assert _unwatched(house) == []
    assert {house.ticket(number).watcher for number in numbers} == {"off-new"}


def test_one_demand_that_cannot_be_watched_does_not_keep_the_others_from_it(house: House) -> None:
    _left(house, "officer")
    far, near = _demand(house, "150202"), _demand(house)
    _taken_on(house, "off-1501", "1501")
    watch_enterprises(house.equipment, DUE)
    assert (house.ticket(near).watcher, _unwatched(house)) == ("off-1501", [far])


def test_a_demand_without_a_next_deadline_is_told_and_keeps_its_watcher(house: House) -> None:
    for account in ("off-a", "off-b"):
        _taken_on(house, account, "150105")
    number = _demand(house)
    with house.equipment.work(SYSTEM) as work:
        work.ticket(number).next_due_at = None
    assert _unwatched(house) == [number]
    watch_enterprises(house.equipment, DUE)
    assert house.ticket(number).watcher == "off-a", "its watcher is on duty: nothing is wrong with that"


def test_a_watcher_who_is_on_duty_is_not_replaced_by_the_same(house: House) -> None:
    number = _demand(house)
    with house.equipment.work(SYSTEM) as work:
        replace_watcher(work, work.ticket(number))
        assert work.session.scalars(select(Step.action).join(Ticket).where(Ticket.number == number)).all() == [
            Action.REGISTER
        ]


@given(regions=st.lists(st.sampled_from(["1501", "150105", "1502"]), unique=True))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_officer_is_named_whose_region_does_not_hold_the_demand(
    house: House, officers: dict[str, str], regions: list[str]
) -> None:
    on_duty = {"officer": "15", **{account: region for account, region in officers.items() if region in regions}}
    with house.equipment.work(SYSTEM) as work:
        mine = Staff.account.in_(officers)
        work.session.execute(update(Staff).where(mine).values(active=Staff.account.in_(list(on_duty))))
        for region in ("15", "1501", "150105", "150102", "1502", "1504"):
            named = on_duty[nearest_officer(work, region) or ""]
            assert named == max((held for held in on_duty.values() if region.startswith(held)), key=len)


def test_a_demand_stays_watched_while_it_waits_for_long(house: House) -> None:
    number = _demand(house, now=datetime.now(UTC) - timedelta(days=300))
    assert (house.ticket(number).state, _unwatched(house)) == (State.REGISTERED, [])
