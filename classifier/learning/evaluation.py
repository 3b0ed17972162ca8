"""How good an edition is (评价): on labelled texts of any label set, and by folds of our own corpus."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from classifier import corpus
from classifier.crosswalks import Crosswalk
from classifier.estimator import DemandClassifier, parents
from classifier.learning.calibration import mixture_of
from classifier.learning.lessons import Lesson, document_of, folds
from classifier.learning.measures import Figures, answered_at, figures
from classifier.learning.training import FOLDS, Held, fold_scores, taught
from classifier.model import Model
from classifier.tables import TableUnfit, read_table

_AUTO = 0.95
_WRITERS_OF_CUES = "1"


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


def own_folds() -> Held:
    """Scores of our own demands by models that never saw them (自有语料折外得分).

    Demands of the first batch are taught but not scored: the cue words were written by their writers, and would
    flatter them by some fifteen points. Demands that are near-duplicates would share a group; tests see that there
    are none.
    """
    rows, cues = corpus.read(), corpus.cues()
    documents, labels = [row.document for row in rows], np.array([row.category for row in rows])
    scored = np.array([row.batch != _WRITERS_OF_CUES for row in rows])
    estimator = DemandClassifier()
    lessons = [Lesson(row.document, row.category, str(place)) for place, row in enumerate(rows)]
    dealt = folds(lessons, FOLDS, estimator.random_state)
    classes, found, truth = np.unique(labels), [], []
    extra_documents, extra_labels = taught([], cues)
    told = ([*documents, *extra_documents], np.array([*labels.tolist(), *extra_labels]))
    always = np.arange(len(documents), len(told[0]))
    for fold in range(FOLDS):
        inside = np.concatenate([np.flatnonzero(dealt != fold), always])
        outside = np.flatnonzero((dealt == fold) & scored)
        found.append(fold_scores(estimator, classes, told, inside, outside))
        truth.append(labels[outside])
    bayes, margin = (np.concatenate([pair[part] for pair in found]) for part in (0, 1))
    return Held(classes, np.concatenate(truth), (bayes, margin))


def own_figures() -> Figures:
    """Cross-validation figures of our own corpus (自有语料交叉验证)."""
    held = own_folds()
    confidences = held.confidences(mixture_of(held.parts, held.places))
    return figures(held.truth, held.classes, confidences, parents(held.classes))


def automatic(model: Model, labelled: Sequence[tuple[str, str]], accuracy: float = _AUTO) -> float:
    """The share of labelled texts that could be dispatched alone with this accuracy, the surest first (可自动派单比例)."""
    _, confidences = model.confidences([document for document, _ in labelled])
    answers = np.array(model.classes)[confidences.argmax(axis=1)]
    return answered_at(confidences.max(axis=1), answers == np.array([label for _, label in labelled]), accuracy)
