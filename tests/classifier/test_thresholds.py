"""The machine acts alone only where it keeps its promise (自动派单阈值)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.thresholds import NEVER, Outcomes, thresholds


def _outcomes(answers, sure, right):
    sure, right = np.array(sure, dtype=np.float32), np.array(right, dtype=bool)
    return Outcomes(np.array(answers, dtype=np.str_), sure, right, sure, right)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.8, 0.9, 0.95]))
def test_all_answers_above_the_overall_threshold_keep_the_promise(seed, promise):
    drawn = np.random.default_rng(seed)
    sure = drawn.uniform(0.2, 1, 600)
    outcomes = _outcomes(["0101"] * 600, sure, drawn.uniform(0, 1, 600) < sure)
    chosen = thresholds(outcomes, promise)
    told = outcomes.sure >= chosen.overall
    assert chosen.overall == NEVER or outcomes.right[told].mean() >= promise


def test_a_category_that_is_often_wrong_needs_more():
    drawn = np.random.default_rng(1)
    sure = drawn.uniform(0.3, 1, 2000)
    good = np.arange(2000) % 2 == 0
    right = drawn.uniform(0, 1, 2000) < np.where(good, sure**0.2, sure**3)
    chosen = thresholds(_outcomes(np.where(good, "0101", "0102"), sure, right), 0.9)
    assert chosen.of("0101") < chosen.overall < chosen.of("0102")
    assert chosen.of("9999") == chosen.overall


def test_a_few_lucky_answers_do_not_convince():
    sure, right = [0.5] * 400 + [0.5] * 3, [False] * 300 + [True] * 103
    chosen = thresholds(_outcomes(["0101"] * 400 + ["0102"] * 3, sure, right), 0.9)
    assert chosen.of("0102") == NEVER


@pytest.mark.parametrize("promise", [1.0, 0.97])
def test_where_no_threshold_keeps_the_promise_a_person_decides(promise):
    assert thresholds(_outcomes(["0101"] * 50, [0.9] * 50, [False] * 50), promise).overall == NEVER
    assert thresholds(_outcomes(["0101"] * 5, [0.9] * 5, [True] * 5), promise).level1 == NEVER


def test_a_promise_of_all_right_is_never_given():
    assert thresholds(_outcomes(["0101"] * 500, [0.99] * 500, [True] * 500), 1.0).of("0101") == NEVER
