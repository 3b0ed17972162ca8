"""A message cut into passages: all of it is read, and its last clause alone."""

from itertools import pairwise

from classifier.reading.danger.passages import LONGEST, message

LETTER = "尊敬的领导，我想反映小区停车收费的问题，物业涨价没有公示，业主多次反映没有答复。" * 20


def test_a_short_message_is_one_passage_without_stray_marks():
    told = message("", "着 火 了！救\u200b命")
    assert told.text == "着火了救命"
    assert told.passages.tolist() == [[0, 5]]


def test_a_long_letter_is_read_to_its_end_and_overlaps():
    told = message("停车", LETTER + "楼下着火了快来人")
    passages = told.passages.tolist()
    assert passages[0][0] == 0 and passages[-1][1] == len(told.text)
    borders = sorted(passages)
    assert all(after[0] < before[1] for before, after in pairwise(borders))


def test_the_last_clause_stands_alone():
    told = message("", LETTER + "刚才一声闷响隔壁的楼整个坐下来了里面还有人没出来")
    start, end = told.passages[-1]
    assert told.text[start:end] == "刚才一声闷响隔壁的楼整个坐下来了里面还有人没出来"


def test_a_title_that_the_channel_fills_in_is_left_out():
    assert message("群众来电", "路灯不亮").text == "路灯不亮"
    assert message("路灯", "不亮").text == "路灯不亮"


def test_nothing_and_too_much_are_no_trouble():
    assert message("", "").passages.tolist() == [[0, 0]]
    assert LONGEST - 1 <= len(message("", "火" * (LONGEST + 500)).text) <= LONGEST
