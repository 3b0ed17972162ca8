import pytest

from classifier.matters.likeness import SIGNS
from classifier.matters.weighing import Weights, weights


def test_no_weight_goes_against_its_sign():
    assert set(weights().features) <= set(SIGNS)
    assert all(weight * SIGNS[name] > 0 for name, weight in weights().features.items())


def test_threshold_is_a_likelihood():
    assert 0.5 <= weights().threshold < 1


def test_likelihood():
    table = Weights({"同处": 2.0}, -2.0, 0.5)
    assert table.likelihood({"同处": 1.0, "同人": 1.0}) == pytest.approx(0.5)
    assert table.likelihood({"同处": 0.0, "同人": 1.0}) < 0.2
