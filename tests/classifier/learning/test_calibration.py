"""The mixture makes confidences honest (校准)."""

import numpy as np

from classifier.estimator import Part
from classifier.learning.calibration import Mixture, mixed, mixture_of


def _parts(seed, count=800, classes=4):
    drawn = np.random.default_rng(seed)
    truth = drawn.integers(0, classes, count)
    good = drawn.normal(0, 1, (count, classes)).astype(np.float32)
    good[np.arange(count), truth] += 2
    noise = drawn.normal(0, 1, (count, classes)).astype(np.float32)
    return (noise, good), truth


def test_the_part_that_knows_gets_the_weight():
    parts, truth = _parts(1)
    mixture = mixture_of(parts, truth)
    assert mixture.margin > 10 * mixture.bayes
    swapped = mixture_of((parts[1], parts[0]), truth)
    assert swapped.bayes > 10 * swapped.margin


def test_scores_on_another_scale_give_the_same_confidences():
    parts, truth = _parts(2)
    one, other = mixture_of(parts, truth), mixture_of((parts[0], parts[1] * 5), truth)
    assert np.isclose(one.margin, other.margin * 5, rtol=0.05)


def test_weights_mixed_score_like_scores_mixed():
    drawn = np.random.default_rng(3)
    bayes, margin = (Part(drawn.normal(size=(5, 3)).astype(np.float32), np.zeros(3, np.float32)) for _ in (0, 1))
    weights, offsets = mixed((bayes, margin), Mixture(0.5, 2.0))
    rows = drawn.normal(size=(7, 5)).astype(np.float32)
    wanted = Mixture(0.5, 2.0).scores((rows @ bayes.weights, rows @ margin.weights))
    assert np.allclose(rows @ weights + offsets, wanted, atol=1e-5)
