"""Which messages are near enough to speak of the same thing (近邻), found through the terms that weigh most."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from classifier.features import Floats
from classifier.terms import Places

_HEAVIEST = 12
_COMMONEST = 0.01
_ALWAYS_LOOKED_UP = 400
_MOST = 20
_HINT = 0.4
_ROWS_AT_ONCE = 1024
_PAIRS_AT_ONCE = 200_000


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of near messages (近邻对): the first place always the smaller."""

    ones: Places
    others: Places
    likeness: Floats


def near_pairs(rows: sparse.csr_matrix, floor: float) -> Pairs:
    """Pairs at least so alike (近邻对), for every message no more than its nearest few dozen.

    Args:
        rows: messages as rows of unit length.
    """
    keys = _heaviest(rows)
    columns = keys.T.tocsr()
    found = []
    for start in range(0, rows.shape[0], _ROWS_AT_ONCE):
        found.append(_hinted(keys[start : start + _ROWS_AT_ONCE] @ columns, start, floor * _HINT))
    count = rows.shape[0]
    cells = np.unique(np.concatenate([np.zeros(0, np.int64), *found]))
    ones, others = cells // max(1, count), cells % max(1, count)
    likeness = likenesses(rows, ones, others)
    near = likeness >= floor
    return Pairs(ones[near], others[near], likeness[near])


def likenesses(rows: sparse.csr_matrix, ones: Places, others: Places) -> Floats:
    """The products of rows, pair by pair (相似度)."""
    parts = [np.zeros(0, np.float32)]
    for start in range(0, len(ones), _PAIRS_AT_ONCE):
        here = slice(start, start + _PAIRS_AT_ONCE)
        parts.append(np.asarray(rows[ones[here]].multiply(rows[others[here]]).sum(axis=1), dtype=np.float32).ravel())
    return np.concatenate(parts)


def _heaviest(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    """Of every message only the terms that weigh most and are not too common to look others up by."""
    spread = np.bincount(rows.indices, minlength=rows.shape[1])
    most = max(_ALWAYS_LOOKED_UP, int(_COMMONEST * rows.shape[0]))
    owners = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    rare = np.flatnonzero(spread[rows.indices] <= most)
    order = rare[np.lexsort((-rows.data[rare], owners[rare]))]
    kept = order[_ranks(owners[order]) < _HEAVIEST]
    return sparse.csr_matrix((rows.data[kept], (owners[kept], rows.indices[kept])), rows.shape)


def _ranks(groups: Places) -> Places:
    """The place of each entry within its run of equal groups, counted from 0."""
    starts = np.flatnonzero(np.diff(groups, prepend=-1))
    return np.arange(len(groups)) - np.repeat(starts, np.diff(starts, append=len(groups)))


def _hinted(products: sparse.csr_matrix, start: int, hint: float) -> Places:
    """Pairs worth a closer look as first place × count + second place."""
    count = products.shape[1]
    owners = np.repeat(np.arange(products.shape[0]) + start, np.diff(products.indptr))
    kept = np.flatnonzero((products.data >= hint) & (products.indices != owners))
    owners, others, values = owners[kept], products.indices[kept].astype(np.int64), products.data[kept]
    order = np.lexsort((others, -values, owners))
    order = order[_ranks(owners[order]) < _MOST]
    owners, others = owners[order], others[order]
    pairs: npt.NDArray[np.int64] = np.minimum(owners, others) * count + np.maximum(owners, others)
    return pairs
