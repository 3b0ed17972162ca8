"""An edition is fitted, calibrated and put in its place whole, the same each time (训练)."""

import filecmp

import numpy as np
import pytest

from classifier.corpus import Labelled
from classifier.estimator import DemandClassifier
from classifier.learning import training
from classifier.learning.lessons import Lesson
from classifier.learning.training import edition_of, held_out, write
from classifier.registry import MANIFEST, WEIGHTS, ModelUnfit, load_folder

KINDS = {
    "供水": ["停水", "水管", "水压", "断水", "自来水"],
    "供热": ["暖气", "供热", "暖气片", "停暖", "地暖"],
    "路灯": ["路灯", "灯杆", "灯泡", "照明", "太黑"],
}
ENDS = ["三天了", "没人管", "什么时候修", "影响出行", "老人孩子受不了", "请尽快处理", "打电话没人接"]


@pytest.fixture(scope="module")
def lessons():
    return [
        Lesson(f"{word}{end}", kind, f"{kind}{place}")
        for kind, cues in KINDS.items()
        for place, end in enumerate(ENDS)
        for word in cues
    ]


@pytest.fixture(scope="module")
def trained(lessons):
    return edition_of(lessons)


def test_any_label_set_is_learnt_and_measured_on_what_was_held_out(trained, lessons):
    assert trained.measured.texts == len(lessons)
    assert trained.measured.classes == 3
    assert trained.measured.accuracy > 0.9
    assert set(trained.outcomes.answers.tolist()) <= set(KINDS)
    assert "105 条标注文本" in trained.learnt_from


def test_no_lesson_is_scored_by_a_model_that_saw_its_group(lessons, monkeypatch):
    seen = []
    real = training.fold_scores

    def watched(estimator, classes, told, inside, outside):
        seen.append(({lessons[place].group for place in inside}, {lessons[place].group for place in outside}))
        return real(estimator, classes, told, inside, outside)

    monkeypatch.setattr(training, "fold_scores", watched)
    held = held_out(lessons, DemandClassifier())
    assert len(seen) == training.FOLDS
    assert all(not inside & outside for inside, outside in seen)
    assert len(held.truth) == len(lessons)


def test_a_class_unmet_in_a_fold_scores_lowest(lessons):
    told = ([lesson.document for lesson in lessons], np.array([lesson.label for lesson in lessons]))
    inside = np.flatnonzero(told[1] != "路灯")
    bayes, margin = training.fold_scores(DemandClassifier(), np.unique(told[1]), told, inside, np.arange(5))
    assert bayes.shape == margin.shape == (5, 3)
    column = np.unique(told[1]).tolist().index("路灯")
    assert (bayes[:, column] <= bayes.min(axis=1)).all()


def test_two_trainings_give_the_same_files(lessons, trained, tmp_path):
    write(trained, tmp_path / "one" / "same", "same")
    write(edition_of(lessons), tmp_path / "other" / "same", "same")
    for name in (WEIGHTS, MANIFEST, "card.md", "metrics.json", "labels.csv"):
        assert filecmp.cmp(tmp_path / "one" / "same" / name, tmp_path / "other" / "same" / name, shallow=False), name


def test_what_is_written_answers_like_what_was_trained(trained, tmp_path):
    write(trained, tmp_path / "small", "small")
    model = load_folder(tmp_path / "small")
    text = "我家暖气片冰凉"
    assert model.classify("", text).candidates[0].category == trained.estimator.predict([text])[0] == "供热"
    assert model.labels["供热"] == "供热"


def test_a_run_that_dies_leaves_the_old_edition(trained, tmp_path, monkeypatch):
    home = tmp_path / "small"
    write(trained, home, "small")
    before = (home / MANIFEST).read_bytes()

    def dies(*_):
        raise OSError("disk full")

    monkeypatch.setattr(training, "_manifest", dies)
    with pytest.raises(OSError, match="disk full"):
        write(trained, home, "small")
    assert (home / MANIFEST).read_bytes() == before
    assert load_folder(home).edition == "small"


def test_a_name_that_leads_elsewhere_is_refused(tmp_path):
    with pytest.raises(ModelUnfit, match="不合规"):
        training.train("../elsewhere", tmp_path)


class FewRows:
    """A corpus of three categories in place of the project's own."""

    CALIBRATION = "apart"

    def __init__(self):
        self.codes = {"供水": "0303", "供热": "0301", "路灯": "0102"}

    def read(self, folder=None):
        ends = ENDS[5:] if folder else ENDS[:5]
        return [
            Labelled(self.codes[kind], "求助", "个人", "短消息", "", f"{word}{end}")
            for kind, words in KINDS.items()
            for word in words
            for end in ends
        ]

    def lexicon(self):
        return [("0102", "灯罩")]


def test_lessons_of_use_are_learnt_beside_the_corpus_and_told_in_the_card(monkeypatch):
    monkeypatch.setattr(training, "corpus", FewRows())
    lessons = [Lesson(f"驼铃码{end}", "0301", str(place)) for place, end in enumerate(ENDS)]
    without, taught = training.own_edition(), training.own_edition(lessons)
    assert taught.estimator.predict(["驼铃码又坏了"])[0] == "0301"
    assert taught.estimator.features_.width > without.estimator.features_.width
    assert f"又有 {len(ENDS)} 件由人定类的工单" in taught.learnt_from and "工单" not in without.learnt_from
    assert "75 条诉求和 1 组提示词、用语；另有 30 条只作校准" in without.learnt_from
