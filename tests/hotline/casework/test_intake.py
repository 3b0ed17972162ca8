"""Taking a demand in: what is kept, what is sealed, what is refused, and that the same demand is one ticket."""

import json
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import HEATING, House, person
from hotline.casework import intake
from hotline.casework.intake import LONGEST, Demand
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.numbering import well_formed
from hotline.domain.vocabulary import Channel, RequesterKind, Role, State, Urgency
from hotline.store.work import SYSTEM, Person

AGENT = person(Role.AGENT)
Rows = Callable[[str], list[dict[str, Any]]]
AllRows = Callable[[], dict[str, list[dict[str, Any]]]]
NOTHING: dict[str, list[object]] = {
    "tickets": [], "steps": [], "notes": [], "assignments": [], "calls": [], "deliveries": [], "requesters": [],
}  # fmt: skip

REFUSED = {
    "empty": (Demand(""), "诉求内容"),
    "blank": (Demand(" \n　"), "诉求内容"),
    "100 kB": (Demand("x" * 100_000), "最多 50000 字"),
    "one too many": (Demand("暖" * (LONGEST + 1)), "最多 50000 字"),
    "NUL in the text": (Demand("暖气\x00不热"), "「诉求内容」"),
    "NUL in the title": (Demand("暖气不热", title="\x00"), "「标题」"),
    "NUL in the address": (Demand("暖气不热", address="甲\x00"), "「详细地址」"),
    "NUL in the name": (Demand("暖气不热", name="甲\x00"), "「姓名」"),
    "NUL in the company": (Demand("暖气不热", company="甲\x00"), "「企业名称」"),
    "NUL in the phone": (Demand("暖气不热", phone="138\x00"), "「联系电话」"),
    "NUL in the region": (Demand("暖气不热", region="15\x00"), "「区划」"),
    "NUL in the external id": (Demand("暖气不热", external_id="a\x00"), "「来源编号」"),
    "half an emoji": (Demand("暖气不热\ud83d"), "「诉求内容」"),
    "half an emoji in the name": (Demand("暖气不热", name="\udc00"), "「姓名」"),
    "long title": (Demand("暖气不热", title="暖" * 201), "最多 200 字"),
    "long external id": (Demand("暖气不热", external_id="e" * 65), "「来源编号」最多 64 个字符"),
    "long credit code": (Demand("暖气不热", company="甲", uscc="9" * 65), "「统一社会信用代码」最多 64 个字符"),
    "short phone": (Demand("暖气不热", phone="1381234567"), "「联系电话」1381234567 不是"),
    "phone of letters": (Demand("暖气不热", phone="不知道"), "「联系电话」不知道 不是"),
    "two phones": (Demand("暖气不热", phone="13812345678 13912345678"), "「联系电话」"),
    "unknown region": (Demand("暖气不热", region="990105"), "「区划」990105 不在区划表中"),
    "region of words": (Demand("暖气不热", region="赛罕区"), "「区划」赛罕区 不在区划表中"),
}


@pytest.mark.parametrize(("demand", "told"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_taken_down_is_told_in_one_sentence_and_nothing_is_written(
    house: House, all_rows: AllRows, demand: Demand, told: str
) -> None:
    with pytest.raises(Incomplete) as refused, house.equipment.work(AGENT) as work:
        intake.register(work, demand)
    assert told in str(refused.value)
    assert re.search(r"[\u4e00-\u9fff]", str(refused.value)) and "；" not in str(refused.value)
    assert len(str(refused.value)) < 100
    assert all_rows() == NOTHING


def test_all_that_is_wrong_is_told_at_once(house: House, all_rows: AllRows) -> None:
    with pytest.raises(Incomplete) as refused, house.equipment.work(AGENT) as work:
        intake.register(work, Demand("暖气", title="长" * 300, phone="1", region="99"))
    assert len(str(refused.value).split("；")) == 3
    assert all_rows() == NOTHING


@pytest.mark.parametrize(
    "said",
    ["😀👍🏽👨‍👩‍👧", "ᠮᠣᠩᠭᠣᠯ ᠬᠡᠯᠡ", "ᠮ" * 3000, "x" * 50_000, "http://a.cn/" + "q" * 5000, "暖气'; drop table tickets;--",
        "<script>1</script>", "暖" * LONGEST, "'\\ & | ! :*"],
    ids=["emoji", "Mongolian", "long Mongolian", "one long word", "long link", "sql", "html", "longest", "tsquery"],
)  # fmt: skip
def test_any_other_script_is_kept_to_the_letter(house: House, said: str) -> None:
    number = house.registered(said)
    assert house.ticket(number).text == said


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60), st.text(max_size=20))
def test_any_text_is_either_kept_to_the_letter_or_refused_in_words(house: House, said: str, name: str) -> None:
    try:
        number = house.registered(said, name=name)
    except Incomplete as refused:
        assert re.search(r"[\u4e00-\u9fff]", str(refused))
        return
    assert house.ticket(number).text == said


def test_a_registered_ticket_has_a_number_and_its_moment(house: House) -> None:
    ticket = house.ticket(house.registered())
    assert well_formed(ticket.number) and ticket.state == State.REGISTERED
    assert ticket.registered_by == "agent" and ticket.channel == Channel.PHONE


def test_the_same_external_id_twice_is_one_ticket(house: House, all_rows: AllRows) -> None:
    first = house.registered(external_id="msb-7", mengsuban_id="u1", by=SYSTEM)
    before = all_rows()
    assert house.registered("换了说法", external_id="msb-7", mengsuban_id="u1", by=SYSTEM) == first
    assert all_rows() == before


def test_the_same_external_id_at_the_same_time_is_one_ticket(house: House, rows: Rows) -> None:
    together = Barrier(2)

    def file() -> str:
        together.wait(5)
        return house.registered(external_id="msb-8", by=SYSTEM)

    with ThreadPoolExecutor(2) as hands:
        numbers = {one.result() for one in [hands.submit(file), hands.submit(file)]}
    assert len(numbers) == 1 == len(rows("tickets"))


def test_without_an_external_id_the_same_words_are_two_tickets(house: House) -> None:
    assert house.registered() != house.registered()


def test_name_and_phone_are_sealed_and_found_by_the_blind_index(house: House, all_rows: AllRows) -> None:
    house.registered(phone="138-1234-5678", name="张三丰")
    house.registered(phone="+86 13812345678", name="张三丰")
    house.registered(phone="13912345678", name="李四")
    kept = all_rows()
    assert len(kept["requesters"]) == 2
    vault, row = house.equipment.vault, kept["requesters"]
    known = next(one for one in row if one["phone_index"] == vault.blind("13812345678"))
    assert vault.open(known["phone_sealed"], f"requesters.phone.{known['id']}") == "13812345678"
    assert vault.open(known["name_sealed"], f"requesters.name.{known['id']}") == "张三丰"
    everything = json.dumps(kept, default=str, ensure_ascii=False)
    assert not [plain for plain in ("13812345678", "138-1234", "13912345678", "张三丰", "李四") if plain in everything]


def test_equal_phones_of_two_rows_are_sealed_differently(house: House, rows: Rows) -> None:
    house.registered(phone="13812345678", mengsuban_id="u1")
    house.registered(phone="13812345678", mengsuban_id="u2")
    one, other = rows("requesters")
    assert one["phone_index"] == other["phone_index"] and one["phone_sealed"] != other["phone_sealed"]


def test_a_call_keeps_the_blind_number_only(house: House, rows: Rows) -> None:
    house.registered(phone="0471-4601234", region="150105")
    (call,) = rows("calls")
    assert call["caller_index"] == house.equipment.vault.blind("0471-4601234")
    assert (call["region"], call["taken_by"]) == ("150105", "agent")


def test_who_gives_no_name_and_no_phone_stays_anonymous(house: House, rows: Rows) -> None:
    assert house.ticket(house.registered()).requester_id is None
    assert rows("requesters") == []


def test_what_is_known_of_a_requester_is_not_forgotten(house: House, rows: Rows) -> None:
    house.registered(
        phone="13812345678", name="张三", company="赛罕热力有限公司", requester_kind=RequesterKind.ENTERPRISE
    )
    house.registered(phone="13812345678", requester_kind=RequesterKind.ENTERPRISE)
    (known,) = rows("requesters")
    assert known["company"] == "赛罕热力有限公司" and known["name_sealed"]


def test_a_draft_may_be_incomplete_and_is_finished_later(house: House, rows: Rows) -> None:
    with house.equipment.work(AGENT) as work:
        draft = intake.save(work, Demand("", phone="13812345678"))
        number, seen = draft.number, draft.version
    assert house.ticket(number).state == State.DRAFT
    assert rows("deliveries") == []
    with house.equipment.work(AGENT) as work:
        intake.finish(work, number, Demand(HEATING, region="150105", name="张三"), seen=seen)
    ticket = house.ticket(number)
    assert (ticket.state, ticket.text, ticket.region, ticket.region_chosen) == (
        State.REGISTERED,
        HEATING,
        "150105",
        True,
    )
    assert ticket.requester_id is not None
    assert [row["job"] for row in rows("deliveries")] == ["triage"]
    assert [row["action"] for row in rows("steps")] == ["save", "register"]


def test_a_draft_is_not_finished_without_words(house: House, all_rows: AllRows) -> None:
    with house.equipment.work(AGENT) as work:
        number = intake.save(work, Demand("")).number
    before = all_rows()
    with pytest.raises(Incomplete, match="诉求内容"), house.equipment.work(AGENT) as work:
        intake.finish(work, number, Demand(""), seen=None)
    assert all_rows() == before


def test_finishing_asks_for_the_role_then_the_state_then_the_material(house: House) -> None:
    with house.equipment.work(AGENT) as work:
        number = intake.save(work, Demand("")).number
    wrong = Demand("暖气", phone="1")
    with pytest.raises(Forbidden), house.equipment.work(person(Role.DISPATCHER)) as work:
        intake.finish(work, number, wrong, seen=99)
    with pytest.raises(Incomplete), house.equipment.work(AGENT) as work:
        intake.finish(work, number, wrong, seen=99)
    with pytest.raises(Conflict, match="刚被他人更新"), house.equipment.work(AGENT) as work:
        intake.finish(work, number, Demand("暖气"), seen=99)
    registered = house.registered()
    with pytest.raises(Conflict, match="待研判"), house.equipment.work(AGENT) as work:
        intake.finish(work, registered, wrong, seen=99)


def test_answering_guiding_transferring_and_voiding_settle_a_ticket(house: House) -> None:
    ends = {
        State.CLOSED: lambda w, n: intake.answer(w, n, reply="停暖补偿按日计算。"),
        State.GUIDED: lambda w, n: intake.guide(w, n, guidance="请拨打 12368。"),
        State.TRANSFERRED: lambda w, n: intake.transfer(w, n, hotline="119"),
        State.VOID: lambda w, n: intake.void(w, n, reason="误拨"),
        State.WITHDRAWN: lambda w, n: intake.withdraw(w, n, reason="已自行解决"),
    }
    for state, end in ends.items():
        number = house.registered()
        with house.equipment.work(AGENT) as work:
            end(work, number)
        ticket = house.ticket(number)
        assert ticket.state == state and ticket.closed_at is not None
        assert (ticket.urgency == Urgency.EMERGENCY) == (state == State.TRANSFERRED)


def test_a_requester_withdraws_their_own_ticket_and_nobody_elses(house: House, rows: Rows) -> None:
    mine, others = house.registered(phone="13812345678"), house.registered(phone="13912345678")
    me = Person("me", Role.REQUESTER, requester=house.ticket(mine).requester_id)
    with house.equipment.work(me) as work:
        intake.withdraw(work, mine, reason="已解决")
    with pytest.raises(NotFound), house.equipment.work(me) as work:
        intake.withdraw(work, others, reason="已解决")
    assert house.ticket(others).state == State.REGISTERED


def test_a_draft_is_saved_again_with_what_is_now_known(house: House, rows: Rows) -> None:
    with house.equipment.work(AGENT) as work:
        number = intake.save(work, Demand("", phone="13812345678")).number
    seen = house.ticket(number).version
    with house.equipment.work(AGENT) as work:
        intake.save_again(work, number, Demand("暖气", name="张三", phone="13812345678"), seen=seen)
    ticket = house.ticket(number)
    assert (ticket.state, ticket.text) == (State.DRAFT, "暖气") and ticket.version > seen
    assert [row["action"] for row in rows("steps")] == ["save", "save"] and rows("deliveries") == []
    assert len(rows("requesters")) == 1


def test_a_draft_that_somebody_saved_meanwhile_is_not_overwritten(house: House, all_rows: AllRows) -> None:
    with house.equipment.work(AGENT) as work:
        number = intake.save(work, Demand("")).number
    seen = house.ticket(number).version
    with house.equipment.work(AGENT) as work:
        intake.save_again(work, number, Demand("先到的"), seen=seen)
    before = all_rows()
    for late in (intake.save_again, intake.finish):
        with pytest.raises(Conflict, match="刚被他人更新"), house.equipment.work(AGENT) as work:
            late(work, number, Demand("后到的", phone="13912345678"), seen=seen)
    assert all_rows() == before
    assert house.ticket(number).text == "先到的"
