"""The outbox from the command line: listed, tried again, given up."""

from datetime import UTC, datetime

import pytest

from hotline.domain.vocabulary import Lane
from hotline.store.deliveries import Delivery

THEN = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


@pytest.fixture
def dead(house):
    """Three dead letters of two jobs."""
    with house.equipment.work() as work:
        rows = [
            Delivery(job=job, lane=Lane.ROUTINE, due_at=THEN, attempts=7, dead_at=THEN, last_error="PeerDown：没有应答")
            for job in ("tell_progress", "tell_progress", "text_unit")
        ]
        work.session.add_all(rows)
        work.session.flush()
        return [row.id for row in rows]


def standing(house, number):
    with house.equipment.work() as work:
        row = work.session.get_one(Delivery, number)
        return row.dead_at, row.done_at


def test_what_failed_is_listed_by_name(dead, type_in):
    told = type_in("deliveries", "list").out
    assert told.count("多次失败") == 3 and "向蒙速办回传进度" in told and "没有应答" in told


def test_one_of_one_job_or_all_are_tried_again(house, dead, type_in):
    assert type_in("deliveries", "retry", str(dead[0])).out == "1 件多次失败的事项已重新排队\n"
    assert type_in("deliveries", "retry", "--job", "text_unit").out == "1 件多次失败的事项已重新排队\n"
    assert [standing(house, one)[0] for one in dead] == [None, THEN, None]
    assert type_in("deliveries", "retry").out == "1 件多次失败的事项已重新排队\n"
    refused = type_in("deliveries", "retry", str(dead[0]))
    assert refused.code == 1 and "正在排队或执行" in refused.err


def test_one_is_given_up_with_its_reason(house, dead, type_in):
    assert type_in("deliveries", "drop", str(dead[0]), "--reason", "已电话告知").code == 0
    dead_at, done_at = standing(house, dead[0])
    assert dead_at is None and done_at is not None
    assert type_in("deliveries", "drop", "987654", "--reason", "已电话告知").err == "没有后台事项 987654"
