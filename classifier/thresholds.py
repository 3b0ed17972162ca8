"""From which confidence the machine may act alone (自动派单阈值): chosen a category, so that its promise is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

NEVER = 1.01
# 一类的验证件少：这么多件“全体水平”的虚拟件先垫底，免得十来件就下结论
_BORROWED = 60
_FEWEST = 20
_STEPS = np.round(np.arange(0.2, 0.9995, 0.005), 3)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of answers to texts never trained on (验证结果).

    Args:
        answers: the category that was answered, one a text.
        sure: the confidence of the answer, 0–1.
        right: whether it was right.
        level1_sure, level1_right: the same of the level-1 category.
    """

    answers: npt.NDArray[np.str_]
    sure: npt.NDArray[Any]
    right: npt.NDArray[np.bool_]
    level1_sure: npt.NDArray[Any]
    level1_right: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The confidence from which an answer is sure (阈值), for each category and for the level-1 category."""

    promise: float
    overall: float
    level1: float
    by_category: Mapping[str, float]

    def of(self, category: str) -> float:
        """The threshold of one category."""
        return self.by_category.get(category, self.overall)


def thresholds(outcomes: Outcomes, promise: float) -> Thresholds:
    """The lowest thresholds at which answers keep the promised accuracy (选定阈值).

    Args:
        promise: the share of answers above the threshold that must be right, 0–1.
    """
    if promise >= 1:  # 没有哪个阈值能担保一件不错
        return Thresholds(promise, NEVER, NEVER, {})
    overall_rate = _rates(outcomes.sure, outcomes.right)
    overall = _lowest(overall_rate, promise)
    found = {}
    for category in np.unique(outcomes.answers):
        own = outcomes.answers == category
        told, hits = _above(outcomes.sure[own], outcomes.right[own])
        rates = (hits + _BORROWED * np.nan_to_num(overall_rate, nan=1.0)) / (told + _BORROWED)
        rates[np.isnan(overall_rate)] = np.nan
        found[str(category)] = _lowest(rates, promise)
    return Thresholds(promise, overall, _lowest(_rates(outcomes.level1_sure, outcomes.level1_right), promise), found)


def _above(sure: npt.NDArray[Any], right: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """At every step: how many answers are at least so sure, and how many of them are right."""
    order = np.argsort(sure)
    first = np.searchsorted(sure[order], _STEPS)
    hits = np.append(np.cumsum(right[order][::-1])[::-1], 0)
    return len(sure) - first, hits[first]


def _rates(sure: npt.NDArray[Any], right: npt.NDArray[np.bool_]) -> npt.NDArray[Any]:
    """The share of right answers at every step less one standard error: what was seen on few texts may be luck."""
    told, hits = _above(sure, right)
    counted = np.maximum(told, 1)
    likely = (hits + 1) / (told + 2)
    return np.where(told >= _FEWEST, hits / counted - np.sqrt(likely * (1 - likely) / counted), np.nan)


def _lowest(rates: npt.NDArray[Any], promise: float) -> float:
    """The lowest step that keeps the promise, as do all steps above it that can be judged."""
    known = np.flatnonzero(~np.isnan(rates))
    if not len(known) or rates[known[-1]] < promise:
        return NEVER
    broken = known[rates[known] < promise]
    return float(_STEPS[broken[-1] + 1]) if len(broken) else float(_STEPS[known[0]])
