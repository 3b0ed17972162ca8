"""Figures about answers and confidences (评价指标)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import f1_score

Numbers = npt.NDArray[Any]
_BINS = 15
_RIGHT_ENOUGH = 0.90
_FEWEST_ANSWERS = 30


@dataclass(frozen=True, slots=True)
class Point:
    """At one threshold: what share is answered and how much of that is right (覆盖率与准确率)."""

    threshold: float
    coverage: float
    accuracy: float


def top(truth: Numbers, classes: Numbers, confidences: Numbers, count: int) -> float:
    """Share of demands whose category is among the first few answers (前几位命中率)."""
    order = np.argsort(-confidences, axis=1, kind="stable")[:, :count]
    return float((classes[order] == truth[:, None]).any(axis=1).mean())


def macro_f1(truth: Numbers, answers: Numbers) -> float:
    """Mean F1 of all categories (宏平均 F1)."""
    return float(f1_score(truth, answers, average="macro", zero_division=0))


def calibration_error(sure: Numbers, right: Numbers) -> float:
    """Mean distance between confidence and accuracy (期望校准误差 ECE)."""
    bins = np.minimum((sure * _BINS).astype(int), _BINS - 1)
    distances = [
        abs(sure[bins == one].mean() - right[bins == one].mean()) * (bins == one).mean() for one in np.unique(bins)
    ]
    return float(np.sum(distances))


def curve(sure: Numbers, right: Numbers, steps: Sequence[float] = ()) -> list[Point]:
    """Coverage and accuracy at every step of the threshold (覆盖率—准确率曲线)."""
    points = []
    for step in steps or np.round(np.arange(0, 1, 0.05), 2).tolist():
        answered = sure >= step
        if answered.any():
            points.append(Point(float(step), float(answered.mean()), float(right[answered].mean())))
    return points


def threshold(sure: Numbers, right: Numbers, wanted: float = _RIGHT_ENOUGH) -> float:
    """The lowest confidence above which answers are right often enough (自动派单阈值); 1 if there is none."""
    fine = curve(sure, right, np.round(np.arange(0.2, 1, 0.005), 3).tolist())
    good = [one.threshold for one in fine if one.accuracy >= wanted and one.coverage * len(sure) >= _FEWEST_ANSWERS]
    return min(good, default=1.0)
