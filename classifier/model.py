"""The model in service (在用模型): text in, likely categories with confidence out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import softmax

from classifier.corpus import document
from classifier.estimator import DemandClassifier, parents
from classifier.features import Floats


@dataclass(frozen=True, slots=True)
class Candidate:
    """A category and how likely it is (候选分类)."""

    category: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Classification:
    """What the model says of one demand (分类结果).

    No candidates means that the text says nothing the model knows: a person must read it.
    """

    candidates: tuple[Candidate, ...]
    sure: bool
    edition: str
    level1: Candidate | None = None


class Model:
    """One edition of the statistical model (统计模型), ready to judge.

    Args:
        threshold: the confidence from which cross-validation was right often enough to trust the machine alone.
        labels: names of the categories of both levels by code.
    """

    def __init__(self, estimator: DemandClassifier, edition: str, threshold: float, labels: Mapping[str, str]) -> None:
        self.estimator = estimator
        self.edition = edition
        self.threshold = threshold
        self.labels = dict(labels)
        self._kin, self._family = np.unique(parents(estimator.classes_), return_inverse=True)
        self._membership = np.eye(len(self._kin), dtype=np.float32)[self._family]

    def classify(self, title: str, text: str, top: int = 3) -> Classification:
        """The likeliest categories of one demand (分类)."""
        return self.classify_many([(title, text)], top)[0]

    def classify_many(self, demands: Sequence[tuple[str, str]], top: int = 3) -> list[Classification]:
        """The likeliest categories of many demands at once (批量分类)."""
        if not demands:
            return []
        known, confidences = self.confidences(demands)
        by_level1 = confidences @ self._membership
        order = np.argsort(-confidences, axis=1, kind="stable")[:, : max(1, top)]
        return [
            self._told(confidences[row], order[row], by_level1[row]) if known[row] else self._silent()
            for row in range(len(demands))
        ]

    def confidences(self, demands: Sequence[tuple[str, str]]) -> tuple[list[bool], Floats]:
        """Which demands say anything known, and the confidence of every category for each (置信度)."""
        rows = self.estimator.features_.seen([document(title, text) for title, text in demands])
        confidences: Floats = softmax(self.estimator.scores(rows) / self.estimator.temperature, axis=1)
        return [bool(count) for count in np.diff(rows.indptr)], confidences

    def _told(self, confidences: Floats, order: np.ndarray, by_level1: Floats) -> Classification:
        candidates = tuple(Candidate(str(self.estimator.classes_[place]), float(confidences[place])) for place in order)
        best = int(by_level1.argmax())
        level1 = Candidate(str(self._kin[best]), float(min(by_level1[best], 1.0)))
        return Classification(candidates, candidates[0].confidence >= self.threshold, self.edition, level1)

    def _silent(self) -> Classification:
        return Classification((), False, self.edition)
