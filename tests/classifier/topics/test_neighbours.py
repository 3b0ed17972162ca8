"""Which messages are near."""

import numpy as np
from scipy import sparse

from classifier.topics import neighbours
from classifier.topics.neighbours import likenesses, near_pairs
from classifier.topics.weighing import unit


def some_rows(count: int = 120, seed: int = 3) -> sparse.csr_matrix:
    chance = np.random.default_rng(seed)
    return unit(sparse.random(count, 60, density=0.1, format="csr", dtype=np.float32, random_state=chance))


def test_all_pairs_above_the_floor_are_found_with_their_likeness():
    rows = some_rows()
    pairs = near_pairs(rows, 0.5)
    products = np.triu((rows @ rows.T).toarray(), 1)
    ones, others = np.nonzero(products >= 0.5)
    assert len(ones) > 20
    assert set(zip(pairs.ones.tolist(), pairs.others.tolist(), strict=True)) == set(
        zip(ones.tolist(), others.tolist(), strict=True)
    )
    assert np.allclose(pairs.likeness, products[pairs.ones, pairs.others], atol=1e-5)


def test_the_outcome_does_not_depend_on_how_much_is_done_at_once(monkeypatch):
    whole = near_pairs(some_rows(), 0.3)
    monkeypatch.setattr(neighbours, "_ROWS_AT_ONCE", 7)
    monkeypatch.setattr(neighbours, "_PAIRS_AT_ONCE", 11)
    parts = near_pairs(some_rows(), 0.3)
    assert whole.ones.tolist() == parts.ones.tolist()
    assert whole.others.tolist() == parts.others.tolist()
    assert np.allclose(whole.likeness, parts.likeness)


def test_no_message_is_given_more_than_its_nearest_few(monkeypatch):
    monkeypatch.setattr(neighbours, "_MOST", 2)
    same = unit(sparse.csr_matrix(np.ones((50, 3), dtype=np.float32)))
    assert 50 <= len(near_pairs(same, 0.5).ones) <= 100


def test_empty_rows_have_no_neighbours():
    assert len(near_pairs(sparse.csr_matrix((4, 5), dtype=np.float32), 0.2).ones) == 0
    assert len(near_pairs(sparse.csr_matrix((0, 0), dtype=np.float32), 0.2).ones) == 0
    assert len(likenesses(some_rows(), np.zeros(0, np.int64), np.zeros(0, np.int64))) == 0
