"""A word is new if the edition never met it, and not otherwise (新词)."""

from classifier.features import Features
from classifier.learning.novelty import new_words
from classifier.text import line, words

SAID = ["小区暖气不热，室温只有十二度", "路灯坏了半个月，晚上没有照明", "公交车等了半个小时"]


def test_words_of_the_training_are_known_and_others_are_new():
    features = Features.learnt([line(text) for text in SAID])
    assert new_words(features, SAID) == [frozenset()] * 3
    found = new_words(features, ["小区暖气不热，装了碳晶板也没用", "路灯坏了", ""])
    assert "小区" not in found[0] and "暖气" not in found[0]
    assert any("碳晶" in word or word == "晶板" for word in found[0])
    assert found[1:] == [frozenset(), frozenset()]


def test_single_characters_are_not_told():
    features = Features.learnt([line(text) for text in SAID])
    assert all(len(word) >= 2 for found in new_words(features, ["猫 狗 鸡 鸭 碳晶板"]) for word in found)


def test_more_words_than_fit_a_batch_are_all_looked_up():
    features = Features.learnt([line(text) for text in SAID])
    told = " ".join(f"brand{number}x" for number in range(1200))
    assert new_words(features, [told])[0] == {word for word in words(told) if len(word) > 1}
    assert len(new_words(features, [told])[0]) > 512


def test_no_documents_have_no_new_words():
    assert new_words(Features.learnt([line(text) for text in SAID]), []) == []
