"""Messages joined to groups."""

import numpy as np
import pytest
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform

from classifier.topics import grouping
from classifier.topics.grouping import joined
from classifier.topics.neighbours import Pairs, near_pairs
from classifier.topics.weighing import unit

FLOOR = 0.2


@pytest.fixture
def rows() -> sparse.csr_matrix:
    """Eight clouds of twelve texts each, over words of their own and words of all."""
    chance = np.random.default_rng(5)
    counts = np.zeros((96, 200), dtype=np.float32)
    for text in range(96):
        own = 20 * (text // 12)
        counts[text, own + chance.choice(20, 10, replace=False)] = 1 + chance.random(10)
        counts[text, 160 + chance.choice(40, 5, replace=False)] = chance.random(5)
    return unit(sparse.csr_matrix(counts))


def partition(labels) -> set[frozenset[int]]:
    return {frozenset(np.flatnonzero(labels == one).tolist()) for one in set(labels.tolist())}


def test_it_is_average_linkage_where_nothing_is_doubted(rows, monkeypatch):
    monkeypatch.setattr(grouping, "_DOUBT", 0.0)
    distances = 1 - (rows @ rows.T).toarray()
    np.fill_diagonal(distances, 0)
    expected = fcluster(linkage(squareform(distances, checks=False), "average"), 1 - FLOOR, "distance")
    assert partition(joined(rows, near_pairs(rows, FLOOR), FLOOR)) == partition(expected)


def test_clouds_are_found(rows):
    groups = joined(rows, near_pairs(rows, FLOOR), FLOOR)
    for start in range(0, 96, 12):
        assert np.bincount(groups[start : start + 12]).max() >= 10
    assert np.bincount(groups).max() <= 13


def test_a_chain_of_neighbours_does_not_become_one_group():
    steps = np.eye(40, dtype=np.float32) + np.eye(40, k=1, dtype=np.float32)
    rows = unit(sparse.csr_matrix(steps))
    assert np.bincount(joined(rows, near_pairs(rows, FLOOR), FLOOR)).max() < 10


def test_two_single_messages_must_be_more_alike_than_groups():
    rows = sparse.csr_matrix(np.array([[1, 0], [0.22, np.sqrt(1 - 0.22**2)]], dtype=np.float32))
    pairs = Pairs(np.array([0]), np.array([1]), np.array([0.22], dtype=np.float32))
    assert joined(rows, pairs, FLOOR).tolist() == [0, 1]
    assert joined(rows, pairs, 0.1).tolist() == [0, 0]


def test_without_pairs_everyone_stays_alone():
    nothing = np.zeros(0, dtype=np.int64)
    rows = sparse.csr_matrix((3, 4), dtype=np.float32)
    assert joined(rows, Pairs(nothing, nothing, np.zeros(0, np.float32)), FLOOR).tolist() == [0, 1, 2]
