"""Cues in tables: words, gaps and numbers."""

import re

import pytest

from classifier.reading.cues import either, either_of, mentions, pattern, rows, says, words


@pytest.mark.parametrize("table", ["wishes.csv", "people.csv", "elements.csv", "festivals.csv", "questions.csv"])
def test_every_row_has_as_many_cells_as_the_heading(table):
    assert rows(table)
    assert [row for row in rows(table) if None in row or None in row.values()] == []


@pytest.mark.parametrize("table", ["wishes.csv", "people.csv", "elements.csv"])
def test_every_kind_can_be_looked_for_and_no_cue_is_empty(table):
    for row in rows(table):
        assert words(table, row["种类"])
        assert not re.search(either(table, row["种类"]), "")


def test_a_gap_stays_in_its_clause():
    gap = re.compile(either_of(["别让…知道"]))
    assert gap.search("别让单位的人知道是我")
    assert not gap.search("别让他来,你们知道")


def test_a_number_stands_for_any_number():
    number = re.compile(either_of(["#号楼"]))
    assert [found.group() for found in number.finditer("3号楼、十二号楼、几号楼")] == ["3号楼", "十二号楼"]


def test_the_longest_cue_is_tried_first():
    assert re.match(either_of(["小学", "小学生"]), "小学生们").group() == "小学生"


def test_no_cues_would_match_everything():
    with pytest.raises(ValueError, match="提示词为空"):
        either_of([])
    with pytest.raises(ValueError, match="提示词为空"):
        pattern("people.csv", "没有这种")


def test_plain_cues_are_found_in_one_pass():
    assert says("people.csv", "众人", "业主联名反映")
    assert not says("people.csv", "众人", "路灯不亮")
    assert mentions("people.csv", ("幼儿", "子女"), "我孩子和邻居家小孩子") == [(1, 3), (7, 10)]


def test_cues_with_gaps_cannot_be_found_in_one_pass():
    with pytest.raises(ValueError, match="不能按字面查找"):
        says("wishes.csv", "保密", "保密")
