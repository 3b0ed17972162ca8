"""What a pair of demands has in common in words (查重理由), and whether the later one says anything new."""

import re

from classifier.matters.likeness import Pair
from classifier.matters.numbers_in_text import BUILDING, DATE, FIGURE, ROOM, UNIT
from classifier.matters.places_in_text import Name
from classifier.matters.reading import Told, read
from classifier.matters.synonyms import HARM, THING, TROUBLES, VENUE, groups_in, names_of, of_kinds, weight

_MOST_WORDS = 3
_PHRASES = {
    "小区": "同一小区",
    "路": "同一道路",
    "村": "同一村（嘎查、社区）",
    "镇": "同一乡镇（街道）",
    "校": "同一学校",
    "医": "同一医疗机构",
    "企": "同一单位",
    "店": "同一店家",
    "景": "同一场所",
}
_SAME_NUMBER = {BUILDING: "同一楼号", UNIT: "同一单元", ROOM: "同一户号", FIGURE: "数目相同"}
_OTHER_NUMBER = {BUILDING: "楼号不同", UNIT: "单元不同", ROOM: "户号不同", DATE: "所说日期不同"}
_RARE = 5.5
# 罕见度合计过此数的新事物才算新：换个说法的常用词不算
_NEW_WEIGHT = 4.0
_AGAIN = re.compile(
    r"又(?!来[反问打催投]|打[电了过]|反映|问|要[求反]|说|去[问找]|是我|报|催|联系|拨)[\u4e00-\u9fff]|再次(?:发生|出现|漏|停|断|堵|坏|被)|又一次|再度|反复出现"
)


def reasons(pair: Pair) -> tuple[str, ...]:
    """Why two demands are held to be alike, and what speaks against it (查重理由), in short phrases."""
    return (*_of_caller(pair), *_of_place(pair), *_of_matter(pair), *_against(pair), _apart(pair))


def _of_caller(pair: Pair) -> tuple[str, ...]:
    return ("同一来电人",) if pair.same_caller else ()


def _of_place(pair: Pair) -> tuple[str, ...]:
    named = {name.kind: name for name in reversed(pair.names)}
    found = [f"{_PHRASES[kind]}「{_shown(name)}」" for kind, name in named.items()]
    if not found and pair.proper and pair.proper[0].rarity > _RARE:
        found = [f"都提到「{pair.proper[0].text}」"]
    return (*found, *(_SAME_NUMBER.get(kind, "编号相同") for kind in pair.equal_numbers))


def _shown(name: Name) -> str:
    return name.whole


def _of_matter(pair: Pair) -> tuple[str, ...]:
    telling = of_kinds(pair.common_groups, TROUBLES) or of_kinds(pair.common_groups, THING + VENUE)
    rarest = sorted(telling, key=lambda place: -weight((place,)))[:_MOST_WORDS]
    return (f"说的都是{'、'.join(names_of(rarest))}",) if rarest else ()


def _against(pair: Pair) -> tuple[str, ...]:
    found = [f"{_PHRASES[kind].removeprefix('同一')}不同" for kind in sorted(pair.against)]
    found += [_OTHER_NUMBER.get(kind, "编号不同") for kind in pair.unequal_numbers]
    return (*found, "区划不同") if pair.regions_differ else tuple(found)


def _apart(pair: Pair) -> str:
    days = round(pair.days)
    return f"相隔 {days} 天" if days else "同一天"


def nothing_new(one: Told, other: Told) -> bool:
    """Whether a demand tells nothing that an earlier one, already closed, did not tell (无新情况).

    New are another number or name, a thing, a trouble or a harm that was not spoken of, and that it happened again.

    Args:
        one: the later demand.
        other: the earlier demand.
    """
    mine, theirs = read(one.title, one.text), read(other.title, other.text)
    numbers = any(values - theirs.numbers.get(kind, frozenset()) for kind, values in mine.numbers.items())
    names = any(name.stem not in theirs.plain for name in mine.names)
    return not (numbers or names or _new_groups(mine.plain, theirs.plain) or _happened_again(mine.plain, theirs.plain))


def _new_groups(mine: str, theirs: str) -> bool:
    fresh = groups_in(mine) - groups_in(theirs)
    return bool(of_kinds(fresh, HARM)) or weight(of_kinds(fresh, TROUBLES + THING)) >= _NEW_WEIGHT


def _happened_again(mine: str, theirs: str) -> bool:
    return mine != theirs and _AGAIN.search(mine) is not None
