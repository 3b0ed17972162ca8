from datetime import datetime, timedelta

import pytest

from classifier.matters.likeness import Pair
from classifier.matters.reading import Told
from classifier.matters.telling import nothing_new, reasons

NOON = datetime(2026, 11, 1, 12)


def told(text, caller="甲", days=0, region="150105"):
    return Told(text, caller, NOON + timedelta(days=days), region, "", text, {"0303": 0.9})


def test_reasons_for_and_against():
    found = reasons(Pair(told("丁香佳园3号楼停水"), told("丁香佳园5号楼没水", days=2)))
    assert found[0] == "同一来电人"
    assert "同一小区「丁香佳园」" in found
    assert "楼号不同" in found
    assert "说的都是停水" in found
    assert found[-1] == "相隔 2 天"


def test_reasons_against_only():
    found = reasons(Pair(told("丁香佳园停水"), told("海棠佳园停水", "乙", region="150202")))
    assert "小区不同" in found
    assert "区划不同" in found
    assert found[-1] == "同一天"


def test_rare_words_in_common_are_told_where_no_name_is_known():
    assert "都提到「喀秋莎」" in reasons(Pair(told("喀秋莎停水"), told("喀秋莎没水了", "乙")))


CLOSED = told("丁香佳园3号楼停水两天，物业没通知")


@pytest.mark.parametrize("text", ["丁香佳园3号楼停水，什么时候来水", CLOSED.text, "还是停水的事，请问处理没有"])
def test_nothing_new(text):
    assert nothing_new(told(text, days=5), CLOSED)


@pytest.mark.parametrize(
    "text",
    [
        "丁香佳园3号楼停水，5号楼也停了",
        "丁香佳园停水，海棠小区也停了",
        "丁香佳园3号楼停水，老人下楼打水摔倒骨折",
        "丁香佳园3号楼昨天来水，今天又停水了",
        "丁香佳园3号楼停水，电梯也停运了",
        "停水的事，水表多收了2680元",
    ],
)
def test_something_new(text):
    assert not nothing_new(told(text, days=5), CLOSED)
