"""Texts brought to one way of writing (规范写法): 二号楼, 2栋 and 2# become 2号楼, 第九中学 and 九中 become 9中."""

import re
import unicodedata

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_HUNDRED, _TEN = 100, 10
_COUNTED = (
    "号楼|栋|幢|座|#|单元|期|号院|号街坊|街坊|路公交|路车|路|中(?=学|门|放|校|那|旁|初|高|的|食|周|后|对|[，。,、]|$)"
    "|小(?=学|门|放|校|那|旁|的|食|周|后|对|[，。,、]|$)|班(?!车)|号|社|队|组|号线|楼|标段|连|团|分场|道街|马路|厂"
)
_NUMERAL = re.compile(rf"(?<![一二三四五六七八九十百〇零两])第?([一二三四五六七八九十百〇零两]+)(?={_COUNTED})")
_ONE_WAY = (
    (re.compile(r"第(\d+)"), r"\1"),
    (re.compile(r"(\d+)(?:栋楼?|幢楼?|#楼?|座楼?|楼栋)"), r"\1号楼"),
    (re.compile(r"(\d+)号?街坊"), r"\1街坊"),
    (re.compile(r"(\d+)(?:路公交车?|路车|路班车|路线)"), r"\1路公交"),
    (re.compile(r"(\d+)中学"), r"\1中"),
    (re.compile(r"(\d+)小学"), r"\1小"),
    (re.compile(r"苞米|包谷|棒子"), "玉米"),
    (re.compile(r"洋芋|马铃薯|山药蛋"), "土豆"),
    (re.compile(r"瓜子|向日葵"), "葵花"),
)


def plain(text: str) -> str:
    """A text with widths folded, Chinese numerals of buildings, lines and schools as digits (规范写法)."""
    folded = unicodedata.normalize("NFKC", text).lower()
    folded = _NUMERAL.sub(lambda found: _arabic(found[1]), folded)
    for pattern, written in _ONE_WAY:
        folded = pattern.sub(written, folded)
    return folded


def _arabic(numeral: str) -> str:
    """十六 is 16, 二〇二 is 202."""
    if "十" not in numeral and "百" not in numeral:
        return "".join(str(_DIGITS[char]) for char in numeral)
    total = digit = 0
    for char in numeral:
        if char in _DIGITS:
            digit = _DIGITS[char]
        else:
            total, digit = total + (digit or 1) * (_TEN if char == "十" else _HUNDRED), 0
    return str(total + digit)
