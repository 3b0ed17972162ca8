"""An indicator's value and tier."""

from dataclasses import replace

import pytest

from routing_rules import load_folder
from routing_rules.indicators.definition import MEASURES


@pytest.fixture(scope="module")
def solved():
    return next(one for one in load_folder().indicators if one.code == "JJ01")


def test_half_solved_counts_half_and_nothing_asked_is_no_rate(solved):
    assert solved.value({"已解决": 8, "部分解决": 2, "有效回访": 10}) == 0.9
    assert solved.value({}) is None
    assert replace(solved, denominator=()).value({"已解决": 3, "部分解决": 1}) == 3.5


def test_tiers_turn_at_their_bounds_in_the_bad_direction(solved):
    assert [solved.tier(value) for value in (0.79, 0.8, 0.89, 0.9, 1.0, None)] == ["红", "黄", "黄", "蓝", "蓝", ""]
    late = replace(solved, higher=False, yellow=0.02, red=0.05)
    assert [late.tier(value) for value in (0.06, 0.05, 0.03, 0.02, 0.0)] == ["红", "黄", "黄", "蓝", "蓝"]
    assert replace(solved, higher=None).tier(0.1) == ""


def test_every_shipped_indicator_is_made_of_measures_that_are_counted():
    shipped = load_folder().indicators
    assert len(shipped) == len({one.code for one in shipped}) > 20
    assert {part.measure for one in shipped for part in (*one.numerator, *one.denominator)} <= set(MEASURES)
    assert sum(one.weight for one in shipped) == 100
