"""Text messages: who is told what, once, never at night, and who must be telephoned instead."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from factories import UNIT, person
from hotline.analytics.policies import library
from hotline.analytics.policies.library import PolicyText
from hotline.analytics.policies.pushing import push
from hotline.casework.requests import asking, deciding
from hotline.casework.requests.asking import Asked
from hotline.domain.analysis.policies import PushState
from hotline.domain.handling_terms import RequestKind
from hotline.domain.moments import BEIJING
from hotline.domain.vocabulary import Channel, RequesterKind, Role, Urgency
from hotline.gateways.messages import NoTexts, TextsDown
from hotline.jobs.due import Due
from hotline.jobs.text_jobs import tell_policy, text_requester, text_unit
from hotline.store.analysis.policies import PolicyPush
from hotline.store.people import Staff

PHONE = "13947112233"
NOON = datetime.now(BEIJING).replace(hour=12, minute=0, second=0, microsecond=0).astimezone(UTC)


def due_of(shift, number, job):
    found = [one for one in shift.deliveries() if one.job == job and one.about["number"] == number]
    return [Due(one.id, one.step_id, one.about) for one in found]


def extended(shift, number):
    """The unit asks for more time, and the room grants it."""
    with shift.house.equipment.work(person(Role.CLERK)) as work:
        until = work.ticket(number).due_at + timedelta(days=1)
        asked = Asked(RequestKind.EXTEND, "YQ01", "等待更换的阀门到货后才能施工", "采购合同", until=until)
        request = asking.ask(work, number, asked).id
    with shift.house.equipment.work(person(Role.SUPERVISOR)) as work:
        deciding.grant(work, number, request, words="同意")
    return until


@pytest.fixture
def clerk_phone(shift):
    """The clerk has given a telephone; taken away again, for people outlive the test."""
    with shift.house.equipment.work() as work:
        clerk = work.session.scalars(select(Staff).where(Staff.account == Role.CLERK.value)).one()
        clerk.phone_sealed = work.vault.seal("13900000009", f"staff.phone.{clerk.id}")
    yield "13900000009"
    with shift.house.equipment.work() as work:
        work.session.scalars(select(Staff).where(Staff.account == Role.CLERK.value)).one().phone_sealed = None


def test_who_telephoned_is_told_by_text_that_their_demand_was_extended(shift):
    number = shift.house.handled(phone=PHONE)
    until = extended(shift, number)
    (due,) = [one for one in due_of(shift, number, "text_requester")][1:]
    for _ in range(2):
        text_requester(shift.house.equipment, due)
    (sent,) = shift.receiver.texts.messages.values()
    assert sent["phone"] == PHONE
    assert number in sent["text"] and f"{until.astimezone(BEIJING):%Y年%m月%d日}" in sent["text"]
    assert shift.receiver.texts.times == {sent["message_id"]: 1}
    (message,) = shift.messages()
    assert (message.channel, message.acknowledged, message.failed) == (Channel.SMS, f"sms-{sent['message_id']}", None)
    assert PHONE not in message.text


def test_who_filed_in_mengsuban_gets_no_text(shift):
    number = shift.house.handled(phone=PHONE, channel=Channel.MENGSUBAN, mengsuban_id="u-7")
    assert due_of(shift, number, "text_requester") == []
    assert due_of(shift, number, "tell_progress") != []


def test_who_left_no_number_gets_no_text(shift):
    assert due_of(shift, shift.house.handled(), "text_requester") == []


@pytest.mark.parametrize(
    ("more", "why"),
    [({"phone": "0471-6612345"}, "不是手机"), ({"phone": PHONE, "secret": True}, "保密")],
    ids=["landline", "secret"],
)
def test_whom_no_text_may_reach_is_laid_before_the_agents(shift, more, why):
    number = shift.house.registered(**more)
    (due,) = due_of(shift, number, "text_requester")
    text_requester(shift.house.equipment, due)
    assert shift.receiver.texts.messages == {}
    (message,) = shift.messages()
    assert message.acknowledged is None and why in message.failed


def test_without_a_platform_it_is_noted_and_not_tried_again(shift):
    number = shift.house.registered(phone=PHONE)
    (due,) = due_of(shift, number, "text_requester")
    text_requester(replace(shift.house.equipment, texts=NoTexts()), due)
    (message,) = shift.messages()
    assert "未配置短信平台" in message.failed and PHONE not in message.failed


def test_a_platform_that_is_down_is_tried_again_and_the_note_is_mended(shift):
    number = shift.house.registered(phone=PHONE)
    (due,) = due_of(shift, number, "text_requester")
    alive = shift.house.equipment.texts
    shift.receiver.take_down()
    with pytest.raises(TextsDown):
        text_requester(shift.house.equipment, due)
    (message,) = shift.messages()
    assert "未应答" in message.failed
    assert alive.base.startswith("http://127.0.0.1:")


def test_the_unit_is_told_once_each_and_by_no_name(shift, clerk_phone):
    number = shift.house.dispatched()
    (due,) = due_of(shift, number, "text_unit")
    for _ in range(2):
        text_unit(shift.house.equipment, due)
    (sent,) = shift.receiver.texts.messages.values()
    assert (sent["phone"], shift.receiver.texts.times[sent["message_id"]]) == (clerk_phone, 1)
    assert number in sent["text"]
    assert [message.to_account for message in shift.messages()] == [Role.CLERK.value]


def test_a_unit_without_telephones_makes_no_work(shift):
    assert due_of(shift, shift.house.dispatched(agency=UNIT), "text_unit") == []


@pytest.mark.parametrize(
    ("hour", "urgency", "to_requester", "to_unit"),
    [(12, "ordinary", 12, 12), (23, "ordinary", 8, 8), (3, "ordinary", 8, 8), (23, "urgent", 8, 23), (8, "ordinary", 8, 8), (21, "ordinary", 8, 8)],
)  # fmt: skip
def test_at_night_nobody_is_woken_but_a_unit_with_an_urgent_ticket(
    shift, clerk_phone, hour, urgency, to_requester, to_unit
):
    at = (NOON.astimezone(BEIJING).replace(hour=hour) - timedelta(days=2)).astimezone(UTC)
    number = shift.house.dispatched(phone=PHONE, urgency=Urgency.coded(urgency), now=at)
    found = {one.job: one.due_at.astimezone(BEIJING) for one in shift.deliveries() if one.about["number"] == number}
    assert (found["text_requester"].hour, found["text_unit"].hour) == (to_requester, to_unit)
    assert all(at <= due < at + timedelta(hours=13) for due in found.values())


def test_a_text_without_a_step_is_refused(shift):
    with pytest.raises(ValueError, match="follows a step"):
        text_requester(shift.house.equipment, Due(1, None, {"number": "x"}))


def test_while_somebody_is_away_their_stand_in_is_told(shift, clerk_phone):
    def stands_in(account, until):
        with shift.house.equipment.work() as work:
            clerk = work.session.scalars(select(Staff).where(Staff.account == Role.CLERK.value)).one()
            clerk.stand_in, clerk.away_until = account, until
            head = work.session.scalars(select(Staff).where(Staff.account == Role.HEAD.value)).one()
            head.phone_sealed = work.vault.seal("13900000008", f"staff.phone.{head.id}") if account else None

    stands_in(Role.HEAD.value, datetime.now(UTC) + timedelta(days=3))
    try:
        (due,) = due_of(shift, shift.house.dispatched(), "text_unit")
        text_unit(shift.house.equipment, due)
        assert [message["phone"] for message in shift.receiver.texts.messages.values()] == ["13900000008"]
    finally:
        stands_in(None, None)


def pushed(shift, **more):
    """A policy that fits an enterprise's demand, and the job that tells the enterprise of it."""
    text = PolicyText(
        "测试用补贴办法", "测试〔2026〕1号", "测试机关", "给企业的供热补贴，向住建部门申请", date(2026, 1, 1)
    )
    number = shift.house.dispatched(requester_kind=RequesterKind.ENTERPRISE, company="测试公司", phone=PHONE, **more)
    with shift.house.equipment.work(person(Role.ANALYST)) as work:
        policy = library.draft(work, text).id
    with shift.house.equipment.work(person(Role.SUPERVISOR)) as work:
        library.publish(work, policy)
    with shift.house.equipment.work(person(Role.OFFICER), NOON) as work:
        push(work, number, policy)
    (due,) = due_of(shift, number, "tell_policy")
    return number, due


def test_an_enterprise_is_told_of_a_policy_once_in_mengsuban(shift):
    number, due = pushed(shift, mengsuban_id="u-firm")
    for _ in range(2):
        tell_policy(shift.house.equipment, due)
    (sent,) = [one for key, one in shift.receiver.received.messages.items() if key.startswith("policy-")]
    assert "《测试用补贴办法》" in sent["text"] and number in sent["text"] and PHONE not in str(sent)
    assert shift.receiver.times[sent["message_id"]] == 1
    with shift.house.equipment.work() as work:
        assert work.session.scalars(select(PolicyPush.state)).one() == PushState.TOLD


def test_an_enterprise_without_mengsuban_is_told_by_text_in_the_day_or_telephoned(shift, monkeypatch):
    _, due = pushed(shift)
    monkeypatch.setattr("hotline.jobs.text_jobs.by_day", lambda _work, at: at + timedelta(hours=9))
    tell_policy(shift.house.equipment, due)
    assert shift.receiver.texts.messages == {}
    monkeypatch.setattr("hotline.jobs.text_jobs.by_day", lambda _work, at: at)
    off = replace(shift.house.equipment, texts=NoTexts())
    tell_policy(off, due)
    with shift.house.equipment.work() as work:
        assert work.session.scalars(select(PolicyPush.state)).one() == PushState.FAILED
    tell_policy(shift.house.equipment, due)
    (sent,) = shift.receiver.texts.messages.values()
    assert sent["phone"] == PHONE and "是否符合条件以发文机关审核为准" in sent["text"]
