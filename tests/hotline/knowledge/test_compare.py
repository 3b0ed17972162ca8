"""Two texts laid over each other give back the one and the other (版本比较)."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hotline.knowledge.compare import GONE, NEW, SAME, Change, Piece, changes, in_a_row, pieces

from .conftest import WORDING

TEXTS = st.text(alphabet="供热停。；\n十二 a", max_size=60)


@given(before=TEXTS, after=TEXTS)
def test_nothing_is_lost_and_nothing_is_added(before, after):
    found = pieces(before, after)
    assert "".join(piece.text for piece in found if piece.kind != NEW) == before
    assert "".join(piece.text for piece in found if piece.kind != GONE) == after
    assert all(one.kind != other.kind for one, other in pairwise(found))
    assert (before == after) == (not [piece for piece in found if piece.kind != SAME])


def test_within_a_sentence_only_what_changed_is_marked():
    assert pieces("请先报修。测温在三小时内上门。", "请先报修。测温在五小时内上门。") == [
        Piece(SAME, "请先报修。测温在"), Piece(GONE, "三"), Piece(NEW, "五"), Piece(SAME, "小时内上门。"),
    ]  # fmt: skip


def test_only_the_parts_that_differ_are_told_with_codes_by_their_names():
    after = replace(WORDING, category="0302", questions=(*WORDING.questions, "再问一句"), valid_until=None)
    found = changes(WORDING, after, lambda part, value: f"〔{value}〕" if part == "category" else value)
    assert [one.label for one in found] == ["问法", "事项分类"]
    assert found[1] == Change("事项分类", pieces("〔0301〕", "〔0302〕"))


def test_all_changes_in_a_row_stand_each_under_its_label():
    found = in_a_row([Change("标题", [Piece(GONE, "旧"), Piece(NEW, "新")]), Change("依据", [Piece(NEW, "新办法")])])
    assert "".join(one.text for one in found) == "【标题】\n旧新\n【依据】\n新办法\n"
    assert all(one.kind != other.kind for one, other in pairwise(found)) and in_a_row([]) == []


def test_sentences_that_have_little_in_common_are_replaced_whole():
    assert pieces("请到窗口办理。", "本业务已经取消。") == [
        Piece(GONE, "请到窗口办理。"),
        Piece(NEW, "本业务已经取消。"),
    ]
