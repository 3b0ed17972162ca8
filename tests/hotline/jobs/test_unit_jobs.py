"""What people leave behind at their desks is forgotten after a month, by a job that the clock knows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from factories import person, undone
from hotline.casework import unsent
from hotline.casework.office import passing
from hotline.domain.moments import BEIJING
from hotline.domain.vocabulary import Role
from hotline.equipment import Equipment
from hotline.gateways.messages import NoTexts
from hotline.jobs.due import Due
from hotline.jobs.roster import JOBS
from hotline.jobs.timetable import TIMETABLE
from hotline.store.people import Staff
from hotline.store.tickets import Assignment

from .conftest import Shift

NOON = datetime.now(BEIJING).replace(hour=12, minute=0, second=0, microsecond=0).astimezone(UTC)


def test_the_job_forgets_the_old_only_and_bears_being_run_twice(equipment: Equipment) -> None:
    with undone(equipment) as house:
        old = datetime.now(UTC) - unsent.KEPT_FOR - timedelta(minutes=1)
        for form, at in (("old", old), ("new", None)):
            with house.equipment.work(person(Role.AGENT), at) as work:
                unsent.keep(work, form, {"text": "没写完"})
        for _ in range(2):
            JOBS["forget_unsent"](house.equipment, Due(1, None, {}))
        with house.equipment.work(person(Role.AGENT)) as work:
            assert (unsent.restore(work, "old"), unsent.restore(work, "new")) == ({}, {"text": "没写完"})
    assert "forget_unsent" in {line.job for line in TIMETABLE}


@pytest.fixture
def clerk_phone(shift: Shift) -> Iterator[str]:
    """The clerk has given a telephone; taken away again, for people outlive the test."""
    for phone in ("13900000009", ""):
        with shift.house.equipment.work() as work:
            clerk = work.session.scalars(select(Staff).where(Staff.account == Role.CLERK.value)).one()
            clerk.phone_sealed = work.vault.seal(phone, f"staff.phone.{clerk.id}") if phone else None
        if phone:
            yield phone


def test_who_is_given_a_task_is_told_once_and_no_list_of_the_ticket_says_so(shift: Shift, clerk_phone: str) -> None:
    number = shift.house.handled()
    with shift.house.equipment.work() as work:
        for part in work.session.scalars(select(Assignment)):
            part.due_at = NOON + timedelta(days=9)
    with shift.house.equipment.work(person(Role.HEAD), NOON) as work:
        account, due_at = Role.CLERK.value, NOON + timedelta(hours=2)
        passing.pass_on(work, number, given_to="供热股", words="现场测温", due_at=due_at, account=account)
    (due,) = [Due(one.id, None, one.about) for one in shift.deliveries() if one.job == "text_inside"]
    for _ in range(2):
        JOBS["text_inside"](shift.house.equipment, due)
    (sent,) = shift.receiver.texts.messages.values()
    assert (sent["phone"], list(shift.receiver.texts.times)) == (clerk_phone, [sent["message_id"]])
    assert number in sent["text"] and "现场测温" not in sent["text"]
    assert shift.messages() == []
    JOBS["text_inside"](replace(shift.house.equipment, texts=NoTexts()), due)
    with shift.house.equipment.work(person(Role.CLERK)) as work:
        passing.answer(work, number, due.about["task"], text="已测温")
    JOBS["text_inside"](shift.house.equipment, due)
    assert shift.receiver.texts.times == {sent["message_id"]: 2}
