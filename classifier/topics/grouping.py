"""Messages joined to groups that speak of one thing (话题归并): average linkage, over near pairs only.

The mean likeness of two groups is the product of their sums divided by their sizes. It can only reach the floor if
some of their parts did, so that pairs below the floor may be forgotten for good. Pairs of groups that are nearest to
each other are joined together in one round.
"""

import numpy as np
from scipy import sparse

from classifier.features import Floats
from classifier.terms import Places
from classifier.topics.neighbours import Pairs, likenesses

# 均值出自几对留言，就按几分之一加码：两条单独的留言要相似到 0.25，成群的可低到下限
_DOUBT = 0.08


def joined(rows: sparse.csr_matrix, pairs: Pairs, floor: float) -> Places:
    """The group of every message (话题归并), named by one of its members.

    Groups are joined while their mean likeness, less the doubt that rests on a mean of few, is at least the floor.
    """
    groups = np.arange(rows.shape[0])
    while True:
        sizes = np.bincount(groups, minlength=len(groups))
        worth = (pairs.likeness - _DOUBT / (sizes[pairs.ones] * sizes[pairs.others])).astype(np.float32)
        ready = worth >= floor
        if not ready.any():
            return groups
        ones, others = _mutual(Pairs(pairs.ones[ready], pairs.others[ready], worth[ready]), len(groups))
        into = np.arange(len(groups))
        into[others] = ones
        groups = into[groups]
        pairs = _kept(rows, groups, pairs, into, floor)


def _mutual(pairs: Pairs, count: int) -> tuple[Places, Places]:
    """Pairs of groups that are nearest to each other; of equal ones the earliest."""
    order = np.lexsort((pairs.others, pairs.ones, -pairs.likeness))
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    best = np.full(count, len(order))
    np.minimum.at(best, pairs.ones, rank)
    np.minimum.at(best, pairs.others, rank)
    chosen = (best[pairs.ones] == rank) & (best[pairs.others] == rank)
    return pairs.ones[chosen], pairs.others[chosen]


def _kept(rows: sparse.csr_matrix, groups: Places, pairs: Pairs, into: Places, floor: float) -> Pairs:
    """The pairs between the groups as they are now, the likeness of those that grew measured anew."""
    grown = np.zeros(len(into), dtype=bool)
    grown[into[into != np.arange(len(into))]] = True
    ones, others = into[pairs.ones], into[pairs.others]
    apart = ones != others
    cells = np.minimum(ones, others)[apart] * len(into) + np.maximum(ones, others)[apart]
    cells, first = np.unique(cells, return_index=True)
    ones, others, likeness = cells // len(into), cells % len(into), pairs.likeness[apart][first]
    anew = grown[ones] | grown[others]
    likeness[anew] = _mean_likeness(rows, groups, ones[anew], others[anew])
    near = likeness >= floor
    return Pairs(ones[near], others[near], likeness[near])


def _mean_likeness(rows: sparse.csr_matrix, groups: Places, ones: Places, others: Places) -> Floats:
    needed, place = np.unique(np.concatenate([ones, others]), return_inverse=True)
    member = np.flatnonzero(np.isin(groups, needed))
    owners = np.searchsorted(needed, groups[member])
    sizes = np.bincount(owners, minlength=len(needed))
    share = sparse.csr_matrix((1 / sizes[owners], (owners, member)), (len(needed), rows.shape[0]), dtype=np.float32)
    return likenesses((share @ rows).tocsr(), place[: len(ones)], place[len(ones) :])
