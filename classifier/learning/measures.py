"""Figures about answers and confidences (评价指标)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import confusion_matrix, f1_score

Numbers = npt.NDArray[Any]
_BINS = 15
CONFIDENT = 0.9


@dataclass(frozen=True, slots=True)
class Point:
    """At one threshold: what share is answered and how much of that is right (覆盖率与准确率)."""

    threshold: float
    coverage: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Confusion:
    """Texts of one class that were taken for another (混淆)."""

    truth: str
    answer: str
    texts: int


@dataclass(frozen=True, slots=True)
class Figures:
    """How good the answers to some texts were (评价结果).

    Args:
        ece: mean distance between confidence and accuracy, 15 bins.
        confident, confident_accuracy: share of texts with a confidence of .9 or more, and how many of them are right.
        by_class: F1 of every class that occurs.
    """

    texts: int
    classes: int
    accuracy: float
    macro_f1: float
    worst_class: str
    worst_f1: float
    top2: float
    top3: float
    level1: float
    ece: float
    confident: float
    confident_accuracy: float
    curve: tuple[Point, ...]
    by_class: dict[str, float]
    confusions: tuple[Confusion, ...]


def figures(truth: Numbers, classes: Numbers, confidences: Numbers, kin: Numbers | None = None) -> Figures:
    """All figures about some answers (评价).

    Args:
        truth: the right class of each text.
        classes: the classes of the columns of `confidences`.
        confidences: shape (texts, classes), rows adding up to 1.
        kin: the level-1 class of each class; each is its own where not given.
    """
    kin = classes if kin is None else kin
    answers, sure = classes[confidences.argmax(axis=1)], confidences.max(axis=1)
    right = answers == truth
    occurring = np.unique(truth)
    single = f1_score(truth, answers, average=None, labels=occurring, zero_division=0)
    heads = np.unique(kin)
    level1 = heads[(confidences @ (kin[:, None] == heads)).argmax(axis=1)]
    own_head = dict(zip(classes.tolist(), kin.tolist(), strict=True))
    confident = sure >= CONFIDENT
    return Figures(
        texts=len(truth),
        classes=len(occurring),
        accuracy=float(right.mean()),
        macro_f1=float(single.mean()),
        worst_class=str(occurring[single.argmin()]),
        worst_f1=float(single.min()),
        top2=top(truth, classes, confidences, 2),
        top3=top(truth, classes, confidences, 3),
        level1=float(np.mean([own_head.get(one, one) == head for one, head in zip(truth, level1, strict=True)])),
        ece=calibration_error(sure, right),
        confident=float(confident.mean()),
        confident_accuracy=float(right[confident].mean()) if confident.any() else 0.0,
        curve=tuple(curve(sure, right)),
        by_class={str(one): float(score) for one, score in zip(occurring, single, strict=True)},
        confusions=tuple(confusions(truth, answers)),
    )


def top(truth: Numbers, classes: Numbers, confidences: Numbers, count: int) -> float:
    """Share of texts whose class is among the first few answers (前几位命中率)."""
    order = np.argsort(-confidences, axis=1, kind="stable")[:, :count]
    return float((classes[order] == truth[:, None]).any(axis=1).mean())


def calibration_error(sure: Numbers, right: Numbers) -> float:
    """Mean distance between confidence and accuracy (期望校准误差 ECE; Naeini et al. 2015)."""
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


def answered_at(sure: Numbers, right: Numbers, accuracy: float) -> float:
    """The greatest share of texts that can be answered, the surest first, with this accuracy (可自动派单比例)."""
    order = np.argsort(-sure, kind="stable")
    rates = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    kept = np.flatnonzero(rates >= accuracy)
    return float((kept[-1] + 1) / len(order)) if len(kept) else 0.0


def confusions(truth: Numbers, answers: Numbers, most: int = 20) -> list[Confusion]:
    """Which classes are taken for which, the most frequent first (混淆对)."""
    classes = np.unique(np.concatenate([truth, answers]))
    table = confusion_matrix(truth, answers, labels=classes)
    np.fill_diagonal(table, 0)
    pairs = np.argsort(-table, axis=None, kind="stable")[:most]
    rows, columns = np.unravel_index(pairs, table.shape)
    return [
        Confusion(str(classes[row]), str(classes[column]), int(table[row, column]))
        for row, column in zip(rows, columns, strict=True)
        if table[row, column]
    ]
