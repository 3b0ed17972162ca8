"""Sums of money in a text (涉及金额), as written and in yuan."""

import re
import unicodedata

from classifier.reading.numerals import HAN, HAN_UNITS, NUMBER, number_of

_AMOUNT = re.compile(
    rf"(?=[\d{HAN[1:]})(?<![\d.第])(?P<number>{NUMBER})(?P<more>多|余|来)?"
    r"(?:(?P<unit>万?元|万?块(?:钱)?(?![地石儿田板])|圆)(?:(?P<dime>[\d一二三四五六七八九])(?:毛|角|(?![\d\u4e00-\u9fff])))?(?:人民币)?"
    r"|(?P<bare>(?![\d.%:点年月日号米斤吨亩度天个人户岁]))(?=[,。;!?、)\s没不还都给至也就才现到的左多了押]|$))"
)
# 口语常省去「元」：「欠我三万五，不给」。紧挨着说到钱，后面又断开，才算
_OF_MONEY = re.compile(
    r"(?:[钱款费价薪资金账欠花付交赔罚收退贷借赚投扣掏涨]|工资|一共|共计|总计|合计|损失|押金|要我|还[剩差有]|差我)"
    r"(?:了|我|我们|给|他|她|人家|约|近|将近|大概|差不多|共|是|为|至|到|已|达|总共|一共|人民币|出去|进去){0,3}$"
)
_NEAR = 10
_LEAST_BARE = 100
_ROUND_START = frozenset("百千万亿")
_NOT_COUNTED = frozenset("一两")
_TENTH = 0.1


def amounts(text: str) -> list[tuple[str, float]]:
    """The sums of money as written and in yuan (涉及金额)."""
    whole = unicodedata.normalize("NFKC", text)
    return [(one.group(), _yuan(one)) for one in _AMOUNT.finditer(whole) if _is_money(one, whole)]


def _is_money(found: re.Match[str], text: str) -> bool:
    """「一块地」「几百块」都不是确数."""
    number, unit = found["number"], found["unit"]
    if unit is not None:
        return not (number in _NOT_COUNTED and unit == "块" and not found["dime"]) and number[0] not in _ROUND_START
    before = text[max(0, found.start() - _NEAR) : found.start()]
    return _OF_MONEY.search(before) is not None and number[0] not in _ROUND_START and number_of(number) >= _LEAST_BARE


def _yuan(found: re.Match[str]) -> float:
    scale = HAN_UNITS["万"] if (found["unit"] or "").startswith("万") else 1
    tenths = number_of(found["dime"]) * _TENTH if found["dime"] else 0
    return round(number_of(found["number"]) * scale + tenths, 2)
