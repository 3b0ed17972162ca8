"""The references are honest ones: they learn only what they may, and do learn (比照对象)."""

import numpy as np
import pytest

from classifier.commands import references
from classifier.commands.references import (
    FASTTEXT,
    LEARNERS,
    NAMES,
    FullName,
    Told,
    fast_text,
    spaced,
    temperature,
)

KINDS = {
    "供水": ["停水", "水管", "水压", "自来水"],
    "路灯": ["路灯", "灯杆", "灯泡", "照明"],
    "噪音": ["噪音", "吵闹", "喇叭", "音响"],
}
ENDS = ("三天了", "没人管", "什么时候修", "影响出行", "请尽快处理", "打电话没人接")
DOCUMENTS = [f"{word}{end}" for words in KINDS.values() for word in words for end in ENDS]
LABELS = np.array([kind for kind, words in KINDS.items() for _ in words for _ in ENDS])
LEARNING = [
    pytest.param(name, marks=pytest.mark.skipif("fastText" in name and FASTTEXT is None, reason="没有装 fastText"))
    for name in LEARNERS
    if name != NAMES
]


def told(kinds=tuple(KINDS)):
    kept = np.isin(LABELS, kinds)
    return Told([one for one, keep in zip(DOCUMENTS, kept, strict=True) if keep], LABELS[kept], np.unique(LABELS[kept]))


@pytest.mark.parametrize("name", LEARNING)
def test_they_learn(name):
    given = told()
    outside = np.arange(0, len(given.documents), 4)
    inside = np.setdiff1d(np.arange(len(given.documents)), outside)
    scores = LEARNERS[name](given)(inside, outside)
    assert scores.shape == (len(outside), 3)
    assert (given.classes[scores.argmax(axis=1)] == given.labels[outside]).mean() > 0.9


@pytest.mark.parametrize("name", LEARNING)
def test_a_class_not_met_inside_scores_lowest_and_two_classes_are_enough(name):
    given = told()
    inside = np.flatnonzero(given.labels != "路灯")
    scores = LEARNERS[name](given)(inside, np.arange(6))
    column = given.classes.tolist().index("路灯")
    assert (scores[:, column] == scores.min(axis=1)).all()
    two = told(("供水", "噪音"))
    every = np.arange(len(two.documents))
    scores = LEARNERS[name](two)(every, every)
    assert (two.classes[scores.argmax(axis=1)] == two.labels).mean() > 0.9


def test_names_are_asked_for_without_labels():
    classes = np.array(["0102", "0301"])
    given = Told(["路灯不亮", "暖气不热，供热"], np.array(["", ""]), classes)
    scores = LEARNERS[NAMES](given)(np.arange(0), np.arange(2))
    assert classes[scores.argmax(axis=1)].tolist() == ["0102", "0301"]


@pytest.mark.skipif(FASTTEXT is None, reason="没有装 fastText")
def test_what_fast_text_learnt_last_is_kept(tmp_path):
    given = told()
    fast_text(given, tmp_path / "kept.bin")(np.arange(len(given.documents)), np.arange(2))
    answers, _ = FASTTEXT.load_model(str(tmp_path / "kept.bin")).predict([spaced("停水了")], k=1)
    assert given.classes[int(answers[0][0].removeprefix("__label__"))] == "供水"


def test_fast_text_reads_the_same_words_and_as_many_characters():
    assert spaced("路灯坏了\n停水").split() == references.line("路灯坏了\n停水").split("\x1f")[:-1]
    assert "停水" not in spaced("路" * references.READ + "停水")


def test_temperature_tells_how_sure_scores_may_be():
    truth = np.array([0, 1] * 50)
    sure = np.where(truth[:, None] == np.arange(2), 4.0, -4.0).astype(np.float32)
    sure[::5] = sure[::5, ::-1]
    heat = temperature(sure, truth)
    likely = 1 / (1 + np.exp(-8.0 / heat))
    assert abs(likely - 0.8) < 0.01


def test_the_full_name_of_a_banner_goes_before_that_of_its_league():
    full_name = FullName()
    assert full_name.find("家住呼和浩特市赛罕区") == "150105"
    assert full_name.find("包头市停电") == "1502"
    assert full_name.find("没有说在哪里") is None
