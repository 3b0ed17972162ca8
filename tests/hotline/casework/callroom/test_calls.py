"""Calls: what the switchboard says counts once, the desk is told, and nobody sees another's caller."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from factories import person
from hotline.casework.callroom import calls
from hotline.casework.callroom.calls import Heard, Rings
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.vocabulary import CallPurpose, Role
from hotline.store.contacts import Call
from hotline.store.queries.callroom import caller, missed
from hotline.store.work import SYSTEM

NOW = datetime.now(UTC)


def says(house, event=Rings.RINGING, call_id="c-1", phone="13947112233", agent="agent", **more):
    with house.equipment.work(SYSTEM) as work:
        return calls.heard(work, Heard(call_id, event, phone, agent, more.pop("at", NOW), **more)).id


def test_a_call_is_kept_once_sealed_and_followed_from_ringing_to_its_end(house):
    first = says(house)
    assert first == says(house) == says(house, Rings.ANSWERED, at=NOW + timedelta(seconds=6))
    says(house, Rings.ENDED, at=NOW + timedelta(minutes=3), seconds=174)
    with house.equipment.work(person(Role.AGENT)) as work:
        call = calls.my_call(work, first)
        assert calls.caller_of(work, call) == "13947112233"
        assert "13947112233" not in (call.caller_sealed, call.caller_index)
        assert (call.answered_at, call.seconds, call.missed_at) == (NOW + timedelta(seconds=6), 174, None)
        assert calls.ringing(work) is None


def test_a_landline_tells_its_league_and_a_mobile_does_not(house):
    with house.equipment.work(person(Role.AGENT)) as work:
        assert calls.my_call(work, says(house, call_id="a", phone="0479-8812345")).region == "1525"
        assert calls.my_call(work, says(house, call_id="b")).region is None


def test_a_call_that_rings_at_another_desk_is_not_found(house):
    call = says(house)
    for who in (person(Role.SUPERVISOR), person(Role.AGENT, region="1502")):
        other = who if who.role == Role.SUPERVISOR else person(Role.AGENT)
        with house.equipment.work(other) as work:
            if who.role == Role.SUPERVISOR:
                with pytest.raises(NotFound):
                    calls.my_call(work, call)
            else:
                assert calls.my_call(work, call).id == call
    with house.equipment.work(person(Role.ANALYST)) as work, pytest.raises(Forbidden):
        calls.my_call(work, call)
    with house.equipment.work(person(Role.CLERK)) as work, pytest.raises(NotFound):
        calls.my_call(work, call)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"call_id": " "}, "call_id"),
        ({"phone": "12"}, "caller"),
        ({"agent": "nobody"}, "账号"),
        ({"call_id": "x" * 65}, "64"),
    ],
)
def test_what_the_switchboard_says_wrongly_is_told_and_not_kept(house, wrong, why):
    with pytest.raises(Incomplete, match=why):
        says(house, **wrong)
    with house.equipment.work() as work:
        assert work.session.query(Call).count() == 0


def test_a_missed_call_is_rung_back_by_one_person(house):
    call = says(house, Rings.MISSED, agent="")
    with house.equipment.work(person(Role.AGENT)) as work:
        assert [one.id for one in missed(work)] == [call]
        assert calls.call_back(work, call).purpose == CallPurpose.CALL_BACK
    with house.equipment.work(person(Role.AGENT)) as work:
        assert missed(work) == []
        with pytest.raises(Conflict, match="已经回拨"):
            calls.call_back(work, call)
    answered = says(house, Rings.ANSWERED, call_id="c-2")
    with house.equipment.work(person(Role.AGENT)) as work, pytest.raises(Conflict, match="已有人接听"):
        calls.call_back(work, answered)


def test_who_calls_again_is_known_with_their_open_tickets_first(house):
    closed = house.to_call_back(phone="13947112233", name="王小明")
    opened = house.registered(phone="13947112233", name="王小明")
    says(house)
    with house.equipment.work(person(Role.AGENT)) as work:
        found = caller(work, work.vault.blind("13947112233"))
        assert found.name == "王小明" and found.calls == 3
        assert [ticket.number for ticket in found.tickets] == [opened, closed]
        stranger = caller(work, work.vault.blind("13900000000"))
        assert (stranger.requester, stranger.tickets, stranger.calls, stranger.listed) == (None, (), 0, None)


def test_the_desk_is_told_that_it_rings(house):
    with house.equipment.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("listen call_rings"))
        call = says(house)
        raw = connection.connection.dbapi_connection
        assert [one.payload for one in raw.notifies(timeout=2, stop_after=1)] == [f"agent {call} ringing"]
