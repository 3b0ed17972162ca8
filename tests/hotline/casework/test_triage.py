"""Looking a demand over: what the machine may dispatch alone, and what a person must decide and why."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factories import HEATING, House, person
from hotline.casework import intake
from hotline.casework.judgement import Judgement
from hotline.casework.judging.facts import Given
from hotline.casework.judging.verdict import judge
from hotline.casework.triage import triage
from hotline.domain.vocabulary import Decider, Role, State, Urgency
from hotline.store.work import SYSTEM
from routing_rules import emergency_in

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
Rows = Callable[[str], list[dict[str, Any]]]

EMERGENCIES = {
    "fire": ("赛罕区阳光花园楼里着火了，楼道全是烟", "119"),
    "gas": ("赛罕区阳光花园3号楼屋里全是煤气味，燃气泄漏了", ""),
    "suicide": ("赛罕区有人站在楼顶要跳，想跳楼", ""),
    "crime": ("新城区有人持刀，正在打人", "110"),
    "trapped": ("玉泉区有人困在电梯里，电梯门打不开", ""),
    "hidden in a complaint": (HEATING + "，刚才锅炉房着火了", "119"),
}


@pytest.mark.parametrize(("said", "line"), EMERGENCIES.values(), ids=EMERGENCIES.keys())
def test_emergency_words_are_never_dispatched_by_the_machine(house: House, rows: Rows, said: str, line: str) -> None:
    ticket = house.ticket(house.triaged(said))
    assert ticket.state == State.QUEUED and ticket.urgency == Urgency.EMERGENCY
    assert ticket.waits_for.startswith("疑似紧急") and line in ticket.waits_for
    assert rows("assignments") == [] and ticket.decided_by is None


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_emergency_word_of_the_table_calls_for_a_person(judgement: Judgement, data: st.DataObject) -> None:
    words = [word for row in judgement.rules.guidance for word in row.words if row.handling == "转紧急热线"]
    said = f"赛罕区阳光花园暖气不热，{data.draw(st.sampled_from(words))}，请尽快处理"
    assert emergency_in(judgement.rules.guidance, said) is not None
    verdict = judge(judgement, Given("", said, region="150105", category="0301"), NOW)
    assert not verdict.auto and verdict.urgency == Urgency.EMERGENCY
    assert verdict.reason.startswith("疑似紧急")


def test_an_ambiguous_place_goes_to_a_person_with_the_places_and_candidates(house: House, rows: Rows) -> None:
    ticket = house.ticket(house.triaged("赛罕区和玉泉区的路灯都不亮，请维修路灯"))
    assert ticket.state == State.QUEUED
    assert ticket.waits_for == "地点有多种可能：赛罕区、玉泉区"
    assert ticket.candidates[0]["category"] == "0102"
    assert rows("assignments") == []


@pytest.mark.parametrize("said", ["我家小区的路灯不亮，请维修路灯", "开发区路灯不亮请维修路灯"])
def test_an_unknown_place_goes_to_a_person_who_is_told_what_to_ask(judgement: Judgement, said: str) -> None:
    verdict = judge(judgement, Given("", said), NOW)
    assert not verdict.auto and verdict.decision is None
    assert verdict.reason.startswith("地点")
    assert len(verdict.candidates) == 3 and verdict.candidates[0]["category"] == "0102"


def test_a_court_enforcement_goes_to_a_person_with_the_channel(house: House, rows: Rows) -> None:
    said = "回民区法院判决已经生效半年，被执行人一直不给钱，申请强制执行法官不管，要求法院尽快执行"
    ticket = house.ticket(house.triaged(said))
    assert ticket.state == State.QUEUED and ticket.category == "2102"
    assert ticket.waits_for == "应分类处理：诉讼与执行，告知 12368诉讼服务热线"
    assert rows("assignments") == []


@pytest.mark.parametrize("number", ["G09", "G10", "G11", "G12", "G13", "G14", "G15", "G16"])
def test_no_legal_channel_of_the_table_is_ever_dispatched_by_the_machine(judgement: Judgement, number: str) -> None:
    row = next(one for one in judgement.rules.guidance if one.number == number)
    for category in row.category:
        verdict = judge(judgement, Given("", "赛罕区的事情", region="150105", category=category), NOW)
        assert not verdict.auto and row.channel in verdict.reason


@pytest.mark.parametrize("said", ["😀😀😀", "ᠮᠣᠩᠭᠣᠯ", "……", "asdf"])
def test_what_says_nothing_goes_to_a_person(house: House, said: str) -> None:
    ticket = house.ticket(house.triaged(said))
    assert ticket.state == State.QUEUED and ticket.waits_for


def test_what_a_person_has_chosen_is_not_judged_again(house: House, judgement: Judgement) -> None:
    ticket = house.ticket(house.triaged("新城区路灯不亮，请维修路灯", region="150202"))
    assert ticket.region == "150202" and ticket.agency == "ZJ-150202"
    verdict = judge(judgement, Given("", HEATING, region="150105", category="0102"), NOW)
    assert verdict.sure and verdict.category == "0102" and verdict.region_source == "人工选定"


def test_the_machine_says_what_it_leans_on(house: House, judgement: Judgement, rows: Rows) -> None:
    ticket = house.ticket(house.triaged())
    assert ticket.decided_by == Decider.MACHINE and ticket.state == State.DISPATCHED
    assert ticket.model_edition and ticket.rule_edition == judgement.rules.edition and ticket.rule and ticket.basis
    assert ticket.confidence is not None and ticket.confidence >= judgement.model.thresholds.of(ticket.category or "")
    assert {row["decided_by"] for row in rows("assignments")} == {"machine"}
    assert rows("steps")[-1]["role"] == "system"


def test_triage_twice_is_triage_once(house: House, judgement: Judgement, rows: Rows) -> None:
    number = house.triaged()
    steps, given_to = rows("steps"), rows("assignments")
    with house.equipment.work(SYSTEM) as work:
        triage(work, judgement, number)
    assert (rows("steps"), rows("assignments")) == (steps, given_to)


def test_triage_leaves_alone_what_somebody_was_quicker_with(house: House, judgement: Judgement) -> None:
    number = house.registered()
    with house.equipment.work(person(Role.AGENT)) as work:
        intake.void(work, number, reason="误拨")
    with house.equipment.work(SYSTEM) as work:
        assert triage(work, judgement, number).state == State.VOID


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80), st.sampled_from(["", "15", "150105", "1501"]))
def test_the_machine_dispatches_only_what_is_sure_placed_and_ruled(
    judgement: Judgement, said: str, centre: str
) -> None:
    verdict = judge(judgement, Given("", said, centre=centre), NOW)
    assert verdict == judge(judgement, Given("", said, centre=centre), NOW)
    if verdict.auto:
        assert verdict.sure and verdict.region and verdict.decision is not None
        assert verdict.emergency is None and verdict.channel is None


def test_a_letter_of_a_hundred_thousand_bytes_is_looked_over_quickly(judgement: Judgement) -> None:
    began = datetime.now(UTC)
    verdict = judge(judgement, Given("", HEATING + "暖气不热。" * 7000), NOW)
    assert (datetime.now(UTC) - began).total_seconds() < 2
    assert verdict.category == "0301" and verdict.region == "150105"
