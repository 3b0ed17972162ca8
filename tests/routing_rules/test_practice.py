"""How tickets are handled: what closing asks for, phrases that say nothing, reasons, terms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing_rules.columns import DEMAND_TYPES, REASON_USES, REDISPATCHES, REQUESTERS
from routing_rules.practice import ALL_TERMS, AT_LEAST, CHOICES, NOTICE_WORDS, NUMBERS, TEXTS, Phrase, phrases_in


@pytest.mark.parametrize(
    ("requester", "kind", "number"),
    [("企业", "咨询", "C01"), ("个人", "投诉", "C02"), ("个人", "举报", "C02"), ("个人", "咨询", "C03"),
     ("个人", "表扬", "C04"), ("个人", "求助", "C05"), ("个人", "其他", "C06")],
)  # fmt: skip
def test_what_closing_asks_for_in_the_shipped_tables(book, requester, kind, number):
    assert book.practice.closing_for(requester, kind).number == number


@pytest.mark.parametrize("requester", REQUESTERS)
@pytest.mark.parametrize("kind", DEMAND_TYPES)
def test_closing_asks_for_something_of_every_ticket(book, requester, kind):
    row = book.practice.closing_for(requester, kind)
    assert row.holds(requester, kind)
    assert 0 <= row.share <= 100


@pytest.mark.parametrize("name", ALL_TERMS)
def test_every_term_has_a_value(book, name):
    if name in TEXTS:
        assert len(book.practice.choice(name)) > 20 and "{家数}" in book.practice.choice(name)
    else:
        assert book.practice.number(name) > 0 if name in NUMBERS else book.practice.choice(name) in CHOICES[name]


def test_an_unknown_term_is_a_key_error(book):
    with pytest.raises(KeyError):
        book.practice.number("午休小时")


@pytest.mark.parametrize("use", REASON_USES)
def test_every_kind_of_request_has_reasons(book, use):
    found = book.practice.reasons_for(use)
    assert len(found) >= 3
    assert {reason.use for reason in found} == {use}


def test_every_redispatch_says_what_becomes_of_the_clock(book):
    assert set(book.practice.redispatches) == set(REDISPATCHES)
    for row in book.practice.redispatches.values():
        assert (row.clock == AT_LEAST) == (row.minimum is not None)


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        ("我单位高度重视，正在积极协调，请耐心等待", ["正在积极协调", "请耐心等待", "高度重视"]),
        ("3月2日已换好两盏路灯，照片见附件", []),
        ("", []),
    ],
)
def test_empty_phrases_are_found_in_the_order_of_the_table(book, reply, words):
    assert [phrase.words for phrase in book.practice.phrases_in(reply)] == words


def test_a_phrase_within_a_longer_one_is_told_once():
    short, long = Phrase("协调", "空话", ""), Phrase("正在协调", "空话", "")
    assert phrases_in([short, long], "正在协调") == [long]
    assert phrases_in([short, long], "已协调") == [short]


@given(st.lists(st.text("ab", min_size=1, max_size=3), unique=True, max_size=6), st.text("ab", max_size=8))
def test_what_is_told_stands_in_the_text_and_covers_all_that_does(words, text):
    found = [phrase.words for phrase in phrases_in([Phrase(word, "空话", "") for word in words], text)]
    assert all(word in text for word in found)
    assert all(any(word in one for one in found) for word in words if word in text)


@pytest.mark.parametrize(
    ("action", "outcome", "by", "number"),
    [("审核通过", "待回访", "蒙速办", "N2"), ("审核通过", "已办结", "蒙速办", "N3"), ("延期", "办理中", "短信", "N1"),
     ("延期", "办理中", "蒙速办", None), ("签收", "办理中", "短信", None)],
)  # fmt: skip
def test_the_notice_that_names_the_outcome_goes_first(small_book, action, outcome, by, number):
    found = small_book.practice.notice("诉求人", by, action, outcome)
    assert (found.number if found else None) == number


def test_every_shipped_notice_can_be_filled_in(book):
    for row in book.practice.notices:
        said = row.text.format(**dict.fromkeys(NOTICE_WORDS, "某"))
        assert said.startswith("【12345热线】") == (row.by == "短信")
        assert "{" not in said
