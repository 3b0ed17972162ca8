"""How good the classifier is (评价): on folds of our own corpus, and on messages of another board."""

import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax

from classifier import corpus
from classifier.corpus import Labelled
from classifier.estimator import DemandClassifier, parents
from classifier.learning import measures
from classifier.learning.measures import Numbers, Point
from classifier.model import Model

CROSSWALK = Path(__file__).parents[1] / "crosswalks" / "message_board.csv"
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Held:
    """Scores of demands by models that never saw them (折外得分)."""

    classes: Numbers
    truth: Numbers
    scores: Numbers


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a cross-validation (交叉验证指标)."""

    demands: int
    categories: int
    folds: int
    top1: float
    top3: float
    level1: float
    macro_f1: float
    ece: float
    temperature: float
    threshold: float
    coverage: float
    accuracy_answered: float
    curve: list[Point]
    by_category: dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class BoardFigures:
    """The figures on messages of another board (外部留言指标)."""

    messages: int
    accuracy: float
    macro_f1: float
    top2: float
    ece: float


def held_out(rows: Sequence[Labelled], cues: Sequence[tuple[str, str]], estimator: DemandClassifier) -> Held:
    """Score every demand by a model trained without its fold (折外得分).

    A cue word that stands in any held-out text is withheld too: whoever wrote the texts wrote the cues, and keeping
    them would flatter the figures by some fifteen points; so these figures rather understate the model.
    """
    truth = np.array([row.category for row in rows])
    classes = np.unique(truth)
    dealt = np.array(corpus.folds(truth.tolist(), FOLDS))
    scores = np.zeros((len(rows), len(classes)), dtype=np.float32)
    for fold in range(FOLDS):
        outside = [row for row, place in zip(rows, dealt, strict=True) if place == fold]
        inside = [row for row, place in zip(rows, dealt, strict=True) if place != fold]
        unseen = "\n".join(row.document for row in outside)
        kept = [(code, cue) for code, cue in cues if cue not in unseen]
        fitted = DemandClassifier(**estimator.get_params()).fit(*training_rows(inside, kept))
        scores[dealt == fold] = fitted.decision_function([row.document for row in outside])
    return Held(classes, truth, scores)


def training_rows(rows: Sequence[Labelled], cues: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Documents and categories to learn from (训练样本): every cue word counts as a small document."""
    return [*(row.document for row in rows), *(cue for _, cue in cues)], [
        *(row.category for row in rows),
        *(code for code, _ in cues),
    ]


def temperature_of(held: Held) -> float:
    """The temperature at which out-of-fold confidences are honest (温度校准)."""
    places = np.searchsorted(held.classes, held.truth)

    def surprise(logarithm: float) -> float:
        logs = log_softmax(held.scores / np.exp(logarithm), axis=1)
        return -float(logs[np.arange(len(places)), places].mean())

    return float(np.exp(minimize_scalar(surprise, bounds=(-4.0, 3.0), method="bounded").x))


def figures(held: Held) -> Figures:
    """All figures of one cross-validation (交叉验证指标)."""
    temperature = temperature_of(held)
    confidences = softmax(held.scores / temperature, axis=1)
    answers = held.classes[confidences.argmax(axis=1)]
    sure, right = confidences.max(axis=1), answers == held.truth
    chosen = measures.threshold(sure, right)
    answered = sure >= chosen
    kin = parents(held.classes)
    heads = np.unique(kin)
    level1 = heads[(confidences @ (kin[:, None] == heads)).argmax(axis=1)]
    return Figures(
        demands=len(held.truth),
        categories=len(held.classes),
        folds=FOLDS,
        top1=float(right.mean()),
        top3=measures.top(held.truth, held.classes, confidences, 3),
        level1=float((level1 == parents(held.truth)).mean()),
        macro_f1=measures.macro_f1(held.truth, answers),
        ece=measures.calibration_error(sure, right),
        temperature=temperature,
        threshold=chosen,
        coverage=float(answered.mean()),
        accuracy_answered=float(right[answered].mean()) if answered.any() else 0.0,
        curve=measures.curve(sure, right),
        by_category=_by_category(held, confidences, answers),
    )


def _by_category(held: Held, confidences: Numbers, answers: Numbers) -> dict[str, dict[str, float]]:
    told: dict[str, dict[str, float]] = {}
    for code in held.classes:
        own = held.truth == code
        hits = float((answers[own] == code).sum())
        told[str(code)] = {
            "top1": hits / float(own.sum()),
            "top3": measures.top(held.truth[own], held.classes, confidences[own], 3),
            "f1": 2 * hits / max(1.0, float(own.sum() + (answers == code).sum())),
        }
    return told


def crosswalk(file: Path = CROSSWALK) -> dict[str, str]:
    """Which class of the message board our categories belong to (类目对照): a longer code prevails over a shorter."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return {row["分类编码"]: row["留言板类别"] for row in csv.DictReader(lines)}


def read_messages(file: Path, split: str = "") -> list[dict[str, str]]:
    """Messages with label, title and text (外部留言), of one split if the file has splits."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return [row for row in csv.DictReader(lines) if not split or row.get("split") == split]


def on_board(model: Model, messages: Sequence[dict[str, str]], table: dict[str, str]) -> BoardFigures:
    """Figures on messages sorted by another board's classes (外部留言指标)."""
    own = [table.get(code, table.get(code[:2], "")) for code in model.estimator.classes_.tolist()]
    classes = np.array(sorted(set(own) - {""}))
    belongs = (np.array(own)[:, None] == classes[None, :]).astype(np.float32)
    _, confidences = model.confidences([(row["title"], row["text"]) for row in messages])
    shares = confidences @ belongs
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-9)
    truth: np.ndarray[Any, Any] = np.array([row["label"] for row in messages])
    answers = classes[shares.argmax(axis=1)]
    right = answers == truth
    return BoardFigures(
        messages=len(messages),
        accuracy=float(right.mean()),
        macro_f1=measures.macro_f1(truth, answers),
        top2=measures.top(truth, classes, shares, 2),
        ece=measures.calibration_error(shares.max(axis=1), right),
    )
