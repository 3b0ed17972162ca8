"""The classifier of demands (诉求分类器): a hierarchical Bayes model and a margin model, mixed into one table of weights."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.special import softmax
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.svm import LinearSVC
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted

from classifier.features import Features, Floats
from classifier.text import line

Labels = npt.NDArray[np.str_]
_PARENT = 2
_CODE = 4
# 更细的收敛不改变交叉验证的结果，只多花近一倍时间
_TOLERANCE = 0.05


def parents(classes: Iterable[Any]) -> Labels:
    """The level-1 category of each class (一级分类): the first two digits of a code; any other label is its own."""
    told = [str(one) for one in classes]
    coded = all(len(one) == _CODE and one.isdigit() for one in told)
    return np.array([one[:_PARENT] if coded else one for one in told])


@dataclass(frozen=True, slots=True)
class Part:
    """One of the two models (打分部分), its scores of unit spread.

    Args:
        weights: shape (features, classes).
        offsets: shape (classes,).
    """

    weights: Floats
    offsets: Floats

    def scores(self, rows: sparse.csr_matrix) -> Floats:
        """Scores of shape (texts, classes) (得分)."""
        return np.asarray(rows @ self.weights + self.offsets, dtype=np.float32)


class DemandClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Sorts demands into categories (诉求分类器), after scikit-learn's conventions.

    The margin part weighs every term by how strongly it speaks for or against the class before the margin is sought
    (NBSVM: Wang & Manning 2012).

    Args:
        smoothing: how far the Bayes part distrusts rare terms.
        kinship: how much a category borrows from its sisters under the same level-1 category.
        penalty: C of the margin part.
        contrast: added to the counts before the margin part compares them; the less, the more rare terms say.
        bayes, margin: how much each part adds to the score; fitted on out-of-fold scores, so that softmax of the
            score is the confidence.
        longest: how many characters of a text are read.
        cells: the greatest size of the table of weights (features × classes); terms that tell least are left out.
        random_state: seed of the margin part.
    """

    def __init__(
        self,
        smoothing: float = 0.1,
        kinship: float = 1.5,
        penalty: float = 0.5,
        contrast: float = 0.2,
        bayes: float = 1.0,
        margin: float = 1.0,
        longest: int = 600,
        cells: int = 16_000_000,
        random_state: int = 12345,
    ) -> None:
        self.smoothing = smoothing
        self.kinship = kinship
        self.penalty = penalty
        self.contrast = contrast
        self.bayes = bayes
        self.margin = margin
        self.longest = longest
        self.cells = cells
        self.random_state = random_state

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array, tags.input_tags.one_d_array = True, False, True
        return tags

    def fit(self, X: Sequence[str], y: Sequence[Any]) -> Self:  # noqa: N803
        """Learn from documents and their categories (训练)."""
        bayes, margin = self.fit_parts(X, y)
        self.weights_ = self.bayes * bayes.weights + self.margin * margin.weights
        self.offsets_ = self.margin * margin.offsets
        return self

    def fit_parts(self, X: Sequence[str], y: Sequence[Any] | npt.NDArray[Any]) -> tuple[Part, Part]:  # noqa: N803
        """Learn the features and give both parts unmixed (训练两部分), for whoever fits the mixture."""
        texts, given = list(X), np.asarray(y)
        if len(texts) != len(given):
            raise ValueError(f"文本 {len(texts)} 条，分类 {len(given)} 个，数目不一致")
        self.classes_, places = np.unique(given, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError("训练至少需要两个分类")
        lines = self.lines(texts)
        self.features_ = Features.learnt(lines)
        rows = self.features_.rows(lines)
        mass = _mass(rows, places, len(self.classes_))
        bayes, margin = self._bayes(rows, mass), self._margin(rows, places, mass)
        kept = self._telling(bayes.weights + margin.weights)
        self.features_ = self.features_.only(kept)
        return Part(bayes.weights[kept], bayes.offsets), Part(margin.weights[kept], margin.offsets)

    def _telling(self, weights: Floats) -> npt.NDArray[np.intp]:
        """The terms that tell most, as many as the table has room for: strong ones, and of these the common."""
        most = max(1, self.cells // weights.shape[1])
        if len(weights) <= most:
            return np.arange(len(weights))
        tells = np.linalg.norm(weights, axis=1) * np.exp(-self.features_.rarity / 2)
        return np.sort(np.argsort(-tells, kind="stable")[:most])

    def lines(self, texts: Iterable[str]) -> list[str]:
        """Texts cut into words, no more than the first characters of each (分词)."""
        return [line(text, self.longest) for text in texts]

    def _bayes(self, rows: sparse.csr_matrix, mass: Floats) -> Part:
        background = mass.sum(axis=0) + 0.5
        background /= background.sum()
        kin = parents(self.classes_)
        family = (kin[:, None] == kin[None, :]).astype(np.float32)
        table = mass * (mass.sum() / len(mass) / np.maximum(mass.sum(axis=1, keepdims=True), 1e-9))
        table += self.kinship * ((family / family.sum(axis=1, keepdims=True)) @ table)
        table += self.smoothing * rows.shape[1] * (0.5 * background + 0.5 / rows.shape[1])
        table /= table.sum(axis=1, keepdims=True)
        np.log(table, out=table)
        table -= table.mean(axis=0)
        return _scaled(rows, table.T, np.zeros(len(mass), np.float32))

    def _margin(self, rows: sparse.csr_matrix, places: npt.NDArray[np.intp], mass: Floats) -> Part:
        weights = np.empty((rows.shape[1], len(mass)), dtype=np.float32)
        offsets = np.empty(len(mass), dtype=np.float32)
        whole = mass.sum(axis=0)
        for place in range(len(mass)):
            within, without = mass[place] + self.contrast, whole - mass[place] + self.contrast
            speaks = np.abs(np.log(within / within.sum()) - np.log(without / without.sum()))
            scaled = rows.copy()
            scaled.data *= speaks[rows.indices]
            machine = LinearSVC(C=self.penalty, tol=_TOLERANCE, random_state=self.random_state)
            machine.fit(scaled, places == place)
            weights[:, place], offsets[place] = machine.coef_[0] * speaks, machine.intercept_[0]
        return _scaled(rows, weights, offsets)

    def decision_function(self, X: Sequence[str]) -> Floats:  # noqa: N803
        """Score of every category for every document (得分)."""
        check_is_fitted(self)
        return self.scores(self.features_.rows(self.lines(X)))

    def scores(self, rows: sparse.csr_matrix) -> Floats:
        """Scores from features (得分)."""
        return Part(self.weights_, self.offsets_).scores(rows)

    def predict_proba(self, X: Sequence[str]) -> Floats:  # noqa: N803
        """Confidence of every category for every document (置信度)."""
        confidences: Floats = softmax(self.decision_function(X), axis=1)
        return confidences

    def predict(self, X: Sequence[str]) -> npt.NDArray[Any]:  # noqa: N803
        """The likeliest category of every document (分类结果)."""
        check_is_fitted(self)
        chosen: npt.NDArray[Any] = self.classes_[self.decision_function(X).argmax(axis=1)]
        return chosen


def _mass(rows: sparse.csr_matrix, places: npt.NDArray[np.intp], kinds: int) -> Floats:
    """How much of every feature each class holds, shape (classes, features)."""
    shape = (kinds, len(places))
    members = sparse.csr_matrix((np.ones(len(places), np.float32), (places, np.arange(len(places)))), shape)
    held: Floats = (members @ rows).toarray().astype(np.float32)
    return held


def _scaled(rows: sparse.csr_matrix, weights: Floats, offsets: Floats) -> Part:
    """Bring the scores of a part to unit spread, so that the parts can be mixed (归一)."""
    spread = np.float32((rows[:: max(1, rows.shape[0] // 1000)] @ weights + offsets).std(axis=1).mean())
    unit = np.float32(1) / max(spread, np.float32(1e-6))
    # 稀疏行乘稠密表要求逐行存放，否则每次相乘都要先复制整张表
    return Part(np.ascontiguousarray(weights * unit, dtype=np.float32), np.asarray(offsets * unit, dtype=np.float32))
