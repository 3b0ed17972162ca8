"""The numbers that tell one place or line from another (编号): building, unit, room, courtyard, bus line, dates."""

import re
from collections.abc import Mapping

Numbers = Mapping[str, frozenset[str]]

BUILDING, UNIT, ROOM, DATE = "楼", "单元", "室", "日期"
_PATTERNS = {
    BUILDING: re.compile(r"(\d{1,3})号楼|([a-f])[座栋]"),
    UNIT: re.compile(r"(\d{1,2})单元"),
    ROOM: re.compile(
        r"(?:单元|号楼|楼的?|公寓|家园|小区)(\d{3,4})(?![\d块元万斤米人户度年多亩平号])|(?<!\d)(\d{3,4})(?:室|户型)"
    ),
    "号院": re.compile(r"(\d{1,3})号院"),
    "街坊": re.compile(r"(\d{1,3})街坊"),
    "线路": re.compile(r"(?<![\da-z])([a-z]?\d{1,3})路(?!口|段)"),
    "期": re.compile(r"(?<!\d)(\d)期(?![工款间限])"),
    "班": re.compile(r"(?<!\d)(\d{1,2})班(?!组)"),
    "学校": re.compile(r"(?<!\d)(\d{1,2}[中小])(?![\d时区])"),
    "社": re.compile(r"(?<!\d)(\d{1,2}[社队组连团])"),
    "分区": re.compile(r"([东南西北a-d])区(?![域间])"),
    "公路": re.compile(r"([gs]?\d{2,3})(?:国道|省道|县道|线)"),
    "门号": re.compile(r"(?<!\d)(\d{1,3})号(?![楼院街窗线码令]|公?馆)"),
}
_ANY = re.compile(r"\d|区|[座栋]")
_WHOLE = re.compile(r"(?<!\d)(\d{1,2})-(\d{1,2})-(\d{3,4})(?!\d)")
# 这些编号本身就是一处：6路、110国道、9中、20街坊
WHERE = frozenset({"线路", "公路", "学校", "街坊", "号院"})
_FIGURE = re.compile(r"(?<![\d.])(?!20[12]\d(?!\d))(\d{3,})(?![\d.])")
FIGURE = "数目"
_DATE = re.compile(r"(?<!\d)(\d{1,2})月(\d{1,2})[日号]")


def numbers(text: str) -> Numbers:
    """The numbers of a plain text by kind (编号)."""
    if not _ANY.search(text):
        return {}
    found: dict[str, set[str]] = {}
    for kind, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            found.setdefault(kind, set()).add(match[match.lastindex or 0])
    for match in _WHOLE.finditer(text):
        for kind, number in zip((BUILDING, UNIT, ROOM), match.groups(), strict=True):
            found.setdefault(kind, set()).add(number)
    figures = frozenset(_FIGURE.findall(text))
    if figures:
        found[FIGURE] = set(figures)
    for match in _DATE.finditer(text):
        found.setdefault(DATE, set()).add(f"{int(match[1])}-{int(match[2])}")
    return {kind: frozenset(values) for kind, values in found.items()}


def equal(one: Numbers, other: Numbers) -> tuple[str, ...]:
    """The kinds of which both texts name the same number (编号相同)."""
    return tuple(kind for kind in one if kind != DATE and one[kind] & other.get(kind, frozenset()))


def unequal(one: Numbers, other: Numbers) -> tuple[str, ...]:
    """The kinds of which both texts name numbers, and none the same (编号不同), dates included."""
    return tuple(kind for kind in one if kind in other and kind != FIGURE and not one[kind] & other[kind])
