"""Sums of money, as written and in yuan."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.reading.money import amounts

DIGITS, PLACES = "零一二三四五六七八九", ("", "十", "百", "千")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("欠我三万五千元", [("三万五千元", 35000.0)]),
        ("交了2.5万元定金", [("2.5万元", 25000.0)]),
        ("一共1,200.50元", [("1,200.50元", 1200.5)]),
        ("五百块钱", [("五百块钱", 500.0)]),
        ("三万五块钱", [("三万五块钱", 35000.0)]),
        ("十二万八千元", [("十二万八千元", 128000.0)]),
        ("欠十万零五百元整", [("十万零五百元", 100500.0)]),
        ("工资八千多块没给", [("八千多块", 8000.0)]),
        ("货款300多万元", [("300多万元", 3000000.0)]),
        ("罚了5000人民币", []),
        ("一吨三块五毛", [("三块五毛", 3.5)]),
        ("停车3块5,太贵", [("3块5", 3.5)]),
        ("押金200元,租金1500元", [("200元", 200.0), ("1500元", 1500.0)]),
        ("零五块", [("零五块", 5.0)]),
    ],
)
def test_sums_with_their_unit(text, found):
    assert amounts(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("欠我三万五,不给", [("三万五", 35000.0)]),
        ("欠我2.6万。", [("2.6万", 26000.0)]),
        ("花了3万多,没用", [("3万多", 30000.0)]),
        ("欠一万五没给", [("一万五", 15000.0)]),
        ("交了一千二百八,还要交", [("一千二百八", 1280.0)]),
        ("工资6500", [("6500", 6500.0)]),
        ("扣了我两千八", [("两千八", 2800.0)]),
        ("一共12.8万。", [("12.8万", 128000.0)]),
    ],
)
def test_in_speech_the_unit_is_often_left_out(text, found):
    assert amounts(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "搬了两块石头", "我们一块去的,有一块地", "花了几百块", "我们村一万二千亩地", "养了一万只羊", "12345热线", "20万公里",
        "收费2024年", "欠了三年", "交了两次", "退了100%", "车牌是蒙A12345", "水费涨到每吨", "第三十条", "共计12户",
    ],
)  # fmt: skip
def test_what_is_no_money(text):
    assert amounts(text) == []


def _spelt(number: int) -> str:
    told, gap = "", False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            told += ("零" if gap and told else "") + DIGITS[digit] + PLACES[place]
        gap = not digit
    return told


@given(st.integers(1, 9999), st.sampled_from(["元", "块钱", "万元"]))
def test_spelt_sums_are_read_back(number, unit):
    scale = 10_000 if unit == "万元" else 1
    assert amounts(f"一共是{_spelt(number)}{unit}") == [(_spelt(number) + unit, float(number * scale))]


@given(st.integers(1, 10**8), st.sampled_from(["元", "块钱"]))
def test_sums_in_figures_are_read_back(number, unit):
    assert amounts(f"欠款{number:,}{unit}没还") == [(f"{number:,}{unit}", float(number))]


@given(st.text(max_size=80))
def test_any_text_can_be_read(text):
    assert all(sum_ >= 0 and written for written, sum_ in amounts(text))
