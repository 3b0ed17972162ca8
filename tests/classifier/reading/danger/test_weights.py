"""The weights of danger: repeatable, kept as plain arrays, and learnt from the tables as they stand."""

import pytest

from classifier.reading.danger.weights import LEVELS, Demand, Weights, danger_weights, demands, fingerprint, learn
from classifier.reading.danger.words import danger_words


@pytest.fixture(scope="module")
def few() -> list[Demand]:
    """A handful of demands of each level."""
    known = demands()
    return [one for level in range(len(LEVELS)) for one in [known for known in known if known.level == level][:40]]


def test_learning_is_repeatable_and_survives_the_file(few, tmp_path):
    one, two = learn(few, danger_words()), learn(few, danger_words())
    assert (one.runs == two.runs).all() and (one.offsets == two.offsets).all()
    one.save(tmp_path / "weights.npz")
    kept = Weights.load(tmp_path / "weights.npz")
    assert kept.runs.shape == one.runs.shape and abs(kept.runs - one.runs).max() < 0.05


def test_the_kept_weights_were_learnt_from_the_tables_as_they_stand():
    weights = danger_weights()
    assert weights.learnt_from == fingerprint(), "请运行 python -m classifier.reading.danger.weights"
    assert weights.notions.shape[0] == len(danger_words().names)
    assert weights.runs.shape[1] == weights.notions.shape[1] == len(weights.offsets)
