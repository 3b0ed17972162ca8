"""Numbers as people write and say them (数字): 3,500, 2.5万, 三万五, 二百零八, 两千三."""

import re

HAN_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "俩": 2}
HAN_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
HAN = "[零〇一二两俩三四五六七八九十百千万亿]"
DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
NUMBER = rf"(?:{DIGITS}[十百千万亿]{{0,2}}|{HAN}+)"
_SPLIT = re.compile(rf"({DIGITS})([十百千万亿]*)")
_MYRIAD = 10_000


def number_of(text: str) -> float:
    """The value of a number as written (数值), to the hundredth.

    Raises ValueError where the text is no number.
    """
    if written := _SPLIT.fullmatch(text):
        value = float(written[1].replace(",", ""))
        for unit in written[2]:
            value *= HAN_UNITS[unit]
        return round(value, 2)
    return float(_han_number(text))


def _han_number(text: str) -> int:
    if not re.fullmatch(HAN + "+", text):
        raise ValueError(f"「{text}」不是数字")
    if not HAN_UNITS.keys() & set(text):
        return int("".join(str(HAN_DIGITS[char]) for char in text))
    total = section = digit = 0
    for char in text:
        if char in HAN_DIGITS:
            digit = HAN_DIGITS[char]
        elif HAN_UNITS[char] < _MYRIAD:
            section, digit = section + (digit or 1) * HAN_UNITS[char], 0
        elif char == "万":
            total, section, digit = total + (section + digit) * _MYRIAD, 0, 0
        else:
            total, section, digit = (total + section + digit) * HAN_UNITS[char], 0, 0
    return total + section + digit * _lower_unit(text)


def _lower_unit(text: str) -> int:
    """三万五 is 35000: a last digit right after a unit counts in the next lower one; 三十五 and 三百零五 are as they say."""
    before = text[-2:-1]
    return max(1, HAN_UNITS[before] // 10) if before in HAN_UNITS else 1
