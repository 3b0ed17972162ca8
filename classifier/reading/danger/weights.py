"""Weights of danger (险情权重): learnt from labelled demands by logistic regression, kept as plain arrays, never pickled."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from classifier.corpus import VOCABULARY
from classifier.corpus import digest as corpus_digest
from classifier.corpus import read as read_corpus
from classifier.reading.cues import rows as table
from classifier.reading.danger.features import SLOTS, Floats, rows, scores, seen
from classifier.reading.danger.passages import Message, message
from classifier.reading.danger.words import TABLE as WORDS
from classifier.reading.danger.words import Words, danger_words

LEVELS = ("普通", "紧急", "特急", "转紧急热线")
ORDINARY, URGENT, CRITICAL, EMERGENCY = range(4)
FILE = "urgency_weights.npz"

_DEMANDS = "urgency_demands.csv"
_PENALTY = 20.0
_ROUNDS = 2
# 语料里混有真的险情；一轮学完仍像险情的，第二轮不当普通诉求学
_DOUBTFUL = (1.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Demand:
    """A demand with the urgency that a person gave it (标注紧急程度).

    Args:
        level: place in LEVELS.
        given: false for a demand of the corpus that is taken for ordinary unread.
    """

    level: int
    title: str
    text: str
    given: bool = True


@dataclass(frozen=True, slots=True)
class Head:
    """One question to the model (判断): which levels say yes, which say no, what each level counts."""

    name: str
    yes: tuple[int, ...]
    counts: tuple[float, float, float, float]


# fmt: off
HEADS = (
    Head("emergency", (EMERGENCY,),                   (1.0, 1.0, 0.0, 2.0)),
    Head("critical",  (CRITICAL, EMERGENCY),          (1.0, 1.0, 4.0, 1.0)),
    Head("urgent",    (URGENT, CRITICAL, EMERGENCY),  (1.0, 4.0, 4.0, 1.0)),
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature says to each question (险情权重).

    Args:
        runs: weight of each slot of character runs, shape (slots, heads).
        notions: weight of each notion, shape (notions, heads).
        offsets: shape (heads,).
        learnt_from: the fingerprint of the tables they were learnt from.
    """

    runs: Floats
    notions: Floats
    offsets: Floats
    learnt_from: str = ""

    def scores(self, told: Message, words: Words) -> Floats:
        """Scores of every passage, shape (passages, heads) (得分)."""
        found: Floats = scores(told, seen(told, words), self.runs, self.notions) + self.offsets
        return found

    def save(self, file: Path) -> None:
        """Write the arrays (保存); half precision changes no judgement."""
        np.savez_compressed(
            file,
            runs=self.runs.astype(np.float16),
            notions=self.notions.astype(np.float32),
            offsets=self.offsets,
            learnt_from=np.array(self.learnt_from),
        )

    @classmethod
    def load(cls, file: Path) -> "Weights":
        """Read the arrays (读取)."""
        with np.load(file, allow_pickle=False) as kept:
            runs, notions, offsets = (kept[name].astype(np.float32) for name in ("runs", "notions", "offsets"))
            return cls(runs, notions, offsets, str(kept["learnt_from"]))


@cache
def danger_weights() -> Weights:
    """The weights as they lie in the vocabulary (险情权重)."""
    with as_file(files("classifier").joinpath(f"vocabulary/{FILE}")) as file:
        return Weights.load(file)


def fingerprint() -> str:
    """A fingerprint of all tables that the weights are learnt from (险情样本指纹)."""
    total = hashlib.sha256(corpus_digest().encode())
    for name in (WORDS, _DEMANDS):
        total.update((VOCABULARY / name).read_bytes().replace(b"\r\n", b"\n"))
    return total.hexdigest()


def demands() -> list[Demand]:
    """The labelled demands, and the rest of the corpus as ordinary ones (训练样本)."""
    labelled = [Demand(LEVELS.index(row["紧急程度"]), row["标题"], row["正文"]) for row in table(_DEMANDS)]
    known = {(one.title, one.text) for one in labelled}
    others = [Demand(ORDINARY, one.title, one.text, given=False) for one in read_corpus()]
    return labelled + [one for one in others if (one.title, one.text) not in known]


def learn(told: Sequence[Demand], words: Words) -> Weights:
    """Learn all questions from labelled demands (训练); the same demands always give the same weights."""
    samples = _Samples(told, words)
    learnt = [samples.learn(place) for place in range(len(HEADS))]
    weights = np.array([weight for weight, _ in learnt], dtype=np.float32).T
    offsets = np.array([offset for _, offset in learnt], dtype=np.float32)
    return Weights(weights[:SLOTS].copy(), weights[SLOTS:].copy(), offsets)


class _Samples:
    """All passages of all demands as one matrix; in a dangerous message only the worst passage teaches danger."""

    def __init__(self, told: Sequence[Demand], words: Words) -> None:
        parts = list(_rows(told, words))
        self.owners = np.repeat(np.arange(len(told)), [part.shape[0] for part in parts])
        self.matrix = sparse.vstack(parts, format="csr")
        self.levels = np.array([one.level for one in told])[self.owners]
        self.given = np.array([one.given for one in told])[self.owners]
        self.last = np.append(self.owners[1:] != self.owners[:-1], True)

    def learn(self, place: int) -> tuple[npt.NDArray[np.float64], float]:
        """Weights and offset of one question (训练一问)."""
        head = HEADS[place]
        yes = np.isin(self.levels, head.yes)
        counts = np.array(head.counts)[self.levels]
        used = (counts > 0) & (~yes | self.last)
        for _ in range(_ROUNDS):
            machine = LogisticRegression(C=_PENALTY, solver="liblinear", random_state=0)
            machine.fit(self.matrix[used], yes[used], sample_weight=counts[used])
            scored = machine.decision_function(self.matrix)
            worst = np.full(self.owners[-1] + 1, -np.inf)
            np.maximum.at(worst, self.owners, scored)
            teaches = np.where(yes, scored == worst[self.owners], self.given | (scored < _DOUBTFUL[place]))
            used = (counts > 0) & teaches
        return machine.coef_[0], float(machine.intercept_[0])


def _rows(told: Iterable[Demand], words: Words) -> Iterable[sparse.csr_matrix]:
    for one in told:
        passages = message(one.title, one.text)
        yield rows(passages, seen(passages, words))


def main() -> None:
    """Learn from the tables and keep the weights beside them (更新险情权重)."""
    replace(learn(demands(), danger_words()), learnt_from=fingerprint()).save(VOCABULARY / FILE)


if __name__ == "__main__":
    main()
