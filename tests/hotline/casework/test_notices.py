"""Who is told in which words: the table decides, and every row of it can be reached."""

import pytest
from sqlalchemy import select

from factories import person
from hotline.casework.notices import notice_of, told_by_phone, wording
from hotline.casework.office.telling import OCCASIONS
from hotline.domain.errors import Conflict, Forbidden, NotFound
from hotline.domain.follow_ups import FOLLOW_UPS
from hotline.domain.lifecycle import ALL_MOVES
from hotline.domain.vocabulary import Action, Channel, Role, State
from hotline.store.audit import AuditEntry
from hotline.store.queries.messages import Told, note, untold
from hotline.store.tickets import Step


def test_every_row_speaks_of_a_step_that_somebody_is_told_of(house):
    with house.equipment.work() as work:
        rows = work.rules.practice.notices
    reachable = {(move.action.label, move.after.label) for move in ALL_MOVES}
    told = {(action.label, one.to.label, one.by.label) for action, rows in FOLLOW_UPS.items() for one in rows if one.to}
    assert {row.action for row in rows if row.to == "承办人"} >= set(OCCASIONS)
    for row in (one for one in rows if one.action not in OCCASIONS):
        assert (row.action, row.to, row.by) in told, row.number
        assert row.action in {action for action, state in reachable if row.outcome in ("", state)}, row.number


@pytest.mark.parametrize(
    "action", [action for action, rows in FOLLOW_UPS.items() if any(one.by == Channel.MENGSUBAN for one in rows)]
)
def test_of_every_step_that_mengsuban_hears_of_there_are_words(house, action):
    with house.equipment.work() as work:
        found = [
            notice_of(work, Step(action=action, after=state), Role.REQUESTER, Channel.MENGSUBAN) for state in State
        ]
    assert all(row is not None and row.text.rstrip("{答复}").endswith("。") for row in found)


def test_a_reply_is_told_in_the_app_and_never_in_a_text(house):
    number = house.to_call_back()
    with house.equipment.work() as work:
        ticket = work.ticket(number)
        wanted = select(Step).where(Step.ticket_id == ticket.id, Step.action == Action.APPROVE)
        step = work.session.scalars(wanted).one()
        assert (
            wording(work, ticket, step, Role.REQUESTER, Channel.MENGSUBAN)
            == f"办理结果已通过审核，请您评价。答复：{ticket.reply}"
        )
        assert wording(work, ticket, step, Role.REQUESTER, Channel.SMS) is None


def failed(house, number, key="text-1"):
    with house.equipment.work() as work:
        ticket = work.ticket(number)
        note(work, Told(ticket.id, key, Channel.SMS, "已受理"), failed="号码不是手机")
        return [one.message.id for one in untold(work) if one.ticket.number == number][-1]


def test_an_agent_telephones_instead_and_it_is_written_down(house):
    number = house.registered(phone="0471-6612345")
    message = failed(house, number)
    with house.equipment.work(person(Role.AGENT)) as work:
        told_by_phone(work, number, message)
        assert untold(work) == []
        written = select(AuditEntry).where(AuditEntry.deed == "told_by_phone").order_by(AuditEntry.id)
        assert [entry.about["number"] for entry in work.session.scalars(written)][-1] == number
    with house.equipment.work(person(Role.AGENT)) as work, pytest.raises(Conflict, match="已经送达"):
        told_by_phone(work, number, message)


def test_a_message_of_another_ticket_is_not_found(house):
    number, other = house.registered(), house.registered()
    message = failed(house, number)
    with house.equipment.work(person(Role.AGENT)) as work, pytest.raises(NotFound):
        told_by_phone(work, other, message)


def test_an_analyst_may_not(house):
    number = house.registered()
    message = failed(house, number)
    with house.equipment.work(person(Role.ANALYST)) as work, pytest.raises(Forbidden):
        told_by_phone(work, number, message)


def test_another_try_does_not_make_undone_what_arrived(house):
    number = house.registered()
    with house.equipment.work() as work:
        told = Told(work.ticket(number).id, "text-9", Channel.SMS, "已受理")
        note(work, told, acknowledged="sms-9")
        note(work, told, failed="短信平台未应答")
        assert [one for one in untold(work) if one.message.message_id == "text-9"] == []
