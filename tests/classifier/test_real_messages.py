"""The model on real messages of another board, read in place and never learnt from (真实留言)."""

from pathlib import Path

import pytest

from classifier.learning.evaluation import crosswalk, on_board, read_messages

MESSAGES = Path(__file__).parents[3] / "shared" / "data" / "messages_labelled.csv"
FLOOR = 0.80

pytestmark = [
    pytest.mark.real_messages,
    pytest.mark.skipif(not MESSAGES.exists(), reason="本机没有真实留言数据"),
]


def test_classes_of_another_board_are_found(model):
    found = on_board(model, read_messages(MESSAGES, "dev"), crosswalk())
    assert found.messages == 874
    assert found.macro_f1 > FLOOR
    assert found.top2 > 0.92
    assert found.ece < 0.12
