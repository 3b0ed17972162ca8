"""What a page of hits shows: headline and context, whether knowledge and units hold today, a number mistyped."""

import pytest

from factories import House, person
from hotline.domain.vocabulary import Role
from hotline.store.queries.search import Wanted, search
from hotline.web.search.page import hits_of, mistyped, too_short


def test_the_context_stands_below_where_the_headline_does_not_hold_the_word(house: House) -> None:
    house.registered("楼下路灯" + "很" * 60 + "暗，夜里看不见", title="路灯", address="通顺街东口")
    house.registered("路灯不亮")
    with house.equipment.work(person(Role.AGENT)) as work:
        for words, expected in (
            ("夜里", [("路灯", True)]), ("通顺街", [("路灯", True)]), ("不亮", [("路灯<mark>不亮</mark>", False)]),
        ):  # fmt: skip
            hits = hits_of(search(work, Wanted(words=words)).tickets, words)
            assert [(hit.headline, f"<mark>{words}</mark>" in (hit.context or "")) for hit in hits] == expected


@pytest.mark.parametrize(
    ("words", "expected"), [("202611230000019", True), ("暖气", False), ("20261123", False), ("２０２６１１２３０００００１１", False)]
)  # fmt: skip
def test_a_mistyped_number_is_noticed(words: str, expected: bool) -> None:
    assert mistyped(words) is expected


def test_one_character_alone_is_said_to_be_too_little() -> None:
    assert too_short("暖") and too_short("暖 水") and too_short("\u2f54")
    assert not too_short("暖气 水") and not too_short("暖气") and not too_short("A 5") and not too_short("")
