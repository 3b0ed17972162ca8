"""What failed is tried again or given up, by those who may, once, and with a trace."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from factories import House, person
from hotline.casework.upkeep import queues
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.vocabulary import Lane, Role
from hotline.store.audit import AuditEntry
from hotline.store.deliveries import Delivery
from hotline.store.queries.settings import deliveries_by_standing
from hotline.store.queries.upkeep.outbox import failed_by_job, failed_jobs, lanes
from hotline.store.work import Person

THEN = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
ADMIN = person(Role.ADMINISTRATOR)
Put = Callable[..., int]


@pytest.fixture
def put(house: House) -> Put:
    """A delivery as the machine left it; its number."""

    def kept(job: str = "tell_progress", **how: Any) -> int:
        with house.equipment.work() as work:
            row = Delivery(job=job, lane=how.pop("lane", Lane.ROUTINE), **{"due_at": THEN, **how})
            work.session.add(row)
            work.session.flush()
            return row.id

    return kept


def row(house: House, number: int) -> Delivery:
    with house.equipment.work() as work:
        return work.session.get_one(Delivery, number)


def last_deed(house: House) -> tuple[str, dict[str, Any]]:
    with house.equipment.work() as work:
        last = work.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
        return last.deed, last.about


def test_a_dead_letter_begins_again_and_one_that_waits_is_tried_at_once(house: House, put: Put) -> None:
    dead = put(attempts=7, dead_at=THEN, last_error="PeerDown：没有应答")
    waits = put(attempts=3, due_at=datetime.now(UTC) + timedelta(hours=2))
    with house.equipment.work(ADMIN) as work:
        queues.retry(work, dead)
        queues.retry(work, waits)
    assert (row(house, dead).attempts, row(house, dead).dead_at) == (0, None)
    assert row(house, waits).attempts == 3 and row(house, waits).due_at <= datetime.now(UTC)
    assert last_deed(house) == ("retry_delivery", {"delivery": waits, "job": "tell_progress", "attempts": 3})


def test_all_dead_letters_of_one_job_and_no_others(house: House, put: Put) -> None:
    mine = [put(attempts=7, dead_at=THEN) for _ in range(2)]
    other, given_up = put("text_unit", attempts=7, dead_at=THEN), put(attempts=7, done_at=THEN)
    with house.equipment.work(ADMIN) as work:
        assert queues.retry_dead(work, "tell_progress") == 2
        assert queues.retry_dead(work, "tell_progress") == 0
    assert last_deed(house) == ("retry_deliveries", {"count": 2, "job": "tell_progress"})
    assert all(row(house, one).dead_at is None for one in mine)
    assert row(house, other).dead_at == THEN and row(house, given_up).done_at == THEN
    with house.equipment.work(ADMIN) as work:
        assert queues.retry_dead(work) == 1


def test_what_is_given_up_is_settled_with_its_reason_and_not_counted_twice(house: House, put: Put) -> None:
    number = put(attempts=7, dead_at=THEN)
    with house.equipment.work(ADMIN) as work:
        queues.drop(work, number, reason="已电话告知 13812345678")
        assert deliveries_by_standing(work) == {"已完成": 1, "多次失败": 0, "待处理": 0}
        assert failed_jobs(work).shown == []
    found = row(house, number)
    assert found.done_at is not None and found.last_error == "人工放弃：已电话告知 138****5678"
    deed, about = last_deed(house)
    assert deed == "drop_delivery" and about["reason"] == "已电话告知 138****5678"


@pytest.mark.parametrize("reason", ["", " ", "无", "长" * 201])
def test_nothing_is_given_up_without_a_reason(reason: str, house: House, put: Put) -> None:
    number = put(attempts=7, dead_at=THEN)
    with pytest.raises(Incomplete), house.equipment.work(ADMIN) as work:
        queues.drop(work, number, reason=reason)
    assert row(house, number).done_at is None


@pytest.mark.parametrize(
    "how",
    [
        {"done_at": THEN, "attempts": 1},
        {"attempts": 0},
        {"attempts": 0, "queued_at": THEN},
        {"attempts": 2, "queued_at": THEN},
    ],
)
def test_what_is_done_new_or_being_tried_is_left_alone(how: dict[str, Any], house: House, put: Put) -> None:
    number = put(**how)
    for verb in (lambda work: queues.retry(work, number), lambda work: queues.drop(work, number, reason="不必再办")):
        with pytest.raises(Conflict), house.equipment.work(ADMIN) as work:
            verb(work)


@pytest.mark.parametrize("who", [person(Role.AUDITOR), person(Role.SUPERVISOR), person(Role.CLERK)])
def test_who_does_not_run_the_queues_learns_nothing_of_them(who: Person, house: House, put: Put) -> None:
    there = put(attempts=7, dead_at=THEN)
    for number in (there, there + 1000):
        with pytest.raises(Forbidden), house.equipment.work(who) as work:
            queues.retry(work, number)
        with pytest.raises(Forbidden), house.equipment.work(who) as work:
            queues.drop(work, number, reason="不必再办")
    with pytest.raises(Forbidden), house.equipment.work(who) as work:
        queues.retry_dead(work)
    with pytest.raises(NotFound), house.equipment.work(ADMIN) as work:
        queues.retry(work, there + 1000)


def test_lanes_are_counted_by_their_standing(house: House, put: Put) -> None:
    now = datetime.now(UTC)
    put(lane=Lane.PROMPT, due_at=now - timedelta(minutes=9))
    put(lane=Lane.PROMPT, due_at=now - timedelta(minutes=1), queued_at=now)
    put(lane=Lane.PROMPT, due_at=now + timedelta(hours=1), attempts=2)
    put(lane=Lane.PROMPT, due_at=now, attempts=7, dead_at=now)
    put(lane=Lane.PROMPT, due_at=now, done_at=now)
    with house.equipment.work(ADMIN) as work:
        prompt, routine, nightly = lanes(work)
        assert (prompt.waiting, prompt.queued, prompt.later, prompt.retrying, prompt.dead) == (1, 1, 1, 1, 1)
        assert prompt.oldest == now - timedelta(minutes=9) and prompt.is_slow(work.now)
        assert routine.oldest is None and not routine.is_slow(work.now) and nightly.dead == 0
        assert failed_by_job(work) == {"tell_progress": (2, 1)}


def test_a_failure_names_its_ticket_where_that_may_be_seen_and_says_why_in_words(house: House, put: Put) -> None:
    number = house.registered(region="150202")
    put(attempts=7, dead_at=THEN, about={"number": number}, last_error="PeerDown：蒙速办没有应答")
    put(attempts=1, about={}, last_error="KeyError")
    for region, seen in (("15", number), ("1501", None)):
        with house.equipment.work(person(Role.ADMINISTRATOR, region)) as work:
            first, second = (one for one in failed_jobs(work).shown if one.delivery.job == "tell_progress")
            assert (first.number, first.why) == (seen, "蒙速办没有应答")
            assert second.number is None and second.why == "程序差错（KeyError），请把这一类型告诉维护人员"
