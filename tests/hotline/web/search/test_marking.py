"""Found words are marked where they stand; nothing hidden is shown, and no text becomes a tag."""

import html

from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.privacy import mask_text
from hotline.web.search.marking import excerpt, holds, marked

SIGNS = "暖气不热<>&\"'/abAB 13847"


def plain(markup: str) -> str:
    return html.unescape(markup.replace("<mark>", "").replace("</mark>", ""))


@given(text=st.text(SIGNS, max_size=40), words=st.text(SIGNS, max_size=6), most=st.integers(1, 30))
def test_what_is_shown_is_the_masked_text_and_the_only_tags_are_marks(text: str, words: str, most: int) -> None:
    whole = marked(text, words)
    assert plain(whole) == mask_text(text)
    rest = whole.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in rest and ">" not in rest and '"' not in rest and "'" not in rest
    assert ("<mark>" in whole) is holds(text, words)
    cut = plain(excerpt(text, words, most)).strip("…")
    assert cut in " ".join(mask_text(text).split()) and len(cut) <= most


def test_every_word_is_marked_whatever_its_case() -> None:
    assert marked("WiFi差，wifi断", "WIFI 断") == "<mark>WiFi</mark>差，<mark>wifi</mark><mark>断</mark>"
    assert marked("停水停电", "") == "停水停电"


def test_an_excerpt_shows_the_word_with_what_stands_around_it() -> None:
    found = excerpt("前" * 100 + "暖气" + "后" * 100, "暖气", 60)
    assert "<mark>暖气</mark>" in found and found.startswith("…前") and found.endswith("后…")
    assert excerpt("短", "暖气", 60) == "短"


def test_what_is_masked_is_neither_found_nor_shown() -> None:
    assert marked("电话13847123456", "4712") == "电话138****3456"
    assert not holds("电话13847123456", "4712")
