"""What people's decisions teach: whose category a person decided, masked, and without those that must be spared."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from factories import UNIT, House, person
from hotline.casework import intake
from hotline.casework.desk import Pressed, take_call
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.learning.lessons import Gathered, heard, lessons_of_use
from hotline.casework.requests import deciding
from hotline.domain.lessons import Heard
from hotline.domain.vocabulary import Decider, RequesterKind, Role, State
from hotline.store.work import SYSTEM

EVER = datetime(2020, 1, 1, tzinfo=UTC)
LAMP = "小区门口的路灯坏了半个月，晚上漆黑一片"
VAGUE = "想反映一个情况，请领导关心一下"


def plainly(title: str, text: str) -> Heard:
    return Heard(minor="未满十八" in text, secrecy="不要透露" in text)


@pytest.fixture
def gathered(house: House) -> Callable[..., Gathered]:
    def found(since: datetime = EVER, **more: bool) -> Gathered:
        with house.equipment.work() as work:
            return lessons_of_use(work, plainly, since, **more)

    return found


@pytest.fixture
def decided(house: House) -> Callable[..., str]:
    """A ticket that the machine looked over and a dispatcher gave to a unit under a category."""

    def decide(text: str = VAGUE, category: str = "0102", **more: object) -> str:
        number = house.triaged(text, **{"phone": "13900001111", "region": "150105", **more})
        if house.ticket(number).state == State.DISPATCHED:
            send_back(house, number)
        redispatch(house, number, category)
        return number

    return decide


def send_back(house: House, number: str) -> None:
    with house.equipment.work(person(Role.DISPATCHER)) as work:
        deciding.take_back_by_room(work, number, reason="不属于该单位职责")


def redispatch(house: House, number: str, category: str) -> None:
    with house.equipment.work(person(Role.DISPATCHER)) as work:
        dispatch_by_person(
            work, house.equipment.judgement(work.session), number,
            category=category, region="150105", agency=UNIT, seen=None,
        )  # fmt: skip


def test_what_a_dispatcher_decided_is_a_lesson_with_the_machines_first_answer(decided, gathered, house):
    number = decided(LAMP, "0205", title="没人修")
    (one,) = gathered().lessons
    assert (one.number, one.title, one.text, one.category) == (number, "没人修", LAMP, "0205")
    assert one.first == house.ticket(number).candidates[0]["category"] == "0102"
    assert one.corrected
    assert one.decided_at == house.ticket(number).dispatched_at
    assert one.lesson.document == f"没人修\n{LAMP}" and one.lesson.label == "0205" and one.lesson.group == one.group


def test_a_decision_for_what_the_machine_said_first_is_a_lesson_but_no_correction(decided, gathered):
    decided(LAMP, "0102")
    found = gathered()
    assert (len(found.lessons), found.corrected, found.lessons[0].corrected) == (1, 0, False)


def test_what_the_machine_dispatched_alone_teaches_nothing_until_a_person_decides(house, gathered):
    number = house.triaged(phone="13900001111")
    assert house.ticket(number).decided_by == Decider.MACHINE
    assert gathered() == Gathered((), gathered().left_out) and not gathered().left_out
    send_back(house, number)
    assert gathered().lessons == ()
    redispatch(house, number, "0207")
    (one,) = gathered().lessons
    assert (one.category, one.first, one.corrected) == ("0207", "0301", True)


def test_a_return_that_waits_for_another_decision_teaches_nothing_yet(decided, gathered, house):
    number = decided(LAMP, "0205")
    send_back(house, number)
    assert gathered().lessons == ()
    assert gathered().left_out == {"退回后还没有重派": 1}
    redispatch(house, number, "0102")
    assert [one.category for one in gathered().lessons] == ["0102"]


def test_what_an_agent_chose_at_the_desk_teaches_though_the_machine_said_nothing(house, gathered):
    number = house.dispatched(phone="13900001111", category="0302")
    (one,) = gathered().lessons
    assert (one.number, one.category, one.first, one.corrected) == (number, "0302", "", False)


def test_what_an_agent_answered_at_once_under_a_category_teaches(house, gathered):
    with house.equipment.work(person(Role.AGENT)) as work:
        judgement = house.equipment.judgement(work.session)
        demand = intake.Demand(text="公积金怎么提取", phone="13900001111", region="150105")
        ticket = take_call(work, judgement, demand, Pressed("answer", category="0206", reply="带身份证到管委会办理。"))
        at = ticket.closed_at
    (one,) = gathered().lessons
    assert (one.category, one.decided_at) == ("0206", at)


def test_lessons_come_from_the_moment_asked_for_the_oldest_decision_first(house, gathered):
    now = datetime(2026, 11, 20, 3, tzinfo=UTC)
    numbers = [
        house.dispatched(phone="13900001111", now=now - timedelta(days=ago), category=category)
        for ago, category in ((1, "0301"), (3, "0302"), (2, "0303"))
    ]
    assert [one.number for one in gathered().lessons] == [numbers[1], numbers[2], numbers[0]]
    assert [one.number for one in gathered(now - timedelta(days=2)).lessons] == [numbers[2], numbers[0]]


def test_one_requesters_tickets_are_one_group_and_the_group_does_not_say_who(house, gathered):
    for phone in ("13900001111", "13900001111", "13900002222"):
        house.dispatched(phone=phone)
    first, second, other = (one.group for one in gathered().lessons)
    assert first == second != other
    ids = {str(house.ticket(one.number).requester_id) for one in gathered().lessons}
    assert not any(first in key or key in first for key in ids)


SPARED = [
    ({"secret": True}, "要求个人信息保密"),
    ({"text": "请不要透露是我说的，楼上彻夜吵闹"}, "要求个人信息保密"),
    ({"text": "我未满十八，饭店不给结工钱"}, "涉及未成年人"),
    ({"category": "1201"}, "涉及医疗健康"),
    ({"category": "1301"}, "涉及医疗健康"),
    ({"phone": ""}, "匿名诉求"),
    ({"demo": True}, "演示工单"),
]


@pytest.mark.parametrize(("more", "reason"), SPARED)
def test_those_who_must_be_spared_are_left_out_and_counted(house, gathered, more, reason):
    house.dispatched(**{"phone": "13900001111", **more})
    found = gathered()
    assert found.lessons == () and found.left_out == {reason: 1}


def test_in_a_demo_invented_tickets_count(house, gathered):
    house.dispatched(phone="13900001111", demo=True)
    assert len(gathered(demo=True).lessons) == 1
    assert gathered().lessons == ()


def test_drafts_and_void_tickets_are_no_lessons(house, gathered):
    with house.equipment.work(person(Role.AGENT)) as work:
        intake.save(work, intake.Demand(text=LAMP, phone="13900001111"))
    number = house.registered(phone="13900001111")
    with house.equipment.work(person(Role.AGENT)) as work:
        intake.void(work, number, reason="误拨")
    assert gathered().lessons == ()


PLANTED = (
    "我叫王建军，是阳光小区的王建军，电话13812345678，座机0471-4961234，也可打 138 1234 5678 找我，"
    "身份证150102198503120011，卡号6222020612345678901，车牌蒙A12345，邮箱wangjianjun@example.com，"
    "路灯坏了找王建军都行"
)
SECRETS = (
    "13812345678", "1234 5678", "12345678", "4961234", "150102198503120011", "19850312", "6222020612345678901",
    "wangjianjun", "王建军", "12345，",
)  # fmt: skip


def test_no_phone_number_document_or_name_is_in_a_lesson(house, gathered):
    house.dispatched(
        PLANTED, title="王建军反映路灯（13812345678）", phone="13812345678", name="王建军", address="阳光小区3号楼", category="0102"
    )  # fmt: skip
    (one,) = gathered().lessons
    told = "\n".join(str(value) for value in (one.number, one.title, one.text, one.group, one.lesson.document))
    assert not [secret for secret in SECRETS if secret in told]
    assert "王某" in one.title and "路灯坏了找王某都行" in one.text
    assert "阳光小区3号楼" not in told


def test_an_enterprises_contact_is_not_named_either(house, gathered):
    house.dispatched(
        "我单位联系人巴特尔，多次找过住建局", requester_kind=RequesterKind.ENTERPRISE, company="某某建材公司", name="巴特尔",
        phone="13900001111", category="0102",
    )  # fmt: skip
    assert "巴特尔" not in gathered().lessons[0].text


def test_the_system_and_a_person_of_one_league_see_their_own(house):
    house.dispatched(phone="13900001111")
    with house.equipment.work(person(Role.DISPATCHER, "1502")) as work:
        assert lessons_of_use(work, plainly, EVER).lessons == ()
    with house.equipment.work(SYSTEM) as work:
        assert len(lessons_of_use(work, plainly, EVER).lessons) == 1


@pytest.mark.parametrize(
    ("text", "minor", "secrecy"),
    [
        ("我今年十五岁，在饭店打工，老板不给工资", True, False),
        ("请为我保密，不要让单位知道是我反映的", False, True),
        (LAMP, False, False),
    ],
)
def test_what_the_reading_hears_is_heard(text, minor, secrecy):
    found = heard("", text)
    assert (bool(found.minor), bool(found.secrecy)) == (minor, secrecy)
