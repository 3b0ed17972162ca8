"""Champion against challenger: the same tickets for both, and a worse one is refused with the why (新旧版本比较)."""

import json
from dataclasses import replace

import numpy as np
import pytest

from classifier import corpus
from classifier.learning import comparison
from classifier.learning.comparison import Comparison, compare, held_apart, known_demands
from classifier.learning.lessons import Lesson
from classifier.learning.training import edition_of
from classifier.model import Model

KINDS = {
    "供水": ["停水", "水管", "水压", "断水", "自来水", "水表"],
    "供热": ["暖气", "供热", "暖气片", "停暖", "地暖", "锅炉"],
    "路灯": ["路灯", "灯杆", "灯泡", "照明", "太黑", "灯罩"],
}
ENDS = ["三天了", "没人管", "什么时候修", "影响出行", "老人孩子受不了", "请尽快处理", "打电话没人接", "希望解决"]
HELD = [(f"{word}又坏了{end}", kind) for kind, cues in KINDS.items() for word in cues for end in ENDS[:3]]


def lessons(turned: dict[str, str] | None = None) -> list[Lesson]:
    """Lessons of all kinds; some kinds taught under a wrong name."""
    turned = turned or {}
    return [
        Lesson(f"{word}{end}", turned.get(kind, kind), f"{kind}{place}")
        for kind, cues in KINDS.items()
        for place, end in enumerate(ENDS)
        for word in cues
    ]


def model_of(edition: str, taught: list[Lesson], promise: float = 0.97) -> Model:
    trained = edition_of(taught)
    return Model(trained.estimator, edition, trained.outcomes, {}, promise)


@pytest.fixture(scope="module")
def right() -> Model:
    return model_of("right", lessons())


@pytest.fixture(scope="module")
def wrong() -> Model:
    """Taught water as heat and heat as water."""
    return model_of("wrong", lessons({"供水": "供热", "供热": "供水"}))


@pytest.fixture(scope="module")
def poor() -> Model:
    """Has never heard of street lamps."""
    return model_of("poor", [lesson for lesson in lessons() if lesson.label != "路灯"])


def test_an_edition_against_itself_is_not_worse(right):
    found = compare(right, right, HELD, HELD)
    assert found.better and found.reasons == ()
    assert found.champion == found.challenger
    assert (found.tickets, found.only_champion, found.only_challenger, found.chance) == (len(HELD), 0, 0, 1.0)
    assert found.champion.top1 > 0.9 and found.champion.top3 == 1.0


def test_a_better_one_may_serve_and_the_table_shows_both(poor, right):
    found = compare(poor, right, HELD, HELD)
    assert found.better
    assert found.only_challenger == 18 and found.only_champion == 0
    assert found.chance == pytest.approx(2 * 0.5**18)
    assert found.challenger.macro_f1 > found.champion.macro_f1
    told = "\n".join(found.table())
    assert "现行 poor → 候选 right" in told and "McNemar" in told
    assert f"首位正确：{found.champion.top1:.1%} → {found.challenger.top1:.1%}" in told
    assert found.table()[-1] == "结论：可以启用"


def test_a_worse_one_is_refused_with_the_reasons(right, wrong):
    found = compare(right, wrong, HELD, HELD)
    assert not found.better
    assert any("不能归于偶然" in reason for reason in found.reasons)
    assert any("忘了原有的" in reason for reason in found.reasons)
    assert found.table()[-1].startswith("结论：不予采用——首位正确率低")


def test_one_ticket_in_a_few_is_more_than_half_a_point_and_refused_though_it_may_be_chance(right, poor):
    held = [*HELD[:30], ("路灯又坏了三天了", "路灯")]
    found = compare(right, poor, held, HELD[:30])
    assert found.chance == 1.0 and found.only_champion == 1
    assert [("超过允许的 0.5%" in reason) for reason in found.reasons] == [True]


def test_what_it_knew_before_must_not_be_unlearnt(right, poor):
    found = compare(right, poor, HELD[:30], HELD)
    assert found.champion.top1 == found.challenger.top1
    assert len(found.reasons) == 1 and "校准集" in found.reasons[0]
    assert found.guarded == len(HELD)


def test_sure_answers_that_break_the_promise_the_champion_keeps_are_refused(right):
    bold = model_of("bold", lessons())
    bold.thresholds = replace(bold.thresholds, overall=0.0, by_category={})
    right_here = replace(right.thresholds, overall=1.01, by_category={})
    timid = model_of("timid", lessons())
    timid.thresholds = right_here
    strange = [(f"{text}", "路灯" if kind == "供水" else kind) for text, kind in HELD]
    found = compare(timid, bold, strange, HELD)
    assert found.champion.sure == 0 and found.champion.sure_accuracy is None
    assert found.challenger.sure == 1
    assert [("守不住承诺的 97%" in reason) for reason in found.reasons] == [True]
    assert "—" in "\n".join(found.table())


def test_a_single_slip_of_a_few_sure_answers_does_not_break_the_promise(right):
    held = [*HELD[:20], (HELD[20][0], "路灯")]
    bold = model_of("bold", lessons())
    bold.thresholds = replace(bold.thresholds, overall=0.0, by_category={})
    assert compare(right, bold, held, HELD).better


def test_a_text_that_says_nothing_known_is_never_sure(right):
    bold = model_of("bold", lessons())
    bold.thresholds = replace(bold.thresholds, overall=0.0, by_category={})
    assert compare(right, bold, [("12345", "供水"), HELD[0]], []).challenger.sure == 0.5


def test_a_category_the_champion_has_never_met_counts_as_wrong_and_breaks_nothing(right, poor):
    found = compare(poor, right, [("路灯又坏了", "路灯")], [])
    assert (found.champion.top1, found.challenger.top1, found.champion.known) == (0.0, 1.0, 1.0)


def test_nothing_to_compare_with_is_an_error(right):
    with pytest.raises(ValueError, match="没有留出的工单"):
        compare(right, right, [])


def test_it_is_kept_as_json(right, wrong):
    kept = compare(right, wrong, HELD, HELD).kept()
    assert json.loads(json.dumps(kept)) == kept
    assert kept["better"] is False and kept["challenger"]["edition"] == "wrong" and kept["reasons"]


def test_by_default_the_guard_is_the_calibration_set_of_the_project(right):
    found = compare(right, right, HELD[:5])
    assert isinstance(found, Comparison)
    assert found.guarded == len(known_demands()) == len(corpus.read(corpus.CALIBRATION)) > 0


def test_the_latest_are_held_back_and_groups_stay_whole():
    days = [Lesson(f"第{day}天的事情{chr(0x4E00 + day)}", "甲", f"组{day % 10}") for day in range(100)]
    training, held = held_apart(days)
    assert not {lesson.group for lesson in training} & {lesson.group for lesson in held}
    assert {lesson.group for lesson in held} == {"组9", "组8"}
    assert len(training) + len(held) == 100 and len(held) == 20
    assert held == sorted(held, key=days.index) and training == sorted(training, key=days.index)


def test_a_group_with_one_late_lesson_is_held_back_with_its_early_ones():
    days = [Lesson(f"诉求{chr(0x4E00 + day * 7)}", "甲", "常客" if day in (0, 9) else str(day)) for day in range(10)]
    training, held = held_apart(days)
    assert [lesson.document for lesson in held] == [days[0].document, days[9].document]
    assert len(training) == 8


def test_what_says_the_same_as_a_held_lesson_does_not_train():
    said = "小区门口的路灯坏了一个星期，晚上一片漆黑，老人摔了一跤，希望尽快派人维修，谢谢"
    days = [
        Lesson(said.replace("一个星期", "两个星期"), "路灯", "甲"),
        Lesson(said, "照明", "乙"),
        *(Lesson(f"别的事情{chr(0x4E00 + day * 7)}", "路灯", str(day)) for day in range(7)),
        Lesson(said, "路灯", "丙"),
    ]
    training, held = held_apart(days, share=0.1)
    assert [lesson.group for lesson in held] == ["丙"]
    assert [lesson.group for lesson in training] == ["乙", *map(str, range(7))]


def test_without_lessons_nothing_is_held_back():
    assert held_apart([]) == ([], [])


def test_the_exact_test_of_mcnemar():
    assert comparison._chance(0, 0) == 1.0
    assert comparison._chance(1, 1) == 1.0
    assert comparison._chance(0, 6) == pytest.approx(0.03125)
    assert np.isclose(comparison._chance(3, 12), 0.03515625)
