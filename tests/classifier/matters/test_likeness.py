from datetime import datetime, timedelta

import pytest

from classifier.matters.likeness import SIGNS, Pair, features
from classifier.matters.reading import Told

NOON = datetime(2026, 11, 1, 12)
HEAT, LIFT = {"0301": 0.9, "0302": 0.05}, {"0209": 0.95}


@pytest.fixture
def told():
    def make(text, caller="甲", region="150105", days=0, categories=HEAT, title=""):
        return Told(text, caller, NOON + timedelta(days=days), region, title, text, categories)

    return make


def test_features_are_those_of_the_table_of_signs(told):
    assert set(features(Pair(told("停暖"), told("没暖气")))) == set(SIGNS)


def test_same_place_same_matter(told):
    found = features(Pair(told("丁香佳园3号楼暖气不热"), told("丁香佳园三栋屋里冰凉，热力没人来", "乙")))
    assert found["同名"] == found["编号同"] == 1
    assert found["异名"] == found["编号异"] == found["同人"] == 0
    assert found["同处同事"] > 0.5


def test_conflicting_names_and_numbers(told):
    found = features(Pair(told("丁香佳园3号楼暖气不热"), told("海棠佳园5号楼暖气不热", "乙")))
    assert found["异名"] == found["编号异"] == 1
    assert found["同处"] == 0


def test_alike_words_about_unlike_matters(told):
    one, other = told("丁香佳园3号楼暖气不热"), told("丁香佳园3号楼电梯停运", "乙", categories=LIFT)
    trap, copy = features(Pair(one, other)), features(Pair(one, told("丁香佳园3号楼暖气不热", "乙")))
    assert trap["近而异"] > 0.3
    assert copy["近而异"] == pytest.approx(0, abs=1e-6)
    assert trap["物异"] == trap["事异"] == 1


def test_a_copy_without_any_known_word_is_still_a_copy(told):
    assert features(Pair(told("嗯嗯嗯"), told("嗯嗯嗯", "乙")))["近而异"] == pytest.approx(0, abs=1e-6)


def test_regions(told):
    assert features(Pair(told("停暖"), told("停暖", region="150202")))["区划异"] == 1
    assert features(Pair(told("停暖"), told("停暖", region="150100")))["区划异"] == 0
    assert features(Pair(told("停暖"), told("停暖", region="")))["区划异"] == 0


def test_said_again_counts_for_the_same_caller_only(told):
    one = told("丁香佳园暖气不热")
    assert features(Pair(one, told("上次反映的还没修", days=3)))["再诉"] == 1
    assert features(Pair(one, told("上次反映的还没修", "乙", days=3)))["再诉"] == 0


def test_unknown_callers_are_not_the_same(told):
    assert features(Pair(told("停暖", ""), told("停暖", "")))["同人"] == 0


def test_missing_categories_stand_neither_for_nor_against(told):
    found = features(Pair(told("丁香佳园暖气不热", categories={}), told("丁香佳园屋里冰凉", "乙")))
    assert found["分类同"] == pytest.approx(found["偏向同"])


def test_order_does_not_matter(told):
    one, other = told("丁香佳园3号楼暖气不热"), told("丁香佳园屋里冰凉", "乙", days=2)
    there, back = features(Pair(one, other)), features(Pair(other, one))
    assert {name: pytest.approx(value, abs=0.02) for name, value in there.items()} == back
