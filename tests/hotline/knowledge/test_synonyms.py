"""The table of other words is fit, and a phrase is said in all of them (同义词)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.knowledge.synonyms import MOST_VARIANTS, groups, plain, sounding, variants


def test_every_row_has_several_words_and_no_word_stands_in_two_rows():
    words = [word for group in groups() for word in group]
    assert len(groups()) >= 150
    assert all(len(group) > 1 for group in groups())
    assert len(words) == len(set(words))
    assert all(len(word) > 1 and word == plain(word) for word in words)


@pytest.mark.parametrize(("said", "meant"), [
    ("暖气报停", "供热报停"), ("供暖", "暖气"), ("社保", "社会保险"), ("住房公积金", "公积金"), ("房本", "不动产权证"),
    ("ETC办理", "不停车收费办理"), ("驾照年审", "机动车驾驶证验车"),
])  # fmt: skip
def test_a_phrase_is_said_in_other_words(said, meant):
    assert plain(meant) in variants(said)


def test_the_longest_word_counts():
    assert "公积金提取" in variants("提取公积金")
    assert not any(one == "住房公积金提取" for one in variants("取公积金办法"))


@given(text=st.text(max_size=60))
def test_a_phrase_itself_comes_first_and_the_list_is_bounded(text):
    found = variants(text)
    assert found[0] == plain(text)
    assert len(found) <= MOST_VARIANTS and len(found) == len(set(found))


def test_pinyin_of_a_word_means_all_its_group_and_two_initials_mean_nothing():
    assert "供热" in sounding("gongnuan") and "公积金" in sounding("zfgjj")
    assert sounding("gr") == () and sounding("xyz") == ()
