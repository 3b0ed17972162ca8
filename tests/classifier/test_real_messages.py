"""The model on real messages of another board, read in place and never learnt from (真实留言)."""

from pathlib import Path

import pytest

from classifier.crosswalks import crosswalk
from classifier.learning.evaluation import evaluate, read_labelled
from classifier.text import contract_line

MESSAGES = Path(__file__).parents[3] / "shared" / "data" / "messages_labelled.csv"
FLOOR = 0.83

pytestmark = [
    pytest.mark.real_messages,
    pytest.mark.skipif(not MESSAGES.exists(), reason="本机没有真实留言数据"),
]


def test_classes_of_another_board_are_found(model):
    found = evaluate(model, read_labelled(MESSAGES, "dev"), crosswalk("petition-2020"))
    assert found.texts == 874
    assert found.macro_f1 > FLOOR
    assert found.top2 > 0.94
    assert found.ece < 0.12


def test_the_fast_cutter_gives_the_labels_that_jieba_gives(model, monkeypatch):
    documents = [document for document, _ in read_labelled(MESSAGES)][::4]
    fast = model.estimator.predict(documents)
    monkeypatch.setattr("classifier.estimator.line", contract_line)
    alike = (model.estimator.predict(documents) == fast).mean()
    assert alike >= 0.995
