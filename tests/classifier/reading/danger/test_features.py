"""What is weighed in a passage: the fast sums and the rows to learn from are the same features."""

import numpy as np

from classifier.reading.danger.features import SLOTS, rows, scores, seen
from classifier.reading.danger.passages import message
from classifier.reading.danger.words import danger_words


def test_scores_are_the_rows_times_the_weights():
    chance = np.random.default_rng(3)
    words = danger_words()
    runs = chance.normal(size=(SLOTS, 3)).astype(np.float32)
    notions = chance.normal(size=(len(words.names), 3)).astype(np.float32)
    for text in ("厨房着火了，老人还在里屋", "物业费太贵。" * 60 + "孩子脸发紫叫不醒", ""):
        told = message("", text)
        shown = seen(told, words)
        expected = rows(told, shown) @ np.vstack([runs, notions])
        assert np.allclose(scores(told, shown, runs, notions), expected, atol=1e-3)


def test_every_passage_has_its_row():
    told = message("", "路灯不亮，晚上没法走。" * 40)
    assert rows(told, seen(told, danger_words())).shape[0] == len(told.passages) > 3
