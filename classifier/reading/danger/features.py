"""What is weighed in a passage (险情特征): runs of characters and the notions that its words stand for."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from classifier.reading.danger.passages import Message, Numbers
from classifier.reading.danger.words import Mentions, Words

Floats = npt.NDArray[np.float32]

SLOT_BITS = 16
SLOTS = 1 << SLOT_BITS
_SIZES = (1, 2, 3)
# 短句只有几个特征，不足此数按此数计，免得一两个词就定了轻重
_FEWEST_RUNS, _FEWEST_NOTIONS = 40, 10
_NOTIONS_WEIGH = 0.6
_REPEAT, _MOST = 0.5, 40
_U = np.uint32
_FACTORS = (_U(0x9E3779B1), _U(0x85EBCA77), _U(0xC2B2AE3D))
_STRENGTH = np.concatenate(([0], 1 + _REPEAT * np.log(np.arange(1, _MOST)))).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a message shows (险情特征).

    Args:
        slots: for each size of run, the slot of the run that starts at each character.
        notions: shape (passages, notions), scaled.
        scales: what each run of a passage counts.
        mentions: the words of danger.
    """

    slots: tuple[Numbers, ...]
    notions: Floats
    scales: Floats
    mentions: Mentions


def seen(message: Message, words: Words) -> Seen:
    """Look a message over once (提取特征)."""
    mentions = words.find(message.text)
    runs = len(_SIZES) * (message.passages[:, 1] - message.passages[:, 0])
    scales = (1 / np.sqrt(np.maximum(runs, _FEWEST_RUNS))).astype(np.float32)
    return Seen(_slots(message.codes), _notions(message, mentions, len(words.names)), scales, mentions)


def scores(message: Message, shown: Seen, runs: Floats, notions: Floats) -> Floats:
    """Scores of shape (passages, heads) (得分), the offsets not yet added.

    Args:
        runs: weight of each slot, shape (slots, heads).
        notions: weight of each notion, shape (notions, heads).
    """
    sums = np.zeros((len(message.codes) + 1, runs.shape[1]), dtype=np.float32)
    for slots in shown.slots:
        sums[1 : len(slots) + 1] += runs[slots]
    np.cumsum(sums, axis=0, out=sums)
    total = sums[message.passages[:, 1]] - sums[message.passages[:, 0]]
    weighed: Floats = total * shown.scales[:, None] + shown.notions @ notions
    return weighed


def rows(message: Message, shown: Seen) -> sparse.csr_matrix:
    """The same as rows of a matrix to learn from, one a passage (特征矩阵): slots first, then notions."""
    cells = [np.zeros(0, dtype=np.int64)]
    for place, (start, end) in enumerate(message.passages):
        cells += [place * SLOTS + slots[start:end].astype(np.int64) for slots in shown.slots]
    met, times = np.unique(np.concatenate(cells), return_counts=True)
    places, columns = np.divmod(met, SLOTS)
    shape = (len(message.passages), SLOTS)
    runs = sparse.csr_matrix((times * shown.scales[places], (places, columns)), shape, dtype=np.float32)
    return sparse.hstack([runs, sparse.csr_matrix(shown.notions)], format="csr", dtype=np.float32)


def _slots(codes: Numbers) -> tuple[Numbers, ...]:
    """The slot of the run that starts at each character, by multiplicative hashing."""
    one = (codes + _U(1)) * _FACTORS[0]
    one ^= one >> _U(15)
    made, total = [], one
    for size in _SIZES:
        if size > 1:
            total = total[: max(0, len(one) - size + 1)] * _FACTORS[1] + one[size - 1 :]
        made.append((total * _FACTORS[2 * (size % 2)]) >> _U(32 - SLOT_BITS))
    return tuple(made)


def _notions(message: Message, mentions: Mentions, count: int) -> Floats:
    """How strongly each passage speaks of each notion; a second mention adds less than the first."""
    passages = message.passages
    places, which = np.nonzero((mentions.starts >= passages[:, :1]) & (mentions.ends <= passages[:, 1:]))
    cells = np.bincount(places * count + mentions.notions[which], minlength=len(passages) * count)
    table = _STRENGTH[np.minimum(cells, len(_STRENGTH) - 1)].reshape(len(passages), count)
    lengths = np.sqrt(_FEWEST_NOTIONS + np.einsum("pn,pn->p", table, table))
    scaled: Floats = table * (_NOTIONS_WEIGH / lengths)[:, None].astype(np.float32)
    return scaled
