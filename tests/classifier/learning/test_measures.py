"""Figures are what they are called (评价指标)."""

import numpy as np
import pytest

from classifier.learning import measures

CLASSES = np.array(["0101", "0102", "0201"])
TRUTH = np.array(["0101", "0101", "0102", "0201"])
CONFIDENCES = np.array([[0.95, 0.03, 0.02], [0.2, 0.7, 0.1], [0.1, 0.6, 0.3], [0.3, 0.4, 0.3]])
KIN = np.array(["01", "01", "02"])


def test_all_figures_of_a_small_table():
    found = measures.figures(TRUTH, CLASSES, CONFIDENCES, KIN)
    assert (found.texts, found.classes) == (4, 3)
    assert found.accuracy == 0.5
    assert found.level1 == 0.75
    assert found.top2 == pytest.approx(0.75)
    assert found.top3 == 1.0
    assert (found.worst_class, found.worst_f1) == ("0201", 0.0)
    assert found.macro_f1 == pytest.approx((2 / 3 + 0.5 + 0) / 3)
    assert (found.confident, found.confident_accuracy) == (0.25, 1.0)
    assert [(one.truth, one.answer, one.texts) for one in found.confusions] == [
        ("0101", "0102", 1),
        ("0201", "0102", 1),
    ]


def test_without_a_tree_level_one_is_the_class_itself():
    found = measures.figures(TRUTH, CLASSES, CONFIDENCES)
    assert found.level1 == found.accuracy


def test_calibration_error_and_curve():
    sure, right = np.array([0.95, 0.95, 0.4, 0.4]), np.array([True, True, False, True])
    assert measures.calibration_error(sure, right) == pytest.approx((0.05 + 0.1) / 2)
    assert [point.accuracy for point in measures.curve(sure, right, [0, 0.9])] == [0.75, 1.0]
    assert [point.coverage for point in measures.curve(sure, right, [0, 0.9, 0.99])] == [1.0, 0.5]


def test_the_share_answered_at_an_accuracy_takes_the_surest_first():
    sure = np.array([0.9, 0.8, 0.7, 0.6])
    assert measures.answered_at(sure, np.array([True, True, False, True]), 0.95) == 0.5
    assert measures.answered_at(sure, np.array([True, True, False, True]), 0.75) == 1.0
    assert measures.answered_at(sure, np.array([False, True, True, True]), 0.95) == 0.0
