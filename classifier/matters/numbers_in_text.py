"""The numbers that tell one place or line from another (编号): building, unit, room, courtyard, bus line, dates."""

import re
from collections.abc import Iterator, Mapping

from classifier.reading.numerals import HAN, HAN_DIGITS, number_of

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
    "方位": re.compile(r"[往向]([东南西北])|([东南西北])(?:侧|门(?!口))"),
    "公路": re.compile(r"([gs]?\d{2,3})(?:国道|省道|县道|线)"),
    "门号": re.compile(r"(?<!\d)(\d{1,3})号(?![楼院街窗线码令]|公?馆)"),
}
_ANY = re.compile(r"\d|区|[座栋]|[往向][东南西北]|[东南西北][侧门]|[千万]")
_WHOLE = re.compile(r"(?<!\d)(\d{1,2})-(\d{1,2})-(\d{3,4})(?!\d)")
# 这些编号本身就是一处：6路、110国道、9中、20街坊
WHERE = frozenset({"线路", "公路", "学校", "街坊", "号院"})
_FIGURE = re.compile(r"(?<![\d.])(?!20[12]\d(?!\d))(\d{3,})(?![\d.])")
FIGURE = "数目"
_SPOKEN = re.compile(rf"(?<![\d几数多]){HAN}*[千万]{HAN}*(?![\d点多余来])")
# 报的钱数常取整，差不到一成还是那一笔
_ROUNDED = 0.1
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
    if figures := {*_FIGURE.findall(text), *_spoken(text)}:
        found[FIGURE] = figures
    for match in _DATE.finditer(text):
        found.setdefault(DATE, set()).add(f"{int(match[1])}-{int(match[2])}")
    return {kind: frozenset(values) for kind, values in found.items()}


def _spoken(text: str) -> Iterator[str]:
    """Figures said in words (口语数目): 四千八 is 4800; 千万 and 万一 alone are none."""
    for match in _SPOKEN.finditer(text):
        if match[0][0] in HAN_DIGITS and len(match[0]) > 1:
            yield f"{number_of(match[0]):.0f}"


def figures_differ(one: Numbers, other: Numbers) -> bool:
    """Whether both texts name figures and no two of them are near each other (数目不同)."""
    mine, theirs = ([float(figure) for figure in told.get(FIGURE, ())] for told in (one, other))
    near = any(abs(a - b) <= _ROUNDED * max(a, b) for a in mine for b in theirs)
    return bool(mine and theirs) and not near


def equal(one: Numbers, other: Numbers) -> tuple[str, ...]:
    """The kinds of which both texts name the same number (编号相同)."""
    return tuple(kind for kind in one if kind != DATE and one[kind] & other.get(kind, frozenset()))


def unequal(one: Numbers, other: Numbers) -> tuple[str, ...]:
    """The kinds of which both texts name numbers, and none the same (编号不同), dates included."""
    return tuple(kind for kind in one if kind in other and kind != FIGURE and not one[kind] & other[kind])
