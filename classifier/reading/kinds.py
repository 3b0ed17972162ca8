"""The type and the requester of a demand by its wording (诉求类型与诉求主体): character runs weighed by a linear model.

Two thirds of what tells a complaint from a question stands in no table of cues, so the weights are learnt from the
labelled demands, in seconds, whenever an edition of the model is trained. Everything is read from the characters alone:
no words are cut, so that reading takes a tenth of a millisecond.
"""

from bisect import bisect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Self

import numpy as np
import numpy.typing as npt
from scipy import sparse
from sklearn.svm import LinearSVC

from classifier.corpus import Labelled
from classifier.features import Floats
from classifier.text import normalise

Numbers = npt.NDArray[np.uint32]
Arrays = dict[str, npt.NDArray[np.generic]]

TYPES = ("咨询", "求助", "投诉", "举报", "建议", "表扬", "其他")
ENTERPRISE, PERSON = "企业", "个人"
# 诉求主体宁缺勿滥：标成企业就走涉企通道，准确率要在 93% 以上
ENTERPRISE_FROM = 0.2
_NOTHING_SAID = "其他"

_LONGEST = 1200
_OPENING, _CLOSING = 12, 14
_LEAST = 10
_LENGTHS = (4, 8, 12, 18, 26, 38, 55, 80, 120, 180, 270)
# 使一行的长度接近 1，惩罚项才和通常的量级相称
_SCALE = np.float32(5)
_CATEGORY_WEIGHT = 0.5
_PENALTY, _TOLERANCE, _SEED = 0.3, 0.3, 12345
# 占比低于此的类型，每件按平方根多算一些，免得总让位于投诉
_COMMON = 0.4
_SLOT_BITS = 20
_U = np.uint32
_FACTORS = (_U(0x9E3779B1), _U(0x85EBCA77), _U(0xC2B2AE3D))
# 全文、开头、结尾各成一组，同样的字在不同位置是不同的特征
_WHOLE, _FIRST, _LAST, _LENGTH = _U(1), _U(77), _U(999), 0xA5A50000
_PARENT = 2


@dataclass(frozen=True, slots=True)
class Kind:
    """What kind of demand it is and who asks (诉求类型与主体)."""

    demand_type: str
    requester: str


@dataclass(frozen=True)
class Kinds:
    """The learnt weights (判断权重); the columns are the seven types and, last, the enterprise.

    Args:
        numbers: the known runs of characters as hashed numbers, ascending.
        weights: shape (runs, 8).
        categories: the codes of both levels that the labelled demands have.
        leanings: how each category leans, shape (categories, 8).
        offsets: shape (8,).
    """

    numbers: Numbers
    weights: Floats
    categories: npt.NDArray[np.str_]
    leanings: Floats
    offsets: Floats

    @classmethod
    def read(cls, arrays: Mapping[str, npt.NDArray[np.generic]]) -> Self:
        """From the arrays that `learn` gave (读取权重); other arrays beside them are left alone."""
        told = {field.name: arrays[field.name] for field in fields(cls)}
        for name in ("weights", "leanings", "offsets"):
            told[name] = told[name].astype(np.float32)
        return cls(**told)  # type: ignore[arg-type]

    def of(self, text: str, likely: Mapping[str, float] | None = None) -> Kind:
        """The type and the requester of one demand (判断).

        Args:
            text: title and text, normalised.
            likely: categories with their confidence, the machine's candidates or a person's choice with confidence 1.
        """
        runs = _runs(text[:_LONGEST])
        if not len(runs):
            return Kind(_NOTHING_SAID, PERSON)
        scores = self._scores(runs) + self._leaning(likely or {})
        demand_type = TYPES[int(scores[: len(TYPES)].argmax())]
        return Kind(demand_type, ENTERPRISE if scores[-1] >= ENTERPRISE_FROM else PERSON)

    def _scores(self, runs: Numbers) -> Floats:
        places = self._slots.take(runs >> _U(32 - _SLOT_BITS))
        known = places[self.numbers.take(places) == runs]
        each = np.full(len(known), 1 / np.sqrt(max(1, len(known))), dtype=np.float32)
        total: Floats = each @ self.weights.take(known, axis=0) + self.offsets
        return total

    def _leaning(self, likely: Mapping[str, float]) -> Floats:
        total = np.zeros(len(TYPES) + 1, dtype=np.float32)
        for category, confidence in likely.items():
            for code in {category, category[:_PARENT]} & self._places.keys():
                total += confidence * self.leanings[self._places[code]]
        return total

    @cached_property
    def _places(self) -> dict[str, int]:
        return {str(code): place for place, code in enumerate(self.categories)}

    @cached_property
    def _slots(self) -> npt.NDArray[np.int32]:
        """Where the run of a slot stands; no two known runs share one."""
        slots = np.zeros(1 << _SLOT_BITS, dtype=np.int32)
        slots[self.numbers >> _U(32 - _SLOT_BITS)] = np.arange(len(self.numbers), dtype=np.int32)
        return slots


def learn(rows: Sequence[Labelled]) -> Arrays:
    """The weights from labelled demands (训练诉求类型与主体): always the same ones for the same rows.

    Every demand is learnt twice, with its category and without, so that the weights serve in both cases.
    """
    texts = [_runs(normalise(row.document)[:_LONGEST]) for row in rows]
    numbers, rarity = _known(texts)
    runs = _matrix(texts, numbers) @ sparse.diags(rarity)
    codes = sorted({code for row in rows for code in (row.category, row.category[:_PARENT])})
    leaning = _membership(rows, codes)
    told = (
        sparse.vstack(
            [sparse.hstack([runs, leaning]), sparse.hstack([runs, sparse.csr_matrix(leaning.shape, dtype=np.float32)])]
        )
        .tocsr()
        .astype(np.float64)
    )
    # 每台机器各自转换、排序一遍，要多花三分之一时间
    told.sort_indices()
    types = np.array([row.demand_type for row in rows] * 2)
    enterprise = np.array([row.requester == ENTERPRISE for row in rows] * 2)
    columns = [_machine(told, wanted) for wanted in (*(types == one for one in TYPES), enterprise)]
    weights = np.stack([weight for weight, _ in columns], axis=1)
    return {
        "numbers": numbers,
        "weights": (weights[: len(numbers)] * rarity[:, None] / _SCALE).astype(np.float16),
        "categories": np.array(codes),
        "leanings": (weights[len(numbers) :] * _CATEGORY_WEIGHT).astype(np.float16),
        "offsets": np.array([offset for _, offset in columns], dtype=np.float32),
    }


def _machine(told: sparse.csr_matrix, wanted: npt.NDArray[np.bool_]) -> tuple[Floats, float]:
    """One line between the demands of a kind and all others; a kind that nobody taught is never chosen."""
    if not wanted.any() or wanted.all():
        return np.zeros(told.shape[1], np.float32), 1.0 if wanted.any() else -9.0
    heavier = max(1.0, (_COMMON / float(wanted.mean())) ** 0.5)
    machine = LinearSVC(C=_PENALTY, tol=_TOLERANCE, random_state=_SEED, class_weight={True: heavier, False: 1.0})
    machine.fit(told, wanted)
    return machine.coef_[0].astype(np.float32), float(machine.intercept_[0])


def _known(texts: Sequence[Numbers]) -> tuple[Numbers, Floats]:
    """The runs that enough texts hold, and their rarity; of two that share a slot the commoner stays."""
    met, counts = np.unique(np.concatenate([np.unique(text) for text in texts]), return_counts=True)
    often = counts >= min(_LEAST, len(texts))
    met, counts = met[often], counts[often]
    commonest = np.argsort(-counts, kind="stable")
    _, first = np.unique(met[commonest] >> _U(32 - _SLOT_BITS), return_index=True)
    kept = np.sort(commonest[first])
    return met[kept], (np.log((1 + len(texts)) / (1 + counts[kept])) + 1).astype(np.float32)


def _matrix(texts: Sequence[Numbers], numbers: Numbers) -> sparse.csr_matrix:
    """How often each known run stands in each text, by the root of how many runs of it are known."""
    every = np.concatenate(texts)
    rows = np.repeat(np.arange(len(texts)), [len(text) for text in texts])
    columns = np.searchsorted(numbers, every).clip(0, len(numbers) - 1)
    known = numbers[columns] == every
    counts = np.bincount(rows[known], minlength=len(texts))
    values = (1 / np.sqrt(np.maximum(1, counts)))[rows[known]].astype(np.float32)
    made = sparse.csr_matrix((values / _SCALE, (rows[known], columns[known])), (len(texts), len(numbers)))
    made.sum_duplicates()
    return made


def _membership(rows: Sequence[Labelled], codes: Sequence[str]) -> sparse.csr_matrix:
    places = {code: place for place, code in enumerate(codes)}
    columns = [places[code] for row in rows for code in (row.category, row.category[:_PARENT])]
    values = np.full(len(columns), _CATEGORY_WEIGHT, dtype=np.float32)
    return sparse.csr_matrix((values, columns, np.arange(0, len(columns) + 1, 2)), (len(rows), len(codes)))


def _runs(text: str) -> Numbers:
    """Runs of one to three characters as numbers: of the whole text, of its first and of its last characters."""
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), dtype=_U)
    if not len(codes):
        return codes
    length = np.array([_LENGTH + bisect(_LENGTHS, len(codes))], dtype=_U)
    parts = ((codes, _WHOLE), (codes[:_OPENING], _FIRST), (codes[-_CLOSING:], _LAST))
    return _mixed(np.concatenate([run for part, salt in parts for run in _spelt(part, salt)] + [length]))


def _spelt(codes: Numbers, salt: np.uint32) -> tuple[Numbers, Numbers, Numbers]:
    one = codes * _FACTORS[0] + salt
    two = one[:-1] * _FACTORS[1] + one[1:]
    return one, two, two[:-1] * _FACTORS[2] + one[2:]


def _mixed(numbers: Numbers) -> Numbers:
    """Spread numbers evenly over 32 bits (after Wellons, hash-prospector)."""
    numbers = (numbers ^ (numbers >> _U(15))) * _U(0x2C1B3C6D)
    numbers = (numbers ^ (numbers >> _U(12))) * _U(0x297A2D39)
    return numbers ^ (numbers >> _U(15))
