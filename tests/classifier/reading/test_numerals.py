"""Numbers as people write and say them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.reading.numerals import number_of

DIGITS, PLACES = "零一二三四五六七八九", ("", "十", "百", "千")


def _below_a_myriad(number: int) -> str:
    spelt, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            spelt += ("零" if gap and spelt else "") + DIGITS[digit] + PLACES[place]
        gap = not digit
    return spelt


def spelt(number: int) -> str:
    """A number in full Chinese numerals, as it is written on a cheque."""
    parts = []
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section = number // unit % 10_000
        if section:
            parts.append(("零" if parts and section < 1000 else "") + _below_a_myriad(section) + name)
    return "".join(parts) or "零"


@given(st.integers(0, 10**12 - 1))
def test_every_number_that_is_spelt_out_is_read_back(number):
    assert number_of(spelt(number)) == number


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_every_number_in_figures_is_read_back(whole, cents):
    assert number_of(f"{whole:,}.{cents:02}") == number_of(f"{whole}.{cents:02}") == pytest.approx(whole + cents / 100)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十", 10), ("十五", 15), ("二十", 20), ("三十五", 35), ("一百零五", 105), ("三百五", 350), ("三百五十", 350),
        ("两千三", 2300), ("两千零三", 2003), ("三万五", 35_000), ("三万零五十", 30_050), ("一万二千三", 12_300),
        ("十二万八", 128_000), ("一亿三", 130_000_000), ("二〇二四", 2024), ("俩", 2), ("2.5万", 25_000), ("3百", 300),
        ("1,200.50", 1200.5), ("12千", 12_000), ("百", 100),
    ],
)  # fmt: skip
def test_numbers_as_they_are_said(text, number):
    assert number_of(text) == number


@pytest.mark.parametrize("text", ["", "元", "三个", "1,2", "半"])
def test_what_is_no_number_is_refused(text):
    with pytest.raises(ValueError, match="不是数字"):
        number_of(text)
