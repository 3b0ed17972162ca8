"""What the classifier sees of a text (特征): words, characters and the opening, each a block of its own."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy import sparse

from classifier.text import words

Floats = npt.NDArray[np.float32]

_OPENING = 24


def word_terms(cut: Sequence[str]) -> list[str]:
    """Single words (词)."""
    return list(cut)


def pair_terms(cut: Sequence[str]) -> list[str]:
    """Pairs of neighbouring words (词对)."""
    return [f"{one} {other}" for one, other in pairwise(cut)]


def character_terms(cut: Sequence[str]) -> list[str]:
    """Runs of two to four characters (字串), over the words that say something."""
    line = "".join(cut)
    return [line[start : start + size] for size in (2, 3, 4) for start in range(len(line) - size + 1)]


def opening_terms(cut: Sequence[str]) -> list[str]:
    """Runs of two and three characters of the opening (开头字串): a title says more than the story below it."""
    line = "".join(cut)[:_OPENING]
    return [line[start : start + size] for size in (2, 3) for start in range(len(line) - size + 1)]


@dataclass(frozen=True, slots=True)
class Block:
    """One kind of features (特征组): how it is cut, how often a term must occur, how much the block weighs."""

    name: str
    terms: Callable[[Sequence[str]], list[str]]
    least: int
    weight: float


# fmt: off
BLOCKS = (
    Block("words",      word_terms,      1, 1.0),
    Block("pairs",      pair_terms,      2, 0.3),
    Block("characters", character_terms, 2, 0.7),
    Block("opening",    opening_terms,   2, 0.4),
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Features:
    """The known terms of every block with their rarity (特征表)."""

    terms: tuple[dict[str, int], ...]
    rarity: tuple[Floats, ...]

    @property
    def width(self) -> int:
        """How many features there are (特征数)."""
        return sum(len(block) for block in self.terms)

    @classmethod
    def learnt(cls, cuts: Sequence[Sequence[str]]) -> "Features":
        """The terms of texts already cut into words (学习特征表)."""
        tables, rarities = [], []
        for block in BLOCKS:
            spread: Counter[str] = Counter()
            for cut in cuts:
                spread.update(set(block.terms(cut)))
            kept = sorted(term for term, count in spread.items() if count >= block.least)
            counts = np.array([spread[term] for term in kept], dtype=np.float64)
            tables.append({term: place for place, term in enumerate(kept)})
            rarities.append((np.log((1 + len(cuts)) / (1 + counts)) + 1).astype(np.float32))
        return cls(tuple(tables), tuple(rarities))

    def seen(self, texts: Iterable[str]) -> sparse.csr_matrix:
        """Texts as rows of weighted features (特征矩阵)."""
        return self.rows([words(text) for text in texts])

    def rows(self, cuts: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        """Cut texts as rows of weighted features (特征矩阵): sublinear TF-IDF, every block of the length of its weight."""
        blocks = [
            _weighed(_counted(cuts, block, table), rare, block.weight)
            for block, table, rare in zip(BLOCKS, self.terms, self.rarity, strict=True)
        ]
        return sparse.hstack(blocks, format="csr", dtype=np.float32)


def _counted(cuts: Sequence[Sequence[str]], block: Block, table: dict[str, int]) -> sparse.csr_matrix:
    columns, ends = array("i"), array("i", [0])
    for cut in cuts:
        columns.extend(table[term] for term in block.terms(cut) if term in table)
        ends.append(len(columns))
    shape = (len(cuts), len(table))
    places = np.frombuffer(columns, dtype=np.int32) if columns else np.empty(0, dtype=np.int32)
    counts = sparse.csr_matrix((np.ones(len(places), np.float32), places, np.frombuffer(ends, dtype=np.int32)), shape)
    counts.sum_duplicates()
    return counts


def _weighed(counts: sparse.csr_matrix, rare: Floats, weight: float) -> sparse.csr_matrix:
    counts.data = (1 + np.log(counts.data)) * rare[counts.indices]
    lengths = np.sqrt(np.asarray(counts.multiply(counts).sum(axis=1)).ravel())
    scale = np.divide(weight, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    counts.data = counts.data * np.repeat(scale, np.diff(counts.indptr)).astype(np.float32)
    return counts
