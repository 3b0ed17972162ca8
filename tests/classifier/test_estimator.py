"""The classifier obeys scikit-learn's conventions (诉求分类器)."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.pipeline import make_pipeline

from classifier.estimator import DemandClassifier, parents
from classifier.features import BLOCKS, Features
from classifier.learning import measures
from classifier.text import words

TEXTS = ["暖气不热家里冷", "供暖温度不达标", "暖气片冰凉", "路灯不亮太黑", "路灯坏了没人修", "路灯一闪一闪"]
CODES = ["0301", "0301", "0301", "0102", "0102", "0102"]


@pytest.fixture(scope="module")
def small():
    return DemandClassifier().fit(TEXTS, CODES)


def test_an_unfitted_classifier_says_so():
    with pytest.raises(NotFittedError):
        DemandClassifier().predict(["路灯"])
    with pytest.raises(NotFittedError):
        DemandClassifier().predict_proba(["路灯"])


def test_parameters_survive_cloning(small):
    told = small.set_params(temperature=1.5).get_params()
    again = clone(small)
    assert again.get_params() == told
    assert not hasattr(again, "classes_")
    small.set_params(temperature=1.0)


def test_it_learns_and_tells_its_classes_in_order(small):
    assert small.classes_.tolist() == ["0102", "0301"]
    assert small.predict(["小区路灯不亮", "暖气一点不热"]).tolist() == ["0102", "0301"]
    assert small.score(TEXTS, CODES) == 1.0


def test_confidences_add_up_to_one(small):
    confidences = small.predict_proba(np.array([*TEXTS, "与训练无关"]))
    assert confidences.shape == (7, 2)
    assert np.allclose(confidences.sum(axis=1), 1, atol=1e-5)
    assert confidences[-1].max() < confidences[:-1].max(axis=1).min()


def test_a_greater_temperature_makes_it_humbler(small):
    warm = clone(small).set_params(temperature=5.0).fit(TEXTS, CODES)
    assert warm.predict_proba(TEXTS).max() < small.predict_proba(TEXTS).max()
    assert warm.predict(TEXTS).tolist() == small.predict(TEXTS).tolist()


def test_the_same_data_give_the_same_weights():
    one, other = DemandClassifier().fit(TEXTS, CODES), DemandClassifier().fit(TEXTS, CODES)
    assert np.array_equal(one.weights_, other.weights_)


def test_it_works_in_a_pipeline_and_with_other_labels():
    pipeline = make_pipeline(DemandClassifier()).fit(TEXTS, [1, 1, 1, 2, 2, 2])
    assert pipeline.predict(["路灯坏了"]).tolist() == [2]


def test_unfit_data_are_refused():
    with pytest.raises(ValueError, match="数目不一致"):
        DemandClassifier().fit(TEXTS, CODES[:-1])
    with pytest.raises(ValueError, match="两个分类"):
        DemandClassifier().fit(TEXTS, ["0102"] * 6)


def test_parents_are_the_first_two_digits():
    assert parents(["0101", "2204"]).tolist() == ["01", "22"]


def test_features_are_blocks_of_their_own_weight():
    features = Features.learnt([words(line) for line in TEXTS])
    rows = features.seen(["路灯不亮太黑"])
    width = 0
    for block, table in zip(BLOCKS, features.terms, strict=True):
        part = rows[:, width : width + len(table)]
        if part.nnz:
            assert np.isclose(np.sqrt(part.multiply(part).sum()), block.weight, atol=1e-4)
        width += len(table)
    assert width == features.width == rows.shape[1]
    assert features.seen([""]).nnz == 0


def test_figures_are_what_they_are_called():
    sure, right = np.array([0.95, 0.95, 0.4, 0.4]), np.array([True, True, False, True])
    assert measures.calibration_error(sure, right) == pytest.approx((0.05 + 0.1) / 2)
    assert [point.accuracy for point in measures.curve(sure, right, [0, 0.9])] == [0.75, 1.0]
    assert measures.threshold(np.repeat(sure, 30), np.repeat(right, 30)) == pytest.approx(0.405)
    assert measures.threshold(np.full(50, 0.9), np.zeros(50, bool)) == 1.0
