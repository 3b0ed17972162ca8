"""The Word file as Word opens it: page, lines, fonts by name, headings, tables, pictures with words, page numbers."""

import io

import pytest
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt
from prints import HOSTILE, manuscript, small

from hotline.papers.layout import printable
from hotline.papers.report.composing import compose
from hotline.papers.report.word import word_of


@pytest.fixture(scope="module")
def opened(printed):
    return Document(io.BytesIO(word_of(printed.manuscript, printed.pieces)))


def the(opened, words):
    return next(one for one in opened.paragraphs if one.text == words)


def eastern(run):
    return run._element.rPr.rFonts.get(qn("w:eastAsia"))


def test_the_page_has_the_margins_and_the_grid_of_the_standard(opened):
    section = opened.sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in sides] == [37, 35, 28, 26]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "lines" and grid.get(qn("w:linePitch")) == "579"
    spacing = the(opened, "本期受理1,234件。").runs[0]._element.rPr.find(qn("w:spacing"))
    pitch = 16 + int(spacing.get(qn("w:val"))) / 20
    assert int((210 - 28 - 26) / 25.4 * 72 / pitch + 1e-3) == 28 and int((297 - 37 - 35) / 25.4 * 72 / 28.95) == 22


def test_lines_are_exact_and_every_part_is_set_in_its_type(opened):
    sets = {
        "2026年11月16日—11月22日热线运行情况": ("方正小标宋简体", 22), "本期受理1,234件。": ("仿宋_GB2312", 16),
        "一、总体情况": ("黑体", 16), "（一）基本情况": ("楷体_GB2312", 16), "附：口径说明": ("黑体", 16),
        "第47期（总第3期）\t2026年11月23日": ("仿宋_GB2312", 16), "（送审稿）": ("楷体_GB2312", 16),
    }  # fmt: skip
    for words, (kind, size) in sets.items():
        found = the(opened, words)
        assert (eastern(found.runs[0]), found.runs[0].font.name, found.runs[0].font.size) == (kind, kind, Pt(size)), (
            words
        )
        assert found.paragraph_format.line_spacing_rule == WD_LINE_SPACING.EXACTLY, words
        assert abs(found.paragraph_format.line_spacing.pt - 28.95) < 0.05, words


def test_the_red_head_the_issue_line_and_the_rule_come_first(opened):
    head, issued, rule = opened.paragraphs[:3]
    assert head.text == "内蒙古自治区12345热线周报" and head.runs[0].font.color.rgb[0] > 0xC0
    (stop,) = issued.paragraph_format.tab_stops
    assert round(stop.position.mm) == 156
    assert rule._p.find(f".//{qn('w:pBdr')}/{qn('w:bottom')}") is not None
    after = [one.text for one in opened.paragraphs[5:7]]
    assert after[0].startswith("更正说明（2026年11月24日，巴图）：") and after[1].startswith("数字不一致")


def test_headings_have_levels_for_the_navigation_and_stay_with_what_follows(opened):
    levels = {}
    for one in opened.paragraphs:
        found = one._p.find(f"{qn('w:pPr')}/{qn('w:outlineLvl')}")
        if found is not None:
            levels[one.text] = int(found.get(qn("w:val")))
            assert one.paragraph_format.keep_with_next
    assert levels == {
        "一、总体情况": 0, "（一）基本情况": 1, "（二）数据图表": 1, "（三）分析按语": 1, "二、热点与苗头": 0, "附：口径说明": 0,
    }  # fmt: skip


def test_tables_repeat_their_head_and_numbers_stand_right_with_their_mark_as_a_word(opened):
    table = opened.tables[0]
    first = table.rows[0]._tr.trPr
    assert first.find(qn("w:tblHeader")) is not None and first.find(qn("w:cantSplit")) is not None
    assert [cell.text for cell in table.rows[0].cells] == ["指标", "本期（件）", "占比", "分档"]
    assert [cell.text for cell in table.rows[1].cells] == ["=1+1", "1,234", "12.34% 红", "—"]
    sides = [cell.paragraphs[0].alignment for cell in table.rows[1].cells]
    left, right = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT
    assert sides == [left, right, right, left]
    assert {run.font.size for run in table.rows[1].cells[0].paragraphs[0].runs} == {Pt(10.5)}
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "表1　主要指标"


def test_every_picture_says_in_words_what_it_shows(opened):
    found = [(one.get("title"), one.get("descr")) for one in opened.element.iter(qn("wp:docPr"))]
    assert len(found) == 5 and found[0] == ("图1　走势（单位：件）", "走势：周一1件，周二2件。")
    assert all(title and words for title, words in found)


def test_page_numbers_are_fields_on_the_outer_side(opened):
    section = opened.sections[0]
    assert opened.settings.odd_and_even_pages_header_footer
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        paragraph = footer.paragraphs[0]
        assert [one.text for one in paragraph._p.iter(qn("w:instrText"))] == ["PAGE"]
        assert paragraph.text.replace(" ", "") == "——" and paragraph.alignment == side


def test_hostile_words_are_words(opened):
    texts = [one.text for one in opened.paragraphs]
    assert texts.count(printable(HOSTILE)) == 2


def test_a_broken_chart_does_not_take_the_file_down_and_a_published_one_bears_no_mark_of_a_draft(monkeypatch):
    monkeypatch.setattr("hotline.papers.report.composing.draw", lambda *_: 1 / 0)
    found = manuscript(small(), standing="", corrections=[])
    opened = Document(io.BytesIO(word_of(found, compose(found))))
    assert list(opened.element.iter(qn("wp:docPr"))) == []
    texts = [one.text for one in opened.paragraphs]
    assert "本图未能绘出，以文字代替：走势：周一1件，周二2件。" in texts and not any("送审稿" in one for one in texts)
