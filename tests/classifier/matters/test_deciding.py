from datetime import datetime, timedelta

import pytest

from classifier.matters.deciding import ALIKE, REPEATED, SHARED, compare, same_matter
from classifier.matters.reading import Told
from classifier.matters.weighing import weights

NOON = datetime(2026, 11, 1, 12)
KNOWN = {"热": {"0301": 0.95}, "梯": {"0209": 0.95}, "薪": {"1101": 0.9, "1102": 0.1}, "灯": {"0102": 0.95}, "": {}}


def told(key, caller, text, about="热", region="150105", days=0):
    return Told(key, caller, NOON + timedelta(days=days), region, "", text, KNOWN[about])


FIRST = told("1", "甲", "赛罕区丁香佳园3号楼暖气不热，屋里15度，供热公司没人来测温")
SAME_MATTER = [
    told("2", "甲", "我上次反映的暖气还是冰凉，老人冻得受不了", days=4),
    told("3", "乙", "丁香佳园三栋家家都冷，穿棉袄睡觉，热力电话打不通", days=2),
    told("4", "丙", FIRST.text, days=1),
]
ANOTHER_MATTER = [
    told("5", "乙", "赛罕区丁香佳园3号楼电梯停运三天，物业没人修", "梯"),
    told("6", "乙", "赛罕区海棠佳园3号楼暖气不热，屋里15度，供热公司没人来测温"),
    told("7", "乙", "赛罕区丁香佳园8号楼暖气不热，屋里15度，供热公司没人来测温"),
    told("8", "乙", "东河区工人村暖气不热，屋里十五度", region="150202"),
    told("9", "甲", "路灯不亮，孩子下晚自习害怕", "灯", days=3),
    told("10", "丁", "包工头欠我两万块工钱", "薪", region="150721"),
]


@pytest.mark.parametrize("other", SAME_MATTER, ids=lambda one: one.key)
def test_same_matter(other):
    assert same_matter(FIRST, other) >= weights().threshold


@pytest.mark.parametrize("other", ANOTHER_MATTER, ids=lambda one: one.key)
def test_another_matter(other):
    assert same_matter(FIRST, other) < weights().threshold


def test_a_typing_error_does_not_hide_a_repeat_of_the_same_person():
    assert same_matter(FIRST, told("11", "甲", FIRST.text.replace("没人来", "没有人来"), days=1)) > weights().threshold


def test_compare_puts_the_likeliest_first_and_names_the_relation():
    found = compare(FIRST, [*ANOTHER_MATTER, *SAME_MATTER, FIRST])
    assert {match.key for match in found[:3]} == {"2", "3", "4"}
    assert [match.likelihood for match in found] == sorted((match.likelihood for match in found), reverse=True)
    relations = {match.key: match.relation for match in found}
    assert relations["2"] == REPEATED
    assert relations["3"] == relations["4"] == SHARED
    assert {relation for key, relation in relations.items() if key not in {"2", "3", "4"}} <= {ALIKE}
    assert "1" not in relations


def test_like_words_of_others_without_a_common_place_are_not_one_matter():
    smoke = told("20", "甲", "对面楼五楼往外冒黑烟，窗户那儿有人喊救命", "")
    assert compare(smoke, [told("21", "乙", "有家洗浴每天傍晚烟囱冒黑烟，一股硫磺味", "")]) == []


def test_compare_leaves_out_what_is_less_likely():
    assert compare(FIRST, ANOTHER_MATTER, least=0.99) == []
    assert len(compare(FIRST, ANOTHER_MATTER, least=0.0)) == len(ANOTHER_MATTER)


def test_reasons_tell_place_matter_caller_and_time():
    reasons = next(match.reasons for match in compare(FIRST, SAME_MATTER) if match.key == "3")
    assert "同一小区「丁香佳园」" in reasons
    assert "同一楼号" in reasons
    assert "相隔 2 天" in reasons
    assert any(reason.startswith("说的都是") for reason in reasons)
