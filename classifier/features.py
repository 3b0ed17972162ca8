"""What the classifier sees of a text (特征): words, word pairs, characters and the opening, each a block of its own."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy import sparse

from classifier.terms import BATCH, Lines, Numbers, Terms, salted

Floats = npt.NDArray[np.float32]

_OPENING = 24
_SLOTS_A_TERM = 8
_WIDEST = (1 << 32) // BATCH - 1
_U = np.uint64


@dataclass(frozen=True, slots=True)
class Block:
    """One kind of features (特征组): how it is cut, how often a term must occur, how much the block weighs."""

    name: str
    terms: Callable[[Lines], Terms]
    least: int
    weight: float


# fmt: off
BLOCKS = (
    Block("words",      lambda lines: lines.words,                          1, 1.0),
    Block("pairs",      lambda lines: lines.pairs,                          2, 0.4),
    Block("characters", lambda lines: lines.runs((1, 2, 3)),                2, 0.6),
    Block("opening",    lambda lines: lines.runs((1, 2, 3), _OPENING),      2, 0.7),
)
# fmt: on
_WEIGHTS = np.array([block.weight for block in BLOCKS], dtype=np.float32)


@dataclass(frozen=True)
class Features:
    """The known terms with their rarity (特征表).

    Args:
        numbers: the known terms, block after block.
        rarity: inverse document frequency of each term.
        blocks: the block of each term, counted from 0.
        bits: the table through which terms are found has 2**bits slots.
    """

    numbers: Numbers
    rarity: Floats
    blocks: npt.NDArray[np.uint8]
    bits: int

    @property
    def width(self) -> int:
        """How many features there are (特征数)."""
        return len(self.numbers)

    @classmethod
    def learnt(cls, lines: Sequence[str]) -> "Features":
        """The terms of cut texts that occur often enough (学习特征表)."""
        batches = [_batch_terms(lines[start : start + BATCH]) for start in range(0, len(lines), BATCH)]
        numbers, rarities, blocks = [], [], []
        for place, block in enumerate(BLOCKS):
            met, counts = np.unique(_once_a_text(batch[place] for batch in batches), return_counts=True)
            kept = counts >= block.least
            numbers.append(met[kept])
            rarities.append((np.log((1 + len(lines)) / (1 + counts[kept])) + 1).astype(np.float32))
            blocks.append(np.full(int(kept.sum()), place, dtype=np.uint8))
        every, rarity, owner = np.concatenate(numbers), np.concatenate(rarities), np.concatenate(blocks)
        bits = max(10, int(np.ceil(np.log2(max(1, len(every) * _SLOTS_A_TERM)))))
        alone = _without_slot_sharers(every, rarity, bits)
        if len(alone) > _WIDEST:
            raise ValueError(f"特征 {len(alone)} 个，超过上限 {_WIDEST}；请减少训练文本")
        return cls(every[alone], rarity[alone], owner[alone], bits)

    def only(self, kept: npt.NDArray[np.intp]) -> "Features":
        """Some of the features, in their order (选留特征)."""
        return Features(self.numbers[kept], self.rarity[kept], self.blocks[kept], self.bits)

    def rows(self, lines: Sequence[str]) -> sparse.csr_matrix:
        """Cut texts as rows of weighted features (特征矩阵): sublinear TF-IDF, every block of the length of its weight."""
        batches = [self._rows(lines[start : start + BATCH]) for start in range(0, len(lines), BATCH)]
        if not batches:
            return sparse.csr_matrix((0, self.width), dtype=np.float32)
        return batches[0] if len(batches) == 1 else sparse.vstack(batches, format="csr", dtype=np.float32)

    def columns(self, numbers: Numbers) -> npt.NDArray[np.int64]:
        """The feature of each term (特征号), -1 for terms that are not known."""
        entries = self._slots[_slot(numbers, self.bits)]
        found: npt.NDArray[np.int64] = (entries & _U(0xFFFFFFFF)).astype(np.int64) - 1
        found[(entries >> _U(32)) != _check(numbers)] = -1
        return found

    def _rows(self, lines: Sequence[str]) -> sparse.csr_matrix:
        terms = _batch_terms(lines)
        texts = np.concatenate([block.texts for block in terms])
        columns = self.columns(np.concatenate([block.numbers for block in terms]))
        known = columns >= 0
        # 32 位排序比 64 位快近一倍；一批 512 条、宽不过 800 万，正好放得下
        cells = np.sort((texts[known] * self.width + columns[known]).astype(np.uint32)).astype(np.int64)
        first = np.flatnonzero(np.diff(cells, prepend=-1))
        counts = np.diff(first, append=len(cells))
        cells = cells[first]
        at = cells // max(1, self.width)
        columns = cells - at * self.width
        values = (1 + np.log(counts, dtype=np.float32)) * self.rarity[columns]
        group = at * len(BLOCKS) + self.blocks[columns]
        lengths = np.sqrt(np.bincount(group, values * values, len(lines) * len(BLOCKS)))
        scale = np.tile(_WEIGHTS, len(lines)) / np.maximum(lengths, 1e-9)
        ends = np.searchsorted(at, np.arange(len(lines) + 1))
        data = (values * scale[group]).astype(np.float32)
        shape = (len(lines), self.width)
        return sparse.csr_matrix((data, columns.astype(np.int32), ends.astype(np.int32)), shape)

    @cached_property
    def _slots(self) -> Numbers:
        slots = np.zeros(1 << self.bits, dtype=_U)
        places = np.arange(1, self.width + 1, dtype=_U)
        slots[_slot(self.numbers, self.bits)] = (_check(self.numbers) << _U(32)) | places
        return slots


def _batch_terms(lines: Sequence[str]) -> list[Terms]:
    cut = Lines(lines)
    return [
        Terms((terms := block.terms(cut)).texts, salted(terms.numbers, place + 1)) for place, block in enumerate(BLOCKS)
    ]


def _once_a_text(batches: Iterator[Terms]) -> Numbers:
    """Every term once for each text that holds it."""
    parts = [np.unique(terms.numbers | terms.texts.astype(_U)) & ~_U(BATCH - 1) for terms in batches]
    return np.concatenate(parts) if parts else np.zeros(0, dtype=_U)


def _without_slot_sharers(numbers: Numbers, rarity: Floats, bits: int) -> npt.NDArray[np.intp]:
    """Which terms keep a slot of the table for themselves: where two would share one, the rarer gives way."""
    slots = _slot(numbers, bits)
    commonest_first = np.argsort(rarity, kind="stable")
    _, first = np.unique(slots[commonest_first], return_index=True)
    return np.sort(commonest_first[first])


def _slot(numbers: Numbers, bits: int) -> npt.NDArray[np.int64]:
    return (numbers >> _U(64 - bits)).astype(np.int64)


def _check(numbers: Numbers) -> Numbers:
    return (numbers >> _U(9)) & _U(0xFFFFFFFF)
