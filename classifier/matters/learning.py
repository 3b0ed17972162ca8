"""Learn the tables of this package (学习): leanings of characters from the corpus, weights of features from written pairs."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from pathlib import Path
from typing import Protocol

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize
from scipy.special import expit

from classifier.corpus import Labelled
from classifier.matters.leanings import GROUP, TOTAL, grams
from classifier.matters.likeness import SIGNS, Pair, Rest, categories_alike, features
from classifier.matters.plain import plain
from classifier.matters.reading import Told
from classifier.matters.synonyms import groups_in, names_of
from classifier.matters.weighing import CONSTANT, THRESHOLD, Weights
from classifier.model import Classification
from classifier.tables import Row, read_table, write_table
from classifier.text import document

Numbers = npt.NDArray[np.float64]
Truth = npt.NDArray[np.bool_]

_OF_EACH = ("caller", "time", "region", "title", "text")
NEEDED = ("id", "same", *(f"{part}_{side}" for side in "ab" for part in _OF_EACH))
FOLDS, SEED = 5, 12345
# 明显更可能是同一事项才算：误报叫坐席白看一眼。照几百对留出成绩去选门槛，随几个样本起落很大
LIKELY = 0.55
_LEAST_TEXTS, _LEAST_COUNTED = 12, 6
_LEAST_TOLD = 0.4
_MOST_CATEGORIES = 8
_SMOOTHING = 5.0
_RESTRAINT = 0.3
# 词组表总有不认得的说法：一半样本随机漏听几成词组，学到的权重才不会只信这张表
_UNHEARD, _UNHEARD_ROUNDS = 0.35, 2
# 同区划、同类别而不在一对里的两件，是查重时最多的干扰
_ALIKE = 0.5
_DIGITS = 3


class Classifier(Protocol):
    """Whatever tells the likely categories of documents, as `classifier.model.Model` does."""

    def classify_many(self, documents: Sequence[str], top: int = 3) -> list[Classification]:
        """The likeliest categories of many documents (批量分类)."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """Two written demands and whether they are one matter (查重样本)."""

    one: Told
    other: Told
    same: bool


@dataclass(frozen=True, slots=True)
class Learnt:
    """Weights, and the likelihoods that each lesson got from weights that never saw it (学习结果)."""

    weights: Weights
    held_out: Numbers


class _HalfHeard(Pair):
    """A pair of which some groups of synonyms are not heard (漏听的一对), each text by its own chance."""

    def __init__(self, lesson: Lesson, chance: np.random.Generator) -> None:
        super().__init__(lesson.one, lesson.other)
        mine, theirs = self.rests
        self.rests = _half_heard(mine, chance), _half_heard(theirs, chance)


def _half_heard(rest: Rest, chance: np.random.Generator) -> Rest:
    heard = frozenset(place for place in sorted(rest.groups) if chance.random() >= _UNHEARD)
    return Rest(heard, rest.leaning)


def read_lessons(file: Path, classifier: Classifier, top: int = 3) -> list[Lesson]:
    """The pairs of a table (读取查重样本): id, same and, with _a or _b, caller, time, region, title and text."""
    rows = [row for _, row in read_table(file, NEEDED)]
    ones, others = _told(rows, "a", classifier, top), _told(rows, "b", classifier, top)
    return [Lesson(one, other, row["same"] == "1") for row, one, other in zip(rows, ones, others, strict=True)]


def _told(rows: Sequence[Row], side: str, classifier: Classifier, top: int) -> list[Told]:
    documents = [document(row[f"title_{side}"], row[f"text_{side}"]) for row in rows]
    return [
        Told(
            row["id"] + side,
            row[f"caller_{side}"],
            datetime.fromisoformat(row[f"time_{side}"]),
            row[f"region_{side}"],
            row[f"title_{side}"],
            row[f"text_{side}"],
            {candidate.category: candidate.confidence for candidate in found.candidates},
        )
        for row, found in zip(rows, classifier.classify_many(documents, top), strict=True)
    ]


def learn(lessons: Sequence[Lesson]) -> Learnt:
    """Fit the weights, and say what they make of lessons held out in five parts (学习权重)."""
    chance = np.random.default_rng(SEED)
    rounds = [_rows([Pair(one.one, one.other) for one in lessons])]
    rounds += [_rows([_HalfHeard(one, chance) for one in lessons]) for _ in range(_UNHEARD_ROUNDS)]
    truth = np.array([lesson.same for lesson in lessons])
    apart = _strangers(lessons, chance)
    far = _rows([Pair(one, other) for _, one, other in apart]).reshape(-1, len(SIGNS))
    owners = np.array([places for places, _, _ in apart], dtype=np.int64).reshape(-1, 2)
    part = chance.permutation(len(lessons)) % FOLDS
    held_out = np.zeros(len(lessons))
    for fold in range(FOLDS):
        seen = part != fold
        fitted = _fitted(*_stacked([rows[seen] for rows in rounds], truth[seen], far[seen[owners].all(axis=1)]))
        held_out[~seen] = expit(rounds[0][~seen] @ fitted[:-1] + fitted[-1])
    found = _fitted(*_stacked(rounds, truth, far)).round(_DIGITS)
    told = {name: float(weight) for name, weight in zip(SIGNS, found[:-1], strict=True) if weight}
    return Learnt(Weights(told, float(found[-1]), LIKELY), held_out)


def _rows(pairs: Sequence[Pair]) -> Numbers:
    told = [features(pair) for pair in pairs]
    return np.array([[one[name] for name in SIGNS] for one in told])


def _strangers(lessons: Sequence[Lesson], chance: np.random.Generator) -> list[tuple[tuple[int, int], Told, Told]]:
    """Demands of one region and like categories out of different lessons (陌生对), no more than there are lessons."""
    homes: dict[str, list[tuple[int, Told]]] = defaultdict(list)
    for place, lesson in enumerate(lessons):
        for told in (lesson.one, lesson.other):
            homes[told.region].append((place, told))
    found = [
        ((place, another), one, other)
        for region in sorted(homes)
        for (place, one), (another, other) in combinations(homes[region], 2)
        if place != another and one.caller != other.caller and _alike(one, other)
    ]
    return [found[place] for place in chance.permutation(len(found))[: len(lessons)]]


def _alike(one: Told, other: Told) -> bool:
    return categories_alike(one.categories, other.categories, 0.0) > _ALIKE


def _stacked(rounds: Sequence[Numbers], truth: Truth, far: Numbers) -> tuple[Numbers, Truth]:
    return np.vstack([*rounds, far]), np.concatenate([truth] * len(rounds) + [np.zeros(len(far), dtype=np.bool_)])


def _fitted(rows: Numbers, truth: Truth) -> Numbers:
    """Logistic weights, the constant last; no weight may go against the sign that its feature must have."""
    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled, sides = (rows - middle) / spread, np.where(truth, 1.0, -1.0)

    def loss(found: Numbers) -> tuple[float, Numbers]:
        margins = sides * (scaled @ found[:-1] + found[-1])
        pull = -sides * expit(-margins)
        cost = np.logaddexp(0, -margins).sum() + (found[:-1] ** 2).sum() / (2 * _RESTRAINT)
        return float(cost), np.append(scaled.T @ pull + found[:-1] / _RESTRAINT, pull.sum())

    bounds = [(0, None) if sign > 0 else (None, 0) for sign in SIGNS.values()]
    found = minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, bounds=[*bounds, (None, None)], method="L-BFGS-B").x
    weights = found[:-1] / spread
    return np.append(weights, found[-1] - middle @ weights)


def write_weights(file: Path, weights: Weights) -> int:
    """Write the table of weights (写权重表)."""
    rows = [*weights.features.items(), (CONSTANT, weights.constant), (THRESHOLD, weights.threshold)]
    return write_table(file, ("特征", "权重"), iter(rows))


def write_leanings(file: Path, demands: Iterable[Labelled], cues: Iterable[tuple[str, str]]) -> int:
    """Count which categories characters and pairs lean to, and write the table (写用字偏向表)."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    prior, of_groups = Counter[str](), Counter[str]()
    for demand in demands:
        prior[demand.category] += 1
        of_groups.update(names_of(groups_in(plain(demand.document))))
        for gram in grams(demand.document):
            counts[gram][demand.category] += 1
    for category, cue in cues:
        for gram in grams(cue):
            counts[gram][category] += 1
    rows = [(TOTAL, prior.total(), _written(prior))]
    rows += [
        (gram, counts[gram].total(), _leaning(counts[gram], prior))
        for gram in sorted(counts, key=lambda one: (-counts[one].total(), one))
        if counts[gram].total() >= _LEAST_COUNTED
    ]
    rows += [(GROUP + name, count, "") for name, count in sorted(of_groups.items())]
    return write_table(file, ("词", "件数", "偏向"), iter(rows))


def _written(counts: Counter[str]) -> str:
    return " ".join(f"{category} {counts[category]}" for category in sorted(counts))


def _leaning(counts: Counter[str], prior: Counter[str]) -> str:
    """The categories in which a gram stands out most, if it says enough (relative entropy against the corpus, nats)."""
    total, whole, told = counts.total(), prior.total(), 0.0
    for category, count in prior.items():
        share = count / whole
        given = (counts[category] + _SMOOTHING * share) / (total + _SMOOTHING)
        told += given * math.log(given / share)
    if total < _LEAST_TEXTS or told < _LEAST_TOLD:
        return ""
    gains = {one: counts[one] * math.log(counts[one] * whole / (total * prior[one])) for one in counts if prior[one]}
    chosen = sorted(gains, key=lambda one: -gains[one])[:_MOST_CATEGORIES]
    return _written(Counter({one: counts[one] for one in chosen if gains[one] > 0}))
