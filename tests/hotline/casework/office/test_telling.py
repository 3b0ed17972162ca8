"""Whom a task was given to is told by text: by day, once before its date, and no longer than there is something to do."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from factories import House, person
from hotline.casework.office import passing, standing_in
from hotline.casework.office.telling import GIVEN, JOB, NEARING, to_tell
from hotline.domain.moments import BEIJING, beijing
from hotline.domain.vocabulary import Role, Urgency
from hotline.store.deliveries import Delivery
from hotline.store.people import Staff
from hotline.store.tickets import Assignment
from hotline.store.work import Person, Work
from hotline.store.workbench.office import InternalTask

CLERK, HEAD = person(Role.CLERK), person(Role.HEAD)
NOON = datetime.now(BEIJING).replace(hour=12, minute=0, second=0, microsecond=0).astimezone(UTC)
NIGHT = NOON + timedelta(hours=11)


def given_phones(house: House, **phones: str) -> None:
    with house.equipment.work() as work:
        for one in work.session.scalars(select(Staff).where(Staff.account.in_(phones))):
            one.phone_sealed = work.vault.seal(phones[one.account], f"staff.phone.{one.id}")


def parts_of(work: Work, ticket: int) -> Sequence[Assignment]:
    return work.session.scalars(select(Assignment).where(Assignment.ticket_id == ticket)).all()


def passed(house: House, number: str, at: datetime = NOON, days: float = 2, account: str = "") -> int:
    with house.equipment.work(CLERK, at) as work:
        due_at = at + timedelta(days=days)
        return passing.pass_on(work, number, given_to="供热股", words="现场测温", due_at=due_at, account=account).id


def arranged(house: House) -> dict[str, datetime]:
    with house.equipment.work() as work:
        rows = work.session.scalars(select(Delivery).where(Delivery.job == JOB).order_by(Delivery.id))
        return {row.about["occasion"]: row.due_at for row in rows}


def told(house: House, number: str, task: int, occasion: str = NEARING) -> tuple[str, str] | None:
    with house.equipment.work() as work:
        found = to_tell(work, number, task, occasion)
        return (found[0].account or "", found[1]) if found else None


@pytest.fixture
def number(house: House) -> str:
    """A ticket whose unit has ten days left."""
    number = house.handled()
    with house.equipment.work() as work:
        ticket = work.ticket(number)
        ticket.due_at = NOON + timedelta(days=10)
        ticket.urgency = Urgency.ORDINARY
        for part in parts_of(work, ticket.id):
            part.due_at = ticket.due_at
    return number


def test_who_is_named_is_told_now_and_a_day_before_the_date(house: House, second: Person, number: str) -> None:
    given_phones(house, **{second.account: "13900000002", CLERK.account: "13900000001"})
    task = passed(house, number, account=second.account)
    assert arranged(house) == {GIVEN: NOON, NEARING: NOON + timedelta(days=1)}
    account, said = told(house, number, task, GIVEN) or ("", "")
    assert account == second.account and number in said
    assert f"{beijing(NOON + timedelta(days=2)):%m月%d日} 12:00" in said
    assert "现场测温" not in said and "供热股" not in said


def test_of_a_firm_outside_the_giver_is_reminded_before_the_date(house: House, number: str) -> None:
    given_phones(house, **{CLERK.account: "13900000001"})
    task = passed(house, number)
    assert list(arranged(house)) == [NEARING]
    assert (told(house, number, task) or ("", ""))[0] == CLERK.account


def test_nobody_is_woken_and_a_short_date_is_not_announced_twice(house: House, second: Person, number: str) -> None:
    passed(house, number, NIGHT, days=0.9, account=second.account)
    (at,) = arranged(house).values()
    assert beijing(at).hour < 12 and at.astimezone(UTC) > NIGHT


def test_who_is_away_has_a_stand_in(house: House, second: Person, number: str) -> None:
    given_phones(house, **{second.account: "13900000002", CLERK.account: "13900000001"})
    task = passed(house, number, account=second.account)
    with house.equipment.work(HEAD) as work:
        standing_in.appoint(work, second.account, stand_in=CLERK.account, until=work.now + timedelta(days=3))
    assert (told(house, number, task) or ("", ""))[0] == CLERK.account


@pytest.mark.parametrize("why", ["done", "left", "no phone", "landline", "no words", "unknown"])
def test_no_word_where_there_is_nothing_to_do_or_nobody_to_reach(
    why: str, house: House, second: Person, number: str
) -> None:
    phones = {"no phone": {}, "landline": {second.account: "04716612345"}}
    given_phones(house, **phones.get(why, {second.account: "13900000002"}))
    task = passed(house, number, account=second.account)
    if why == "done":
        with house.equipment.work(second) as work:
            passing.answer(work, number, task, text="已测温")
    if why == "left":
        with house.equipment.work() as work:
            for part in parts_of(work, work.ticket(number).id):
                part.ended_at = work.now
    assert told(house, number, task + 9 if why == "unknown" else task, "别的" if why == "no words" else NEARING) is None
    with house.equipment.work() as work:
        assert work.session.get_one(InternalTask, task).account == second.account
