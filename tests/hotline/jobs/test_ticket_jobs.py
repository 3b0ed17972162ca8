"""Jobs about one ticket: it is looked over, its requester is told what they may know."""

from datetime import UTC, datetime, timedelta

import pytest

from factories import HEATING, done, person
from hotline.casework import handling, intake
from hotline.domain.vocabulary import Channel, Role, State
from hotline.gateways.mengsuban import MengsubanDown
from hotline.jobs.due import Due
from hotline.jobs.ticket_jobs import DEMO_PAUSE, look_over, tell_progress


def dues(shift, number):
    return {
        (found.job, found.step_id): Due(found.id, found.step_id, found.about)
        for found in shift.deliveries()
        if found.about["number"] == number
    }


def test_a_clear_ticket_is_dispatched_and_an_unclear_one_laid_before_a_person(shift):
    clear, unclear = shift.house.registered(), shift.house.registered("有个事情想问一下")
    for number in (clear, unclear):
        for due in dues(shift, number).values():
            look_over(shift.house.equipment, due)
    assert shift.house.ticket(clear).state == State.DISPATCHED
    waiting = shift.house.ticket(unclear)
    assert waiting.state == State.QUEUED
    assert waiting.waits_for


def test_a_ticket_of_the_demo_is_looked_over_in_its_own_time(shift):
    at = datetime.now(UTC) - timedelta(weeks=3)
    number = shift.house.registered(demo=True, now=at)
    look_over(shift.house.equipment, Due(0, None, {"number": number}))
    assert shift.house.ticket(number).dispatched_at == at + DEMO_PAUSE


def test_somebody_who_was_quicker_than_the_machine_is_not_overruled(shift):
    number = shift.house.dispatched(agency="ZJ-150202")
    look_over(shift.house.equipment, Due(0, None, {"number": number}))
    assert shift.house.ticket(number).agency == "ZJ-150202"


def test_the_requester_is_told_once_and_the_acknowledgement_is_kept(shift):
    number = shift.house.registered(channel=Channel.MENGSUBAN, mengsuban_id="u-7", phone="13947112233", name="王小明")
    due = next(due for (job, _), due in dues(shift, number).items() if job == "tell_progress")
    for _ in range(2):
        tell_progress(shift.house.equipment, due)
    (message,) = shift.messages()
    told = shift.receiver.received.messages[message.message_id]
    assert message.acknowledged == f"ack-{message.message_id}"
    assert message.message_id == f"step-{due.step_id}"
    assert (told["number"], told["requester"], told["state"]) == (number, "u-7", "registered")
    assert told["text"] == message.text == "您的诉求已受理，我们正在为您分派承办单位。"
    assert told["at"].endswith("+08:00")
    assert set(told) == {"message_id", "number", "requester", "state", "label", "text", "at"}
    assert "13947112233" not in str(told) and "王小明" not in str(told) and HEATING not in str(told)
    assert shift.receiver.times == {message.message_id: 2}


def test_who_did_not_file_in_mengsuban_is_not_told_there(shift):
    number = shift.house.registered(phone="13947112233")
    assert {job for job, _ in dues(shift, number)} == {"triage", "text_requester"}


def test_nothing_is_noted_when_nobody_acknowledged(shift):
    number = shift.house.registered(channel=Channel.MENGSUBAN, mengsuban_id="u-7")
    shift.receiver.take_down()
    due = next(due for (job, _), due in dues(shift, number).items() if job == "tell_progress")
    with pytest.raises(MengsubanDown):
        tell_progress(shift.house.equipment, due)
    assert shift.messages() == []


def test_telling_without_a_step_is_refused(shift):
    with pytest.raises(ValueError, match="follows a step"):
        tell_progress(shift.house.equipment, Due(1, None, {"number": "x"}))


def test_a_reply_that_was_not_reviewed_is_not_told(shift):
    number = shift.house.dispatched(channel=Channel.MENGSUBAN, mengsuban_id="u-7")
    with shift.house.equipment.work(person(Role.CLERK)) as work:
        handling.accept(work, number)
    with shift.house.equipment.work(person(Role.CLERK)) as work:
        handling.reply(work, number, done("未经审核的答复内容，不应外发给诉求人", work.now))
    shift.relay()
    shift.run()
    assert [message["state"] for message in shift.receiver.received.messages.values()] == [
        "registered", "dispatched", "handling",
    ]  # fmt: skip
    assert "未经审核" not in str(shift.receiver.received.messages)


def test_an_answer_at_once_is_told_with_its_words(shift):
    number = shift.house.registered(channel=Channel.MENGSUBAN, mengsuban_id="u-7")
    with shift.house.equipment.work(person(Role.AGENT)) as work:
        intake.answer(work, number, reply="供暖期为十月十五日至次年四月十五日。")
    shift.relay()
    shift.run()
    last = list(shift.receiver.received.messages.values())[-1]
    assert last["text"] == "您的诉求已办结。答复：供暖期为十月十五日至次年四月十五日。"
