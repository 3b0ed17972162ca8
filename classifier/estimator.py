"""The classifier of demands (诉求分类器): a hierarchical Bayes model and a linear margin model, mixed into one table."""

from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.special import softmax
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.svm import LinearSVC
from sklearn.utils.validation import check_is_fitted

from classifier.features import Features, Floats
from classifier.text import words

Labels = npt.NDArray[np.str_]
_PARENT = 2
# 更细的收敛不改变交叉验证的结果，只多花近一倍时间
_TOLERANCE = 0.1


def parents(classes: Iterable[Any]) -> Labels:
    """The level-1 category of each category (一级分类): its first two digits."""
    return np.array([str(one)[:_PARENT] for one in classes])


class DemandClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Sorts demands into categories (诉求分类器), after scikit-learn's conventions.

    Args:
        smoothing: how far the Bayes part distrusts rare terms.
        kinship: how much a category borrows from its sisters under the same level-1 category.
        penalty: C of the margin part.
        mix: share of the margin part in the score, 0–1.
        temperature: divides the scores before they become confidences; fitted on out-of-fold scores.
        random_state: seed of the margin part.
    """

    def __init__(
        self,
        smoothing: float = 0.1,
        kinship: float = 1.5,
        penalty: float = 0.15,
        mix: float = 0.5,
        temperature: float = 1.0,
        random_state: int = 12345,
    ) -> None:
        self.smoothing = smoothing
        self.kinship = kinship
        self.penalty = penalty
        self.mix = mix
        self.temperature = temperature
        self.random_state = random_state

    def fit(self, X: Sequence[str], y: Sequence[Any]) -> Self:  # noqa: N803
        """Learn from documents and their categories (训练)."""
        texts, given = list(X), np.asarray(y)
        if len(texts) != len(given):
            raise ValueError(f"文本 {len(texts)} 条，分类 {len(given)} 个，数目不一致")
        self.classes_, places = np.unique(given, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError("训练至少需要两个分类")
        cuts = [words(text) for text in texts]
        self.features_ = Features.learnt(cuts)
        rows = self.features_.rows(cuts)
        weights, offsets = self._margin(rows, places)
        weights *= self.mix
        weights += (1 - self.mix) * self._bayes(rows, places)
        self.weights_, self.offsets_ = weights, self.mix * offsets
        return self

    def _bayes(self, rows: sparse.csr_matrix, places: npt.NDArray[np.intp]) -> Floats:
        kinds = len(self.classes_)
        shape = (kinds, len(places))
        counts = sparse.csr_matrix((np.ones(len(places), np.float32), (places, np.arange(len(places)))), shape) @ rows
        mass: Floats = counts.toarray().astype(np.float32)
        background = mass.sum(axis=0) + 0.5
        background /= background.sum()
        kin = parents(self.classes_)
        family = (kin[:, None] == kin[None, :]).astype(np.float32)
        mass += self.kinship * ((family / family.sum(axis=1, keepdims=True)) @ mass)
        mass += self.smoothing * rows.shape[1] * (0.5 * background + 0.5 / rows.shape[1])
        mass /= mass.sum(axis=1, keepdims=True)
        np.log(mass, out=mass)
        mass -= mass.mean(axis=0)
        return _scaled(rows, mass.T, np.zeros(kinds, np.float32))[0]

    def _margin(self, rows: sparse.csr_matrix, places: npt.NDArray[np.intp]) -> tuple[Floats, Floats]:
        machine = LinearSVC(C=self.penalty, tol=_TOLERANCE, random_state=self.random_state).fit(rows, places)
        weights, offsets = machine.coef_.T.astype(np.float32), machine.intercept_.astype(np.float32)
        if weights.shape[1] == 1:
            weights, offsets = np.hstack([-weights, weights]), np.concatenate([-offsets, offsets])
        return _scaled(rows, weights, offsets)

    def decision_function(self, X: Sequence[str]) -> Floats:  # noqa: N803
        """Score of every category for every document (得分), before temperature."""
        check_is_fitted(self)
        return self.scores(self.features_.seen(X))

    def scores(self, rows: sparse.csr_matrix) -> Floats:
        """Scores from features (得分), every document brought halfway to the same spread.

        Short texts have few features of great weight: left alone, they would be too sure of themselves.
        """
        raw = np.asarray(rows @ self.weights_ + self.offsets_, dtype=np.float32)
        spread = np.maximum(raw.std(axis=1, keepdims=True), np.float32(1e-6))
        scores: Floats = raw / np.sqrt(spread)
        return scores

    def predict_proba(self, X: Sequence[str]) -> Floats:  # noqa: N803
        """Confidence of every category for every document (置信度)."""
        confidences: Floats = softmax(self.decision_function(X) / self.temperature, axis=1)
        return confidences

    def predict(self, X: Sequence[str]) -> npt.NDArray[Any]:  # noqa: N803
        """The likeliest category of every document (分类结果)."""
        check_is_fitted(self)
        chosen: npt.NDArray[Any] = self.classes_[self.decision_function(X).argmax(axis=1)]
        return chosen


def _scaled(rows: sparse.csr_matrix, weights: Floats, offsets: Floats) -> tuple[Floats, Floats]:
    """Bring the scores of a part to unit spread, so that the parts can be mixed (归一)."""
    spread = np.float32((rows[:: max(1, rows.shape[0] // 1000)] @ weights + offsets).std(axis=1).mean())
    unit = np.float32(1) / max(spread, np.float32(1e-6))
    return np.asarray(weights * unit, dtype=np.float32), np.asarray(offsets * unit, dtype=np.float32)
