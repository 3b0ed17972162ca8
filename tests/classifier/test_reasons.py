"""The words that decided are told, for and against (判断理由)."""

from classifier.reasons import reasons
from classifier.text import document, words


def test_the_words_that_decided_stand_in_the_text(model):
    text = "小区路灯坏了一个月，晚上太黑，物业说不归他们管"
    why = reasons(model, document("", text))
    assert why.chosen == model.classify("", text).candidates[0].category
    told = [one.word for one in (*why.speaking_for, *why.speaking_against)]
    assert why.speaking_for[0].word == "路灯"
    assert set(told) <= set(words(text))
    weights = [one.weight for one in why.speaking_for]
    assert weights == sorted(weights, reverse=True)
    assert min(weights) > 0


def test_it_speaks_for_the_category_that_a_person_chose(model):
    text = document("", "小区路灯坏了，物业不管")
    why = reasons(model, text, chosen="0201")
    assert why.chosen == "0201"
    assert why.runner_up != "0201"
    assert "物业" in [one.word for one in why.speaking_for]


def test_a_text_that_says_nothing_has_no_reasons(model):
    assert reasons(model, document("", "？？")) is None


def test_a_word_counts_once_however_long_the_text(model):
    why = reasons(model, document("", "路灯 " * 300))
    assert len(why.speaking_for) <= 6
