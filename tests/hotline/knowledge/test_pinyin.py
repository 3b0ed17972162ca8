"""What is typed in letters finds what sounds so (拼音)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.knowledge.pinyin import FULL, UNFINISHED, asked_by_sound, sounds, spelled, syllables

CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=2, max_size=6)


def finds(letters: str, text: str) -> bool:
    held = sounds(text)

    def there(term: str) -> bool:
        return any(one.startswith(term[:-1]) for one in held) if term.endswith(UNFINISHED) else term in held

    return any(all(map(there, way)) for way in asked_by_sound(letters))


@pytest.mark.parametrize(
    "letters", ["gongre", "gr", "gongr", "zhuzhaigongre", "zzgr", "baoting", "zenyang", "gongrebaotingzenyangbanli"]
)
def test_full_pinyin_initials_and_a_syllable_not_finished_find_a_title(letters):
    assert finds(letters, "住宅供热报停怎样办理")


@pytest.mark.parametrize("letters", ["gongzi", "sb", "jlkj", "xyz", "regong"])
def test_other_sounds_find_nothing(letters):
    assert not finds(letters, "住宅供热报停怎样办理")


def test_letters_that_can_be_cut_in_two_ways_are_tried_in_both():
    assert finds("xian", "西安") and finds("xian", "先行")
    assert finds("nver", "女儿")


@given(text=CHINESE)
def test_whatever_is_written_is_found_by_its_own_sound(text):
    full, initials = spelled(text)
    if full.isascii() and all(len(one) > 1 for one in syllables(text)):
        assert finds(full, text), full
    if initials.isascii():
        assert finds(initials, text), initials


@given(letters=st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=40))
def test_no_letters_make_the_query_large(letters):
    found = asked_by_sound(letters)
    assert len(found) <= 25 and all(len(way) <= len(letters) for way in found)
    assert all(term.startswith(("py:", "pi:")) for way in found for term in way)


def test_punctuation_parts_sounds():
    assert FULL + "gongre" not in sounds("供，热") and FULL + "gong" in sounds("供，热")
