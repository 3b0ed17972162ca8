"""How Chinese is searched: any run of two characters or more is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.searching import bigrams, bigrams_within

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2, max_size=60)


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("", []),
        ("供热", ["供热"]),
        ("供热费", ["供热", "热费"]),
        ("暖", ["暖"]),
        ("暖，气", ["暖", "气"]),
        ("LED路灯ＬＥＤ", ["led", "路灯"]),
        ("12345热线", ["12345", "热线"]),
        ("ᠮᠣᠩᠭᠣᠯ 😀", ["ᠮᠣᠩᠭᠣᠯ"]),
        ("哈哈哈哈", ["哈哈"]),
    ],
)
def test_terms_are_bigrams_of_chinese_and_words_of_other_scripts(text: str, terms: list[str]) -> None:
    assert bigrams(text) == terms


@given(HAN, st.data())
def test_what_is_said_within_a_text_shares_all_its_terms(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 2, len(text)))
    assert set(bigrams(text[start:end])) <= set(bigrams(text))


@given(st.text(max_size=300))
def test_terms_are_distinct_and_never_empty(text: str) -> None:
    terms = bigrams(text)
    assert len(set(terms)) == len(terms) and all(terms)


@given(st.sampled_from(["a", "7", "ᠮ", "链"]), st.integers(1, 20_000))
def test_no_term_is_longer_than_the_database_can_keep(char: str, times: int) -> None:
    assert all(len(term.encode()) <= 2046 for term in bigrams(char * times))


@given(HAN, HAN, HAN)
def test_a_word_asks_only_for_terms_that_every_text_holding_it_has(before: str, word: str, after: str) -> None:
    assert set(bigrams_within(word)) <= set(bigrams(before + word + after))


@given(HAN, st.from_regex(r"[a-z0-9]{1,120}", fullmatch=True), HAN)
def test_a_word_of_mixed_scripts_is_asked_for_as_it_was_kept(before: str, latin: str, after: str) -> None:
    assert set(bigrams_within(before + latin + after)) == set(bigrams(before + latin + after))
