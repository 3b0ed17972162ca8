"""The model in service (在用模型): text in, likely categories with confidence out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import softmax

from classifier.estimator import DemandClassifier, parents
from classifier.features import Floats
from classifier.reading.kinds import Kinds
from classifier.text import document
from classifier.thresholds import Outcomes, Thresholds, thresholds

PROMISE = 0.97


@dataclass(frozen=True, slots=True)
class Candidate:
    """A category and how likely it is (候选分类)."""

    category: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Classification:
    """What the model says of one demand (分类结果).

    No candidates means that the text says nothing the model knows: a person must read it.

    Args:
        sure: whether the first candidate reaches the threshold of its category.
        level1_sure: whether at least the level-1 category is sure.
    """

    candidates: tuple[Candidate, ...]
    sure: bool
    edition: str
    level1: Candidate | None = None
    level1_sure: bool = False


class Model:
    """One edition of the statistical model (统计模型), ready to judge.

    Args:
        outcomes: how its answers to texts never trained on turned out; the thresholds follow from them.
        labels: names of the categories of both levels by code.
        promise: the share of sure answers that must be right, 0–1.
        kinds: what it has learnt of types of demand and of requesters, if it was taught.
    """

    def __init__(
        self,
        estimator: DemandClassifier,
        edition: str,
        outcomes: Outcomes,
        labels: Mapping[str, str],
        promise: float = PROMISE,
        kinds: Kinds | None = None,
    ) -> None:
        self.estimator = estimator
        self.edition = edition
        self.outcomes = outcomes
        self.labels = dict(labels)
        self.kinds = kinds
        self.thresholds: Thresholds = thresholds(outcomes, promise)
        self._kin, self._family = np.unique(parents(estimator.classes_), return_inverse=True)
        self._membership = np.eye(len(self._kin), dtype=np.float32)[self._family]

    @property
    def classes(self) -> list[str]:
        """The categories that it knows (所识分类)."""
        return [str(one) for one in self.estimator.classes_]

    def classify(self, title: str, text: str, top: int = 3) -> Classification:
        """The likeliest categories of one demand (分类)."""
        return self.classify_many([document(title, text)], top)[0]

    def classify_many(self, documents: Sequence[str], top: int = 3) -> list[Classification]:
        """The likeliest categories of many documents at once (批量分类)."""
        if not documents:
            return []
        known, confidences = self.confidences(documents)
        by_level1 = confidences @ self._membership
        order = np.argsort(-confidences, axis=1, kind="stable")[:, : max(1, top)]
        return [
            self._told(confidences[row], order[row], by_level1[row]) if known[row] else self._silent()
            for row in range(len(documents))
        ]

    def confidences(self, documents: Sequence[str]) -> tuple[list[bool], Floats]:
        """Which documents say anything known, and the confidence of every category for each (置信度)."""
        rows = self.estimator.features_.rows(self.estimator.lines(documents))
        confidences: Floats = softmax(self.estimator.scores(rows), axis=1)
        return [bool(count) for count in np.diff(rows.indptr)], confidences

    def _told(self, confidences: Floats, order: np.ndarray, by_level1: Floats) -> Classification:
        candidates = tuple(Candidate(str(self.estimator.classes_[place]), float(confidences[place])) for place in order)
        first, best = candidates[0], int(by_level1.argmax())
        level1 = Candidate(str(self._kin[best]), float(min(by_level1[best], 1.0)))
        return Classification(
            candidates,
            first.confidence >= self.thresholds.of(first.category),
            self.edition,
            level1,
            level1.confidence >= self.thresholds.level1,
        )

    def _silent(self) -> Classification:
        return Classification((), False, self.edition)
