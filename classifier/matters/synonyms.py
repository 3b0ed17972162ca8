"""Words that say one thing in the hotline's trade (同义词组): 停暖, 没暖气 and 不热 lie in one group."""

import csv
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from classifier.matters.leanings import group_rarity

THING, TROUBLE, HARM, VENUE, GENERAL, SAID_AGAIN = "物", "事", "害", "场", "泛", "重"
TROUBLES = TROUBLE + HARM
# 场所人人可提，泛词件件都有：说到同一件事时它们不大作数
_COUNTS = {VENUE: 0.4, GENERAL: 0.1, SAID_AGAIN: 0.0}
_RAREST = 6.5


class Group(NamedTuple):
    """A group of synonyms (词组); its kind is 物 thing, 事 trouble, 害 harm, 场 venue, 泛 said of any matter, or 重 said again."""

    name: str
    kind: str
    words: tuple[str, ...]


@cache
def groups() -> tuple[Group, ...]:
    """The groups of the table in its order (全部词组)."""
    table = files("classifier.matters").joinpath("synonyms.csv").read_text(encoding="utf-8")
    return tuple(
        Group(row["组"], row["种类"], tuple(dict.fromkeys(row["词"].lower().split("、"))))
        for row in csv.DictReader(table.splitlines())
    )


@cache
def _places() -> tuple[AhoCorasick, list[tuple[int, ...]], list[int]]:
    """The automaton, the groups of each of its words, and the length of each."""
    owners: dict[str, list[int]] = {}
    for place, group in enumerate(groups()):
        for word in group.words:
            owners.setdefault(word, []).append(place)
    return AhoCorasick(list(owners)), [tuple(places) for places in owners.values()], [len(word) for word in owners]


def groups_in(text: str) -> frozenset[int]:
    """The groups, by place in the table, of which a plain text holds a word (文中词组)."""
    automaton, owners, _ = _places()
    found = automaton.find_matches_as_indexes(text, overlapping=True)
    return frozenset(place for word, _, _ in found for place in owners[word])


@cache
def _weights() -> tuple[float, ...]:
    return tuple(_COUNTS.get(group.kind, 1.0) * min(group_rarity(group.name), _RAREST) for group in groups())


def weight(places: Iterable[int], power: int = 1) -> float:
    """How much some groups say together (词组分量): each by its rarity in the corpus, to some power."""
    weights = _weights()
    return sum(weights[place] ** power for place in places)


def of_kinds(places: Iterable[int] | None, kinds: str) -> frozenset[int]:
    """Those groups that are of one of the kinds (按种类取词组); of all groups where none are given."""
    every = groups()
    return frozenset(place for place in (range(len(every)) if places is None else places) if every[place].kind in kinds)


def without_trade_words(text: str, covered: str) -> str:
    """A text whose words of any group are covered up (遮去业务用语)."""
    automaton, _, lengths = _places()
    kept = list(text)
    for word, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
        if lengths[word] > 1:
            kept[start:end] = covered * (end - start)
    return "".join(kept)


def names_of(places: Iterable[int]) -> list[str]:
    """Names of groups (词组名)."""
    return [groups()[place].name for place in places]
