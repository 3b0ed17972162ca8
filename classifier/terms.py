"""Terms of texts as numbers (特征词编码): words, pairs and runs of characters, made by array operations.

A term is never kept as a string: its number is enough to find it again. Numbers have their low bits free, so that
a text's place in its batch fits beside them and one plain sort brings equal terms of a text together.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from classifier.text import WORD_END

Numbers = npt.NDArray[np.uint64]
Places = npt.NDArray[np.int64]

TEXT_BITS = 9
BATCH = 1 << TEXT_BITS
_TEXT_END = "\x1e"
_U = np.uint64
_GOLDEN = _U(0x9E3779B97F4A7C15)
_FREE = ~_U(BATCH - 1)


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms with the text that each stands in (特征词).

    Args:
        texts: place of the text in the batch, one a term, 0–511.
        numbers: the term as a number, its low 9 bits zero.
    """

    texts: Places
    numbers: Numbers


class Lines:
    """A batch of cut texts (一批分词文本) as one array of characters, with what is known of each.

    Args:
        lines: at most 512 texts as `classifier.text.line` gives them.
    """

    def __init__(self, lines: Sequence[str]) -> None:
        if len(lines) > BATCH:
            raise ValueError(f"一批最多 {BATCH} 条，给了 {len(lines)} 条")
        codes = np.frombuffer(_TEXT_END.join([*lines, ""]).encode("utf-32-le"), dtype=np.uint32)
        text_ends, word_ends = codes == ord(_TEXT_END), codes == ord(WORD_END)
        kept = ~(text_ends | word_ends)
        self.codes: Numbers = codes[kept].astype(_U)
        self.texts: Places = np.cumsum(text_ends)[kept]
        self._words = np.cumsum(word_ends)[kept]
        starts = np.searchsorted(self.texts, np.arange(len(lines)))
        self.places: Places = np.arange(len(self.codes)) - starts[self.texts]

    @cached_property
    def words(self) -> Terms:
        """Single words (词)."""
        if not len(self.codes):
            return Terms(self.texts, self.codes)
        starts = np.flatnonzero(np.diff(self._words, prepend=-1))
        inside = np.arange(len(self.codes)) - np.repeat(starts, np.diff(starts, append=len(self.codes)))
        numbers = np.add.reduceat(_mixed(self.codes + (inside.astype(_U) + _U(1)) * _GOLDEN), starts)
        return Terms(self.texts[starts], _mixed(numbers))

    @cached_property
    def pairs(self) -> Terms:
        """Pairs of neighbouring words (词对)."""
        texts, numbers = self.words.texts, self.words.numbers
        together = texts[1:] == texts[:-1]
        return Terms(texts[1:][together], _mixed(numbers[:-1] * _U(3) + numbers[1:] * _GOLDEN)[together])

    def runs(self, sizes: Sequence[int], opening: int = 0) -> Terms:
        """Runs of so many characters (字串), over word borders; with `opening`, only those among the first few."""
        texts, numbers = [self.texts[:0]], [self.codes[:0]]
        for size in sizes:
            last = self._lasts(size)
            if opening:
                last = last[self.places[last] < opening]
            texts.append(self.texts[last])
            numbers.append(self._run_numbers[size][last - size + 1])
        return Terms(np.concatenate(texts), np.concatenate(numbers))

    def _lasts(self, size: int) -> Places:
        """Where runs of this size end that lie in one text."""
        return np.flatnonzero(self.places >= size - 1)

    @cached_property
    def _run_numbers(self) -> dict[int, Numbers]:
        one = _mixed(self.codes * _GOLDEN + _U(1))
        found, total = {1: _mixed(one)}, one
        for size in range(2, 5):
            total = total[: max(0, len(one) - size + 1)] + one[size - 1 :] * _U(2 * size + 1) * _GOLDEN
            found[size] = _mixed(total + _U(size))
        return found


def salted(numbers: Numbers, salt: int) -> Numbers:
    """Numbers of one kind of terms made different from all other kinds (区分特征组), the low bits free."""
    made: Numbers = _mixed(numbers ^ _U(salt)) & _FREE
    return made


def _mixed(numbers: Numbers) -> Numbers:
    """Spread numbers evenly over 64 bits: the finaliser of SplitMix64 (Steele, Lea & Flood 2014)."""
    numbers = (numbers ^ (numbers >> _U(30))) * _U(0xBF58476D1CE4E5B9)
    numbers = (numbers ^ (numbers >> _U(27))) * _U(0x94D049BB133111EB)
    return numbers ^ (numbers >> _U(31))
