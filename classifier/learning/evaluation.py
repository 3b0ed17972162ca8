"""How good an edition is (评价): on labelled texts of any label set, and by folds of our own corpus."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from classifier import corpus
from classifier.crosswalks import Crosswalk
from classifier.estimator import DemandClassifier, parents
from classifier.learning.calibration import mixture_of
from classifier.learning.lessons import Lesson, document_of, folds
from classifier.learning.measures import Figures, Numbers, answered_at, figures
from classifier.learning.training import FOLDS, Held, fold_scores, taught
from classifier.model import Model
from classifier.tables import TableUnfit, read_table

_AUTO = 0.95


def read_labelled(file: Path, split: str = "") -> list[tuple[str, str]]:
    """Documents with their labels (标注文本), of one split where named.

    Raises TableUnfit if there are none.
    """
    found = [
        (document_of(row), row["label"].strip())
        for _, row in read_table(file, ("title", "text", "label"))
        if not split or row.get("split", "") == split
    ]
    if not found:
        raise TableUnfit(f"{file.name} 没有可评价的行")
    return found


def evaluate(model: Model, labelled: Sequence[tuple[str, str]], table: Crosswalk | None = None) -> Figures:
    """Figures of an edition on labelled texts (评价), its categories brought to other classes where a table is given."""
    _, confidences = model.confidences([document for document, _ in labelled])
    truth = np.array([label for _, label in labelled])
    if table is not None:
        classes, confidences = table.shares(model.classes, confidences)
        return figures(truth, classes, confidences)
    return figures(truth, np.array(model.classes), confidences, parents(model.classes))


def own_lessons() -> tuple[Lesson, ...]:
    """Our own demands as lessons, each a group of its own: tests see that no two are near-duplicates (自有语料)."""
    rows = corpus.read()
    return tuple(Lesson(row.document, row.category, str(place)) for place, row in enumerate(rows))


def own_figures() -> dict[str, Figures]:
    """Cross-validation figures of our own corpus (自有语料交叉验证), of all of it and of each round of writing."""
    lessons, estimator = own_lessons(), DemandClassifier()
    dealt = folds(list(lessons), FOLDS, estimator.random_state)
    documents, labels = taught(corpus.read(), corpus.lexicon())
    told, classes = (documents, np.array(labels)), np.unique(labels)
    always = np.arange(len(lessons), len(documents))
    outside = [np.flatnonzero(dealt == fold) for fold in range(FOLDS)]
    found = [
        fold_scores(estimator, classes, told, np.concatenate([np.flatnonzero(dealt != fold), always]), outside[fold])
        for fold in range(FOLDS)
    ]
    order = np.concatenate(outside)
    bayes, margin = (np.concatenate([pair[part] for pair in found]) for part in (0, 1))
    held = Held(classes, told[1][order], (bayes, margin))
    confidences = held.confidences(mixture_of(held.parts, held.places))
    return {
        name: figures(held.truth[kept], classes, confidences[kept], parents(classes))
        for name, kept in own_parts(order).items()
    }


def own_parts(order: Numbers) -> dict[str, Numbers]:
    """Which of our own demands, taken in an order, belong to which round of writing (各轮语料)."""
    batches = np.array([row.batch for row in corpus.read()])[order]
    parts = {"全部": batches != "", **{name: batches == one for one, name in corpus.BATCHES.items()}}
    return {name: kept for name, kept in parts.items() if kept.any()}


def automatic(model: Model, labelled: Sequence[tuple[str, str]], accuracy: float = _AUTO) -> float:
    """The share of labelled texts that could be dispatched alone with this accuracy, the surest first (可自动派单比例)."""
    _, confidences = model.confidences([document for document, _ in labelled])
    answers = np.array(model.classes)[confidences.argmax(axis=1)]
    return answered_at(confidences.max(axis=1), answers == np.array([label for _, label in labelled]), accuracy)
