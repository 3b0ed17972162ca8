"""What of a message counts for its topic."""

import numpy as np

from classifier.terms import Lines
from classifier.text import line
from classifier.topics.weighing import name_ends, weighed

TITLES = ["锦绣家园停暖", "锦绣家园停暖", "公交车晚点", "公交车晚点"]
TEXTS = ["暖气一直不热", "屋里太冷", "等车一个小时", "司机态度差"]


def test_rows_have_length_one_and_like_messages_are_near():
    rows = weighed(TITLES, TEXTS)
    assert rows.shape[0] == 4
    near = (rows @ rows.T).toarray()
    assert np.allclose(near.diagonal(), 1, atol=1e-5)
    assert near[0, 1] > 0.9
    assert near[0, 2] == 0


def test_the_title_weighs_more_than_the_text():
    rows = weighed(["停暖", "停暖", "欠薪", "停暖", "欠薪"], ["欠薪", "", "", "", ""])
    likeness = (rows @ rows.T).toarray()
    assert likeness[0, 1] > likeness[0, 2] > 0


def test_names_of_places_end_in_telling_characters():
    ends = name_ends(Lines([line("锦绣家园"), line("非常寒冷难受")]))
    assert len(ends.numbers) == 2
    assert set(ends.texts.tolist()) == {0}


def test_words_of_one_message_only_and_empty_messages_make_no_features():
    rows = weighed(["停暖", "欠薪", ""], ["", "", ""])
    assert rows.nnz == 0
    assert rows.shape[0] == 3
    assert weighed([], []).shape[0] == 0


def test_messages_of_several_batches_are_told_apart():
    rows = weighed([("停暖", "欠薪", "噪音", "违建")[place % 4] for place in range(1100)], [""] * 1100)
    assert (rows[0] @ rows[1096].T).toarray()[0, 0] > 0.99
    assert (rows[3] @ rows[1097].T).toarray()[0, 0] == 0


def test_a_word_that_everyone_says_tells_nothing_in_a_long_stream():
    assert weighed(["停暖"] * 400, [""] * 400).nnz == 0
    assert weighed(["停暖"] * 40, [""] * 40).nnz == 40
