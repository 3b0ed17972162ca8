"""Terms are made by array operations and mean what they say (特征词编码)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.terms import BATCH, Lines, salted
from classifier.text import WORD_END

WORDS = st.lists(st.text("供热停水路灯欠薪abc", min_size=1, max_size=4), max_size=12)


def _line(words):
    return "".join(word + WORD_END for word in words)


def _by_text(terms, text):
    return terms.numbers[terms.texts == text].tolist()


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6))
def test_equal_words_have_equal_numbers_and_others_do_not(texts):
    lines = Lines([_line(words) for words in texts])
    seen = {}
    for place, words in enumerate(texts):
        numbers = _by_text(lines.words, place)
        assert len(numbers) == len(words)
        for word, number in zip(words, numbers, strict=True):
            assert seen.setdefault(word, number) == number
    assert len(set(seen.values())) == len(seen)


@settings(max_examples=60, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=6))
def test_pairs_and_runs_stay_inside_their_text(texts):
    lines = Lines([_line(words) for words in texts])
    for place, words in enumerate(texts):
        assert len(_by_text(lines.pairs, place)) == max(0, len(words) - 1)
        length = len("".join(words))
        for size in (1, 2, 3, 4):
            assert len(_by_text(lines.runs((size,)), place)) == max(0, length - size + 1)
            assert len(_by_text(lines.runs((size,), 5), place)) == max(0, min(5, length) - size + 1)


def test_a_text_says_the_same_alone_and_among_others():
    one, other = _line(["停水", "三天"]), _line(["路灯", "不亮"])
    alone, together = Lines([other]), Lines([one, other])
    for kind in (lambda lines: lines.words, lambda lines: lines.pairs, lambda lines: lines.runs((1, 2, 3))):
        assert _by_text(kind(alone), 0) == _by_text(kind(together), 1)


def test_order_matters_to_words_pairs_and_runs():
    one, other = Lines([_line(["水停", "路灯"])]), Lines([_line(["停水", "路灯"])])
    assert one.words.numbers[0] != other.words.numbers[0]
    assert one.words.numbers[1] == other.words.numbers[1]
    assert one.pairs.numbers[0] != other.pairs.numbers[0]
    assert one.runs((2,)).numbers[0] != other.runs((2,)).numbers[0]


def test_kinds_of_terms_are_kept_apart_and_leave_their_low_bits_free():
    numbers = Lines([_line(["停水"])]).words.numbers
    assert salted(numbers, 1)[0] != salted(numbers, 2)[0]
    assert np.all(salted(numbers, 1) % BATCH == 0)


def test_nothing_has_no_terms():
    for lines in (Lines([]), Lines([""]), Lines(["", ""])):
        assert len(lines.words.numbers) == len(lines.pairs.numbers) == len(lines.runs((1, 2)).numbers) == 0


def test_a_batch_has_its_limit():
    with pytest.raises(ValueError, match="一批最多 512 条"):
        Lines([""] * (BATCH + 1))
