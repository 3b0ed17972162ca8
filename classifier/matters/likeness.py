"""How two demands are alike and unlike (相似特征): a few numbers for the place, a few for the matter, a few for the caller."""

from collections.abc import Mapping
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from scipy.special import softmax

from classifier.matters.leanings import Vector, leaning
from classifier.matters.numbers_in_text import DATE, WHERE, equal, figures_differ, unequal
from classifier.matters.places_in_text import STRICT, Name, common_names, conflicts
from classifier.matters.reading import Told, read, region_of
from classifier.matters.runs import Run, covered, proper_runs, similarity, swaps
from classifier.matters.synonyms import SAID_AGAIN, THING, TROUBLES, groups_in, of_kinds, weight

Features = dict[str, float]

_PARENT = 2
_REMEMBERED = 8192
_SECONDS_A_DAY = 86_400
# 得分各有上限，免得一项压倒其余
_MOST_NAMES, _MOST_WEIGHT, _MOST_TROUBLE, _MOST_UNSAID = 2, 15.0, 8.0, 10.0
_SHARPNESS = 4.0
_RARE, _RAREST = 5.5, 9.0
_HALF = 0.5
_NOTHING = 1e-9

# 每项特征该有的方向：+1 越大越像，-1 越大越不像；学到的权重不得违背
# fmt: off
SIGNS: Mapping[str, int] = {
    "同名": 1, "同路镇": 1, "专名": 1, "又一专名": 1, "编号同": 1,
    "异名": -1, "异路镇": -1, "编号异": -1, "日期异": -1, "数目异": -1, "区划异": -1, "乡镇异": -1, "换字": -1,
    "词组量": 1, "事同": 1, "偏向同": 1, "分类同": 1, "事异": -1, "物异": -1, "各有所言": -1,
    "同人": 1, "再诉": 1, "久": -1,
    "同处": 1, "同处同事": 1, "同人同事": 1, "近而异": -1,
}
# fmt: on


class Rest(NamedTuple):
    """What a text says once the places that both name are covered (剩余要素)."""

    groups: frozenset[int]
    leaning: Vector


@lru_cache(maxsize=_REMEMBERED)
def _rest(text: str) -> Rest:
    return Rest(groups_in(text), softmax(leaning(text) / _SHARPNESS))


class Pair:
    """Two demands side by side (一对诉求): what both say, and in what they contradict each other."""

    def __init__(self, one: Told, other: Told) -> None:
        self.one, self.other = one, other
        self.mine, self.theirs = read(one.title, one.text), read(other.title, other.text)
        both = common_names(self.mine.names, self.theirs.body) + common_names(self.theirs.names, self.mine.body)
        self.names: tuple[Name, ...] = tuple(dict.fromkeys(both))
        self.against = conflicts(self.mine.names, self.theirs.names, self.names)
        self.proper: list[Run] = proper_runs(self.mine.body, self.theirs.body)

    @cached_property
    def rests(self) -> tuple[Rest, Rest]:
        """Both texts without the place that they share (去共同地点)."""
        place = [part for name in self.names for part in (name.whole, name.stem)]
        place += [run.text for run in self.proper[:1] if run.rarity > _RARE]
        return _rest(covered(self.mine.body, place)), _rest(covered(self.theirs.body, place))

    @cached_property
    def common_groups(self) -> frozenset[int]:
        """The groups of synonyms of which both hold a word (共同词组)."""
        return self.rests[0].groups & self.rests[1].groups

    @property
    def same_caller(self) -> bool:
        """Whether one and the same person told both (同一来电人)."""
        return bool(self.one.caller) and self.one.caller == self.other.caller

    @property
    def days(self) -> float:
        """How many days lie between them (相隔天数)."""
        return abs((self.one.moment - self.other.moment).total_seconds()) / _SECONDS_A_DAY

    @cached_property
    def equal_numbers(self) -> tuple[str, ...]:
        """Kinds of numbers in which they agree (编号相同)."""
        return equal(self.mine.numbers, self.theirs.numbers)

    @cached_property
    def unequal_numbers(self) -> tuple[str, ...]:
        """Kinds of numbers in which they differ (编号不同)."""
        return unequal(self.mine.numbers, self.theirs.numbers)

    @cached_property
    def regions_differ(self) -> bool:
        """Whether neither region lies in the other (区划不同)."""
        one, other = region_of(self.one), region_of(self.other)
        return bool(one and other) and not (one.startswith(other) or other.startswith(one))


def features(pair: Pair) -> Features:
    """The features of a pair by name (相似特征), as `SIGNS` lists them."""
    place, matter = _of_place(pair), _of_matter(pair)
    whole = {
        "同人": float(pair.same_caller),
        "再诉": float(pair.same_caller and _said_again(pair)),
        "久": float(np.log1p(pair.days)),
    }
    return {**place, **matter, **whole, **_together(pair, place, matter)}


def _of_place(pair: Pair) -> Features:
    strict = {name.kind for name in pair.names if name.kind in STRICT}
    loose = {name.kind for name in pair.names if name.kind not in STRICT}
    mine, theirs = pair.mine.areas.townships, pair.theirs.areas.townships
    rarest = pair.proper[0].rarity if pair.proper else 0.0
    more = sum(run.rarity for run in pair.proper[1:] if run.rarity > _RARE)
    return {
        "同名": min(len(strict), _MOST_NAMES),
        "同路镇": min(len(loose), _MOST_NAMES),
        "异名": min(len(pair.against & STRICT), _MOST_NAMES),
        "异路镇": min(len(pair.against - STRICT), _MOST_NAMES),
        "专名": min(rarest / _RAREST, 1.0),
        "又一专名": min(more / _RAREST, _MOST_NAMES),
        "编号同": min(len(pair.equal_numbers), _MOST_NAMES),
        "编号异": min(len([kind for kind in pair.unequal_numbers if kind != DATE]), _MOST_NAMES),
        "日期异": float(DATE in pair.unequal_numbers),
        "数目异": float(figures_differ(pair.mine.numbers, pair.theirs.numbers)),
        "区划异": float(pair.regions_differ),
        "乡镇异": float(bool(mine and theirs and not mine & theirs)),
        "换字": swaps(pair.mine.plain, pair.theirs.plain),
    }


def _of_matter(pair: Pair) -> Features:
    mine, theirs = pair.rests
    common = pair.common_groups
    troubles = of_kinds(mine.groups, TROUBLES), of_kinds(theirs.groups, TROUBLES)
    things = of_kinds(mine.groups, THING), of_kinds(theirs.groups, THING)
    leaning_alike = float(np.sqrt(mine.leaning * theirs.leaning).sum())
    unsaid = min(weight(mine.groups - common), weight(theirs.groups - common))
    return {
        "词组量": min(weight(common) / _MOST_WEIGHT, 1.0),
        "事同": min(weight(troubles[0] & troubles[1]) / _MOST_TROUBLE, 1.0),
        "事异": float(_disjoint(*troubles)),
        "物异": float(_disjoint(*things)),
        "各有所言": min(unsaid / _MOST_UNSAID, 1.0),
        "偏向同": leaning_alike,
        "分类同": categories_alike(pair.one.categories, pair.other.categories, leaning_alike),
    }


def _together(pair: Pair, place: Features, matter: Features) -> Features:
    """Place and matter count for most where they meet; alike words about unlike matters are a trap."""
    against = place["异名"] + place["编号异"] + place["区划异"] + place["日期异"]
    against += _HALF * (place["换字"] + place["异路镇"])
    named = max(
        min(place["同名"] + place["同路镇"], 1.0), place["专名"], _HALF * bool(WHERE.intersection(pair.equal_numbers))
    )
    where = named * (1 - min(against, 1.0))
    what = (max(_groups_alike(pair, matter["偏向同"]), matter["事同"]) + matter["偏向同"] + matter["分类同"]) / 3
    return {
        "同处": where,
        "同处同事": where * what,
        "同人同事": what * pair.same_caller,
        "近而异": similarity(pair.mine.plain, pair.theirs.plain) * (1 - what),
    }


def _groups_alike(pair: Pair, otherwise: float) -> float:
    """How far the groups of both agree (词组相近), 0–1; what stands in where neither has any."""
    mine, theirs = (weight(rest.groups, 2) for rest in pair.rests)
    if not mine and not theirs:
        return otherwise
    return weight(pair.common_groups, 2) / max(float(np.sqrt(mine * theirs)), _NOTHING)


def _disjoint(one: frozenset[int], other: frozenset[int]) -> bool:
    return bool(one and other) and not one & other


def categories_alike(one: Mapping[str, float], other: Mapping[str, float], otherwise: float) -> float:
    """How far two classifications agree (分类相近), 0–1; what stands in where one is missing."""
    whole = (sum(one.values()) * sum(other.values())) ** _HALF
    if not whole:
        return otherwise
    return float(sum((share * other[code]) ** _HALF for code, share in one.items() if code in other) / whole)


def _said_again(pair: Pair) -> bool:
    again = _again()
    return bool(again & groups_in(pair.mine.plain) or again & groups_in(pair.theirs.plain))


@cache
def _again() -> frozenset[int]:
    return of_kinds(None, SAID_AGAIN)
