"""Phrases that several texts share."""

from classifier.topics.phrases import phrases

HEATING = [
    "反映锦绣家园小区暖气不热\n家里只有十二度",
    "锦绣家园暖气不热谁来管\n物业说是热力公司的事",
    "锦绣家园三期暖气不热\n老人孩子都感冒了",
]


def told(texts):
    return {one.text: one for one in phrases(texts)}


def test_whole_phrases_are_found_and_not_their_parts():
    found = told(HEATING)
    assert "锦绣家园" in found
    assert "暖气不热" in found
    assert not {"锦绣", "绣家", "家园", "暖气", "气不"} & set(found)


def test_a_phrase_in_the_title_counts_more_than_elsewhere():
    found = told(["搅拌站\n彻夜施工", "搅拌站\n彻夜施工"])
    assert found["搅拌站"].share == 1.0
    assert 0 < found["彻夜施工"].share < 0.5
    assert found["搅拌站"].place < found["彻夜施工"].place


def test_numbers_belong_to_the_word_behind_them():
    assert "58车贷" in told(["58车贷案件何时通报\n", "请问58车贷办案进度\n"])


def test_framing_counting_and_linking_words_make_no_phrase():
    texts = ["投诉3栋2单元的问题严重影响居民\n", "投诉3栋2单元的问题严重影响居民\n"]
    assert told(texts) == {}


def test_what_one_text_alone_says_is_no_phrase():
    assert "停水" not in told(["锦绣家园停水\n", "锦绣家园停电\n"])
    assert told([]) == {}
