"""Emergency lines and legal channels."""

import pytest

from routing_rules import load_folder
from routing_rules.guidance import BY_WORDS, CHANNEL, EMERGENCY, Guidance, channel_for, emergency_in, hint_in
from routing_rules.scope import codes

ROWS = load_folder().guidance
EMERGENCIES = [row for row in ROWS if row.handling == EMERGENCY]


@pytest.mark.parametrize("row", EMERGENCIES, ids=lambda row: row.case)
@pytest.mark.parametrize("frame", ["{}", "你好，我家这边{}，快点派人来"])
def test_each_word_fires_its_own_line(row, frame):
    fired = {word: emergency_in(ROWS, frame.format(word)) for word in row.words}
    assert {word: got and got.number for word, got in fired.items()} == dict.fromkeys(row.words, row.number)


@pytest.mark.parametrize(
    "text",
    [
        "社区组织防火宣传，希望多办几次",
        "楼道里的灭火器过期了没人换",
        "建议加强森林防火宣传",
        "消防通道被车堵住",
        "燃气费太高",
        "去年的交通事故认定书怎么查询",
        "电梯经常坏，希望物业维修",
        "",
    ],
)
def test_ordinary_demands_do_not_fire(text):
    assert emergency_in(ROWS, text) is None


@pytest.mark.parametrize(
    ("text", "line"),
    [("楼下着火了", "119"), ("老人突然晕倒", "120"), ("有人持刀", "110"), ("刚才两车相撞", "122")],
)
def test_the_line_that_is_called(text, line):
    assert line in emergency_in(ROWS, text).channel


def test_every_emergency_row_has_words_channel_and_wording():
    assert len(EMERGENCIES) >= 8
    assert all(row.words and row.channel and row.wording for row in EMERGENCIES)


@pytest.mark.parametrize(
    ("category", "channel"),
    [("2102", "12368"), ("2105", "12388"), ("0607", "12389"), ("1807", "12348")],
)
def test_the_legal_channel_of_a_category(category, channel):
    assert channel in channel_for(ROWS, category).channel


def test_an_ordinary_category_has_no_channel():
    assert channel_for(ROWS, "0301") is None


def test_a_channel_row_holds_for_all_below_its_category_and_has_no_trigger():
    row = Guidance("G", "告知途径", "情形", ("着火了",), codes("21"), "渠道", "话术", "据", "D")
    assert channel_for([row], "2102") is row
    assert channel_for([row], "2002") is None
    assert emergency_in([row], "着火了") is None


def test_an_emergency_row_is_no_channel():
    row = Guidance("G", EMERGENCY, "火灾", ("着火了",), codes(""), "119", "话术", "据", "D")
    assert channel_for([row], "2102") is None
    assert emergency_in([row], "厨房着火了") is row


HINTS = [row for row in ROWS if row.handling in BY_WORDS and row.handling != EMERGENCY]


@pytest.mark.parametrize("row", HINTS, ids=lambda row: row.case)
def test_each_word_of_a_hint_gives_its_own_row(row):
    fired = {word: hint_in(ROWS, f"你好，我想说{word}，请记一下") for word in row.words}
    assert {word: got and got.number for word, got in fired.items()} == dict.fromkeys(row.words, row.number)


def test_a_hint_is_neither_an_emergency_nor_a_channel():
    assert {row.handling for row in HINTS} == {"保密处理", "恶意处置", "告知进展"}
    assert hint_in(ROWS, "楼下着火了") is None
    assert emergency_in(ROWS, "请告诉我举报人是谁") is None
    assert hint_in(ROWS, "小区路灯不亮") is None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.number)
def test_every_row_can_be_found_by_its_words_or_its_category(row):
    assert row.channel
    assert row.wording
    assert (row.handling == CHANNEL) == (not row.words)
    assert row.words or row.category != codes("")
