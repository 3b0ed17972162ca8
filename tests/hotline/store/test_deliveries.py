"""The outbox holds what must follow, and what is done or dead no longer waits (待发事项)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from hotline.domain.vocabulary import Lane
from hotline.store.deliveries import Delivery
from hotline.store.queries.settings import deliveries_by_standing

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def test_a_new_delivery_has_not_been_tried_and_says_when_it_was_written(work):
    before = datetime.now(UTC)
    work.must_follow("triage", Lane.PROMPT, about={"number": "停水"})
    work.session.flush()
    row = work.session.scalars(select(Delivery)).one()
    assert (row.attempts, row.queued_at, row.done_at, row.dead_at, row.last_error) == (0, None, None, None, None)
    assert row.about == {"number": "停水"}
    assert before <= row.created_at <= datetime.now(UTC)


def test_the_lane_is_one_of_the_lanes(work):
    wrong = text("insert into deliveries (job, lane, about, due_at, attempts) values ('x', 'express', '{}', now(), 0)")
    with pytest.raises(IntegrityError, match="lane"), work.session.begin_nested():
        work.session.execute(wrong)


def test_a_delivery_belongs_to_a_step_that_exists(work):
    with pytest.raises(IntegrityError, match="step"), work.session.begin_nested():
        work.session.add(Delivery(step_id=987654, job="triage", lane=Lane.PROMPT, due_at=NOW))
        work.session.flush()


def test_done_dead_and_waiting_are_counted_apart(work):
    for done, dead in ((NOW, None), (NOW, None), (None, NOW), (None, None), (None, None), (None, None)):
        work.session.add(Delivery(job="triage", lane=Lane.PROMPT, due_at=NOW, done_at=done, dead_at=dead))
    work.session.flush()
    assert deliveries_by_standing(work) == {"已完成": 2, "多次失败": 1, "待处理": 3}


def test_the_search_for_waiting_rows_has_an_index_of_its_own(work):
    found = text("select indexdef from pg_indexes where indexname = 'ix_deliveries_waiting'")
    assert "done_at IS NULL" in work.session.scalar(found)


def test_a_nonce_is_new_once_for_each_app_even_to_two_at_the_same_moment(house):
    assert [house.equipment.is_new(app, "n-1") for app in ("a", "a", "b")] == [True, False, True]
    with ThreadPoolExecutor(4) as crowd:
        assert sorted(crowd.map(lambda _: house.equipment.is_new("a", "n-2"), range(4))) == [False, False, False, True]
