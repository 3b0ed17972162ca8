"""Composing: one order for Word and PDF, captions numbered, no number broken, a broken chart told in words."""

import json

import pytest
from prints import HOSTILE, manuscript, small

from hotline.domain.analysis.document import Chart, Series
from hotline.papers.layout import printable, width_of
from hotline.papers.report.composing import POINT, UNDRAWN, WIDE, compose


def of(pieces, kind):
    return [piece for piece in pieces if piece["kind"] == kind]


def test_corrections_and_doubts_come_first_then_the_chapters_and_the_annex_last(printed):
    kinds = [piece["kind"] for piece in printed.pieces]
    assert kinds[:3] == ["notice", "notice", "heading"] and kinds[-1] == "small"
    leads = [piece["lead"] for piece in of(printed.pieces, "notice")]
    assert leads == ["更正说明（2026年11月24日，巴图）：", "数字不一致，请核对："]
    headings = [(piece["level"], piece["words"]) for piece in of(printed.pieces, "heading")]
    assert headings == [
        (1, "一、总体情况"), (2, "（一）基本情况"), (2, "（二）数据图表"), (2, "（三）分析按语"), (1, "二、热点与苗头"), (1, "附：口径说明"),
    ]  # fmt: skip


def test_captions_are_numbered_and_every_picture_has_its_words(printed):
    pictures = of(printed.pieces, "picture")
    assert [piece["caption"][:2] for piece in pictures] == ["图1", "图2", "图3", "图4", "图5"]
    assert [piece["caption"][:2] for piece in of(printed.pieces, "table")] == ["表1", "表2", "指标"]
    assert all(piece["png"] and piece["alternative"] in piece["notes"] for piece in pictures)
    assert pictures[-1]["notes"][-1] == "另有 7 件地点未定，未在图上标示。"


def test_a_chart_that_cannot_be_drawn_is_told_in_words_and_the_rest_stands():
    broken = Chart("坏图", "line", ["一", "二"], [Series("受理", [1.0])], "坏图：一 1 件。")
    empty = Chart("空图", "pareto", [], [Series("件数", [])], "本期没有受理工单。")
    pieces = compose(manuscript(small(broken, empty)))
    found = of(pieces, "picture")[-2:]
    assert [piece["png"] for piece in found] == [None, None]
    assert [piece["notes"] for piece in found] == [[UNDRAWN + "坏图：一1件。"], [UNDRAWN + "本期没有受理工单。"]]
    assert pieces[-1]["kind"] == "small"


def test_no_number_is_broken_and_columns_fill_the_page(monthly):
    tables = [piece for piece in of(monthly.pieces, "table") if piece["rows"]]
    assert len(tables) >= 8
    for piece in tables:
        assert abs(sum(piece["widths"]) - WIDE) < 0.5, piece["caption"]
        for at, column in enumerate(piece["columns"]):
            if column["number"]:
                longest = max(width_of(row[at]["text"]) for row in piece["rows"])
                assert piece["widths"][at] >= longest * piece["size"] * POINT, (piece["caption"], column["name"])


def test_a_per_cent_sign_has_the_room_that_other_types_want():
    """What broke: where 仿宋 is not installed, 100.00% fell into two lines."""
    assert width_of("100.00%") == pytest.approx(6 * 0.55 + 0.95)


def test_pieces_are_plain_and_hold_no_character_that_a_file_refuses(printed):
    plain = [{name: value for name, value in piece.items() if name != "png"} for piece in printed.pieces]
    assert "\\u0007" not in json.dumps(plain) and printable(HOSTILE) in json.dumps(plain, ensure_ascii=False).replace(
        '\\"', '"'
    ).replace("\\\\", "\\")
    assert printable("a\x00b\ud800c\uffff") == "abc"
