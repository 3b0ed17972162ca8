"""The classifier obeys scikit-learn's conventions (诉求分类器)."""

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.pipeline import make_pipeline

from classifier.estimator import DemandClassifier, parents

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
    told = small.set_params(margin=1.5).get_params()
    again = clone(small)
    assert again.get_params() == told
    assert not hasattr(again, "classes_")
    small.set_params(margin=1.0)


def test_it_learns_and_tells_its_classes_in_order(small):
    assert small.classes_.tolist() == ["0102", "0301"]
    assert small.predict(["小区路灯不亮", "暖气一点不热"]).tolist() == ["0102", "0301"]
    assert small.score(TEXTS, CODES) == 1.0


def test_confidences_add_up_to_one(small):
    confidences = small.predict_proba(np.array([*TEXTS, "与训练无关"]))
    assert confidences.shape == (7, 2)
    assert np.allclose(confidences.sum(axis=1), 1, atol=1e-5)
    assert confidences[-1].max() < confidences[:-1].max(axis=1).min()


def test_smaller_shares_of_both_parts_make_it_humbler(small):
    humble = clone(small).set_params(bayes=0.2, margin=0.2).fit(TEXTS, CODES)
    assert humble.predict_proba(TEXTS).max() < small.predict_proba(TEXTS).max()
    assert humble.predict(TEXTS).tolist() == small.predict(TEXTS).tolist()


def test_the_parts_mixed_are_the_whole(small):
    bayes, margin = DemandClassifier().fit_parts(TEXTS, CODES)
    rows = small.features_.rows(small.lines(TEXTS))
    assert np.allclose(bayes.scores(rows) + margin.scores(rows), small.scores(rows), atol=1e-4)


def test_sisters_lend_to_each_other_only_among_codes():
    assert parents(["0101", "2204"]).tolist() == ["01", "22"]
    assert parents(["城乡建设", "0101"]).tolist() == ["城乡建设", "0101"]


def test_it_says_what_it_takes(small):
    tags = small.__sklearn_tags__()
    assert tags.input_tags.string
    assert not tags.input_tags.two_d_array
    assert tags.estimator_type == "classifier"


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
