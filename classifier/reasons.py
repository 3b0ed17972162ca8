"""Why this category and not the next (判断理由): the words that decided, for and against."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from classifier.features import BLOCKS, Floats
from classifier.model import Model
from classifier.terms import BATCH, Lines, salted
from classifier.text import WORD_END

_MOST_WORDS = BATCH
_MOST_TOLD = 6


@dataclass(frozen=True, slots=True)
class Reason:
    """A word and how much it spoke for the chosen category against the runner-up (判断依据词)."""

    word: str
    weight: float


@dataclass(frozen=True, slots=True)
class Reasons:
    """The words that decided between the first two candidates (判断理由).

    Args:
        chosen, runner_up: codes of the two categories.
        speaking_for: words that spoke for the chosen one, the strongest first.
        speaking_against: words that spoke for the runner-up, the strongest first.
    """

    chosen: str
    runner_up: str
    speaking_for: tuple[Reason, ...]
    speaking_against: tuple[Reason, ...]


def reasons(model: Model, document: str, chosen: str = "", most: int = _MOST_TOLD) -> Reasons | None:
    """Why the model prefers a category to its runner-up (说明理由); None for a text that says nothing known.

    Args:
        chosen: the category to speak for; the likeliest where not given.

    Weights are differences of scores, so that they add up; a word's share is what its own characters contribute.
    """
    estimator = model.estimator
    line = estimator.lines([document])[0]
    row = estimator.features_.rows([line])
    if not row.nnz:
        return None
    scores = estimator.scores(row)[0]
    order = [int(place) for place in np.argsort(-scores, kind="stable")]
    first = model.classes.index(chosen) if chosen in model.classes else order[0]
    second = next(place for place in order if place != first)
    worth = np.zeros(estimator.features_.width, dtype=np.float32)
    worth[row.indices] = row.data * (estimator.weights_[row.indices, first] - estimator.weights_[row.indices, second])
    words = list(dict.fromkeys(line.split(WORD_END)[:-1]))[:_MOST_WORDS]
    told = sorted(zip(words, _shares(model, words, worth), strict=True), key=lambda pair: -abs(pair[1]))
    return Reasons(
        model.classes[first],
        model.classes[second],
        tuple(Reason(word, round(share, 3)) for word, share in told if share > 0)[:most],
        tuple(Reason(word, round(-share, 3)) for word, share in told if share < 0)[:most],
    )


def _shares(model: Model, words: Sequence[str], worth: Floats) -> list[float]:
    """What the terms inside each word contribute, every term counted once a word."""
    lines = Lines([word + WORD_END for word in words])
    owners, columns = [], []
    for place, block in enumerate(BLOCKS):
        terms = block.terms(lines)
        owners.append(terms.texts)
        columns.append(model.estimator.features_.columns(salted(terms.numbers, place + 1)))
    owner, column = np.concatenate(owners), np.concatenate(columns)
    cells = np.unique(np.stack([owner[column >= 0], column[column >= 0]]), axis=1)
    return [float(share) for share in np.bincount(cells[0], worth[cells[1]], minlength=len(words))]
