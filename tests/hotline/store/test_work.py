"""One piece of work is one transaction: all of it or nothing (一次业务操作)."""

from datetime import UTC, datetime

import psycopg
import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from factories import person
from hotline.domain.errors import NotFound
from hotline.domain.vocabulary import Lane, Role
from hotline.store.deliveries import Delivery
from hotline.store.tickets import Step, Ticket
from hotline.store.work import SYSTEM, Person

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def test_work_that_fails_leaves_no_trace(house):
    number = house.registered()
    with pytest.raises(ZeroDivisionError), house.equipment.work(SYSTEM) as work:
        work.ticket(number).title = "改了一半"
        work.must_follow("triage", Lane.PROMPT, about={"number": number})
        work.session.flush()
        raise ZeroDivisionError
    assert house.ticket(number).title != "改了一半"
    with house.equipment.work() as work:
        assert len(work.session.scalars(select(Delivery)).all()) == 1


def test_work_that_goes_well_is_kept(house):
    number = house.registered()
    with house.equipment.work(SYSTEM) as work:
        work.ticket(number).title = "改好了"
    assert house.ticket(number).title == "改好了"


def test_a_ticket_that_is_not_there_and_one_not_for_these_eyes_read_the_same(house):
    number = house.dispatched(region="150105")
    elsewhere = Person("somebody", Role.SUPERVISOR, "1502")
    with house.equipment.work(elsewhere) as work:
        with pytest.raises(NotFound) as hidden:
            work.ticket(number)
        with pytest.raises(NotFound) as missing:
            work.ticket("202611200000017")
    assert str(hidden.value) == str(missing.value).replace("202611200000017", number)


def test_a_ticket_in_hand_is_locked_until_the_work_is_done(house):
    number = house.registered()
    with house.equipment.work() as work, house.equipment.work() as other:
        work.ticket(number)
        other.session.execute(text("set local lock_timeout = '50ms'"))
        with pytest.raises(OperationalError, match="lock timeout"), other.session.begin_nested():
            other.ticket(number)


def test_what_must_follow_is_a_row_due_at_the_moment_of_the_work(house):
    number = house.registered()
    with house.equipment.work(SYSTEM, NOW) as work:
        step = work.session.scalars(select(Step)).one()
        work.must_follow("tell_progress", Lane.ROUTINE, step=step, about={"number": number})
        work.must_follow("reports", Lane.NIGHTLY)
    with house.equipment.work() as work:
        told, report = work.session.scalars(select(Delivery).order_by(Delivery.id.desc()).limit(2)).all()[::-1]
        assert (told.step_id, told.job, told.lane, told.about) == (
            step.id,
            "tell_progress",
            Lane.ROUTINE,
            {"number": number},
        )
        assert (report.step_id, report.about, report.due_at) == (None, {}, NOW)


def test_listeners_hear_of_committed_work_only(house):
    url = house.equipment.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as listening:
        listening.execute("listen ticket_moved")
        with pytest.raises(ZeroDivisionError), house.equipment.work() as work:
            work.announce("ticket_moved", "1")
            raise ZeroDivisionError
        with house.equipment.work() as work:
            work.announce("ticket_moved", "2")
        heard = [notice.payload for notice in listening.notifies(timeout=1, stop_after=1)]
    assert heard == ["2"]


def test_the_system_sees_all_and_has_no_region_of_its_own(house):
    numbers = {house.registered(), house.dispatched(region="150202")}
    with house.equipment.work() as work:
        assert set(work.session.scalars(select(Ticket.number))) == numbers
    assert person(Role.CLERK).agency is not None
