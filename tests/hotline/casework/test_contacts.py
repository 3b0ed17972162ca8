"""Speaking with the requester: not in the future, with a reason where nobody was spoken to, and the number never kept."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from factories import OTHER_UNIT, House, person
from hotline.casework import handling
from hotline.casework.contacts import A_MOMENT, Spoken, contact, has_contact, reveal
from hotline.casework.joint import helping
from hotline.domain.errors import Conflict, Forbidden, HotlineError, Incomplete, NotFound
from hotline.domain.handling_terms import Means, Reached
from hotline.domain.vocabulary import Role, State
from hotline.store.audit import AuditEntry, first_broken
from hotline.store.casefile.handling import ContactRecord
from hotline.store.work import Person
from routing_rules.calendar import BEIJING

AllRows = Callable[[], dict[str, list[dict[str, Any]]]]
MONDAY = datetime(2026, 3, 2, 9, tzinfo=BEIJING)
NOON = MONDAY + timedelta(hours=3)
PHONE = "13812345678"


def accepted(house: House, **more: Any) -> str:
    number = house.dispatched(now=MONDAY, **more)
    with house.equipment.work(person(Role.CLERK), MONDAY) as work:
        handling.accept(work, number)
    return number


def speak(house: House, number: str, spoken: Spoken, by: Person | None = None) -> None:
    with house.equipment.work(by or person(Role.CLERK), NOON) as work:
        contact(work, number, spoken)


def talks(house: House) -> list[ContactRecord]:
    with house.equipment.work() as work:
        return list(work.session.scalars(select(ContactRecord).order_by(ContactRecord.id)))


def entries(house: House) -> list[AuditEntry]:
    with house.equipment.work() as work:
        seen = select(AuditEntry).where(AuditEntry.deed == "view_sensitive").order_by(AuditEntry.id)
        return list(work.session.scalars(seen))


@pytest.mark.parametrize("means", sorted(set(Means) - {Means.EXEMPT, Means.RELAYED}))
@pytest.mark.parametrize("reached", Reached)
def test_every_talk_is_on_record_and_only_one_that_reached_somebody_counts(
    house: House, means: Means, reached: Reached
) -> None:
    number = accepted(house)
    speak(house, number, Spoken(means, reached, NOON, words="约了周六"))
    (talk,) = talks(house)
    assert (talk.means, talk.reached, talk.spoken_at, talk.by) == (means, reached, NOON, "clerk")
    assert house.ticket(number).contacted_at == (NOON if reached == Reached.YES else None)
    with house.equipment.work(person(Role.CLERK), NOON) as work:
        assert has_contact(work, work.ticket(number)) is (reached == Reached.YES)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(minutes=st.integers(-24 * 60, 24 * 60))
def test_a_talk_lies_between_the_registration_and_now(house: House, minutes: int) -> None:
    number, at = accepted(house), MONDAY + timedelta(minutes=minutes)
    before = len(talks(house))
    if MONDAY - A_MOMENT <= at <= NOON + A_MOMENT:
        speak(house, number, Spoken(Means.TELEPHONE, Reached.YES, at))
        assert len(talks(house)) == before + 1
    else:
        with pytest.raises(Incomplete, match="联系时间不能"):
            speak(house, number, Spoken(Means.TELEPHONE, Reached.YES, at))
        assert len(talks(house)) == before


@pytest.mark.parametrize("code", ["", "TD01", "没有这个"])
def test_who_speaks_to_nobody_gives_a_coded_reason(house: House, all_rows: AllRows, code: str) -> None:
    number = accepted(house)
    before = all_rows()
    with pytest.raises(Incomplete, match="免联系须选理由"):
        speak(house, number, Spoken(Means.EXEMPT, Reached.NO_ANSWER, NOON, exemption=code))
    assert all_rows() == before and talks(house) == []
    speak(house, number, Spoken(Means.EXEMPT, Reached.NO_ANSWER, NOON, exemption="ML01"))
    with house.equipment.work(person(Role.CLERK), NOON) as work:
        assert has_contact(work, work.ticket(number))


def test_everything_that_is_wrong_with_a_talk_is_told_at_once(house: House) -> None:
    number = accepted(house)
    with pytest.raises(Incomplete, match="晚于现在；免联系"):
        speak(house, number, Spoken(Means.EXEMPT, Reached.YES, NOON + timedelta(days=1)))
    assert talks(house) == []


@pytest.mark.parametrize("means", sorted(set(Means) - {Means.EXEMPT}))
@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD])
def test_a_unit_does_not_speak_with_who_asked_for_secrecy(
    house: House, all_rows: AllRows, means: Means, role: Role
) -> None:
    number = accepted(house, secret=True, phone=PHONE)
    before = all_rows()
    with pytest.raises(Incomplete, match="热线代联系"):
        speak(house, number, Spoken(means, Reached.YES, NOON), person(role))
    assert all_rows() == before and talks(house) == []


def test_with_secrecy_the_hotline_speaks_or_the_unit_names_the_exemption(house: House) -> None:
    number = accepted(house, secret=True, phone=PHONE)
    speak(house, number, Spoken(Means.EXEMPT, Reached.DECLINED, NOON, exemption="ML02"))
    speak(house, number, Spoken(Means.TELEPHONE, Reached.YES, NOON), person(Role.AGENT))
    assert [(talk.agency is None, talk.exemption) for talk in talks(house)] == [(False, "ML02"), (True, None)]


def test_the_first_talk_that_reached_somebody_stops_the_clock_of_contact(house: House) -> None:
    number = accepted(house)
    for at in (NOON - timedelta(hours=1), NOON):
        speak(house, number, Spoken(Means.VISIT, Reached.YES, at))
    assert house.ticket(number).contacted_at == NOON - timedelta(hours=1)


@pytest.mark.parametrize(
    ("by", "error"),
    [
        (person(Role.CLERK, agency="CG-150105"), Forbidden),
        (person(Role.CLERK, agency=OTHER_UNIT), NotFound),
        (person(Role.ANALYST), Forbidden),
        (person(Role.DISPATCHER), Forbidden),
    ],
)
def test_who_does_not_lead_puts_no_talk_on_record(
    house: House, all_rows: AllRows, by: Person, error: type[HotlineError]
) -> None:
    number = accepted(house)
    with house.equipment.work(person(Role.DISPATCHER), MONDAY) as work:
        helping.invite(work, number, agency="CG-150105")
    before = all_rows()
    with pytest.raises(error):
        speak(house, number, Spoken(Means.TELEPHONE, Reached.YES, NOON), by)
    assert all_rows() == before


def test_after_the_reply_no_talk_is_added(house: House) -> None:
    number = house.replied()
    count = len(talks(house))
    with pytest.raises(Conflict, match="待审核"), house.equipment.work(person(Role.CLERK)) as work:
        contact(work, number, Spoken(Means.TELEPHONE, Reached.YES, work.now))
    assert (house.ticket(number).state, len(talks(house))) == (State.REPLIED, count)


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR, Role.CLERK])
def test_the_full_number_is_one_click_away_and_in_the_audit(house: House, role: Role) -> None:
    number, count = accepted(house, phone=PHONE, name="王小明"), len(entries(house))
    with house.equipment.work(person(role), NOON) as work:
        found = reveal(work, number, address="10.0.0.9")
    assert (found.name, found.phone) == ("王小明", PHONE)
    entry = entries(house)[count]
    assert (entry.actor, entry.address, entry.about) == (role.value, "10.0.0.9", {"number": number, "secret": False})
    assert PHONE not in str(entry.about)
    with house.equipment.work() as work:
        assert first_broken(work.session) is None


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.DISPATCHER, Role.ANALYST, Role.OFFICER])
def test_a_secret_number_is_shown_to_the_hotline_only(house: House, role: Role) -> None:
    number, count = accepted(house, phone=PHONE, secret=True), len(entries(house))
    with pytest.raises(Forbidden), house.equipment.work(person(role), NOON) as work:
        reveal(work, number)
    assert len(entries(house)) == count
    with house.equipment.work(person(Role.SUPERVISOR), NOON) as work:
        assert reveal(work, number).phone == PHONE
    assert entries(house)[-1].about["secret"] is True


@pytest.mark.parametrize("role", [Role.ANALYST, Role.OFFICER, Role.HEAD, Role.DISPATCHER])
def test_a_role_that_may_not_see_numbers_sees_none(house: House, role: Role) -> None:
    number = accepted(house, phone=PHONE)
    with pytest.raises(Forbidden), house.equipment.work(person(role), NOON) as work:
        reveal(work, number)


def test_of_the_anonymous_there_is_nothing_to_show(house: House) -> None:
    number = accepted(house)
    with house.equipment.work(person(Role.CLERK), NOON) as work:
        assert (reveal(work, number).name, reveal(work, number).phone) == ("匿名", "未留")
