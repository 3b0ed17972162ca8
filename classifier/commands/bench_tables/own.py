"""What is taught with the project's own demands (自带语料): the edition itself, and the references taught the same."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.special import softmax

from classifier import corpus
from classifier.commands.references import FAST, LEARNERS, Told, fast_text, temperature
from classifier.features import Floats
from classifier.learning.measures import Numbers
from classifier.learning.training import own_edition, taught, write

EDITION = "own"
FAST_MODEL = "own.bin"


@dataclass(frozen=True, slots=True)
class Answers:
    """What a reference says of texts that it never saw (参照的答案).

    Args:
        demands, dev: confidences of every class, one row a text.
    """

    classes: Numbers
    demands: Floats
    dev: Floats


def train_own(folder: Path, edition: str) -> str:
    """The project's own edition, trained into folder/own (训练自带版本); its name."""
    write(own_edition(), folder / EDITION, edition)
    return edition


def answers(name: str, folder: Path, demands: Sequence[str], dev: Sequence[str]) -> Answers:
    """A reference taught what our edition is taught, its temperature fitted on the same demands apart (参照答题)."""
    documents, labels = taught(corpus.read(), corpus.lexicon())
    apart = corpus.read(corpus.CALIBRATION)
    classes = np.unique(labels)
    every = [*documents, *(row.document for row in apart), *demands, *dev]
    told = Told(every, np.array([*labels, *[""] * (len(every) - len(labels))]), classes)
    if name == FAST:
        scorer = fast_text(told, folder / FAST_MODEL)
    else:
        scorer = LEARNERS[name](told)
    scores = scorer(np.arange(len(documents)), np.arange(len(documents), len(every)))
    heat = temperature(scores[: len(apart)], np.searchsorted(classes, [row.category for row in apart]))
    confidences = np.asarray(softmax(scores / heat, axis=1), dtype=np.float32)
    first, last = len(apart), len(apart) + len(demands)
    return Answers(classes, confidences[first:last], confidences[last:])
