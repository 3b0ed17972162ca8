"""What a machine notices in a reply before a person approves it."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factories import ANSWER, HEATING, House, person
from hotline.casework.closing import review
from hotline.casework.closing.hints import NUMBER, answers, hints
from hotline.domain.errors import Incomplete
from hotline.domain.vocabulary import DemandType, Role, State
from routing_rules import FOLDER, load_checked, texts_in

AllRows = Callable[[], dict[str, list[dict[str, Any]]]]
PHRASES = load_checked(texts_in(FOLDER), edition="试").practice.phrases


def kinds(house: House, reply: str, *, text: str = HEATING, **more: Any) -> list[str]:
    """The kinds of what is odd about such a reply to such a demand."""
    number = house.dispatched(text, **more)
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        ticket = work.ticket(number)
        ticket.reply = reply
        return [hint.kind for hint in hints(work, ticket)]


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        (ANSWER, []),
        ("暖气已修好。", ["过短"]),
        ("   " + "暖气已修好。" + " " * 30, ["过短"]),
        ("", ["过短", "答非所问"]),
        ("关于道路绿化的树木，我局已于三月二日完成补种，请予监督。", ["答非所问"]),
        (f"{ANSWER}下一步将加强巡查。", ["空话"]),
        (f"{ANSWER}不属于我局职责。", ["推诿"]),
        (f"{ANSWER}我局高度重视。", ["套话"]),
        (f"{ANSWER}我局高度重视，持续跟进。", ["套话", "空话"]),
        (f"{ANSWER}联系人王工13812345678。", ["个人信息"]),
        (f"{ANSWER}身份证15010219900101123X。", ["个人信息"]),
        (f"{ANSWER}可拨打0471-4601234咨询。", []),
    ],
)
def test_what_is_odd_about_a_reply_is_named(house: House, reply: str, expected: list[str]) -> None:
    found = kinds(house, reply, demand_type=DemandType.CONSULT)
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize(
    ("kind", "missed"),
    [
        (DemandType.COMPLAINT, True), (DemandType.REPORT, True), (DemandType.HELP, True), (DemandType.OTHER, True),
        (DemandType.CONSULT, False), (DemandType.SUGGESTION, False), (DemandType.PRAISE, False),
    ],
)  # fmt: skip
def test_that_nobody_was_spoken_to_is_noticed_where_it_is_asked_for(
    house: House, kind: DemandType, missed: bool
) -> None:
    assert ("未联系" in kinds(house, ANSWER, demand_type=kind)) is missed


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: phrase.words)
def test_every_phrase_of_the_table_tells_how_to_write_instead(phrase: Any) -> None:
    assert phrase.kind in ("空话", "推诿", "套话") and phrase.remark and phrase.words not in ANSWER


@given(
    before=st.text("张王电话：， ", max_size=5), after=st.text("，。 张", max_size=5),
    rest=st.text("0123456789", min_size=9, max_size=9), second=st.sampled_from("3456789"),
)  # fmt: skip
def test_a_mobile_number_is_found_wherever_it_stands(before: str, after: str, rest: str, second: str) -> None:
    found = NUMBER.search(f"{before}1{second}{rest}{after}")
    assert found is not None and found[0] == f"1{second}{rest}"


@given(st.text("0123456789", min_size=12, max_size=15))
def test_the_number_of_a_ticket_is_no_personal_number(digits: str) -> None:
    assert NUMBER.search(f"工单2{digits[1:]}号") is None


@given(st.text("暖气不热室内温度路灯绿化停水", max_size=30), st.text("，。已修好", max_size=10))
def test_a_reply_that_repeats_the_demand_speaks_of_it(demand: str, more: str) -> None:
    assert answers(demand, demand + more)


@pytest.mark.parametrize(
    ("demand", "reply", "said"),
    [
        (HEATING, ANSWER, True),
        (HEATING, "树木已补种，请监督", False),
        ("12345", "树木已补种", True),
        ("", "树木已补种", True),
    ],
)
def test_a_reply_speaks_of_something_that_the_demand_speaks_of(demand: str, reply: str, said: bool) -> None:
    assert answers(demand, reply) is said


def test_what_is_flagged_is_approved_only_when_it_was_looked_at(house: House, all_rows: AllRows) -> None:
    number = house.replied(mengsuban_id="u-1")
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        work.ticket(number).reply = f"{ANSWER}我局高度重视，电话13812345678。"
    before = all_rows()
    with pytest.raises(Incomplete, match=r"高度重视.*手机号.*已人工核对"), house.equipment.work(
        person(Role.SUPERVISOR)
    ) as work:  # fmt: skip
        review.approve(work, number)
    assert all_rows() == before
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        review.approve(work, number, confirmed=True)
    assert house.ticket(number).state == State.CALLBACK


def test_a_reply_without_a_flaw_is_approved_without_a_word(house: House) -> None:
    number = house.replied(mengsuban_id="u-1")
    with house.equipment.work(person(Role.SUPERVISOR)) as work:
        review.approve(work, number)
    assert house.ticket(number).state == State.CALLBACK
