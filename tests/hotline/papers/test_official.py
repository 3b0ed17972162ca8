"""A document in official layout: opened as Word opens it, with the margins, lines, types and marks of GB/T 9704."""

import io
import zipfile

import pytest
from docx import Document
from docx.document import Document as Opened
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from hypothesis import given, settings
from hypothesis import strategies as st

from hotline.papers.official import Paper, document_of

OFFICE = "内蒙古自治区12345政务服务便民热线中心"
BODY = ("一、督办事项", "工单已超期。", "二、办理要求", "请立即核查办理。", "一般性说明不是标题。")
PAPER = Paper(OFFICE, "督办〔2026〕7号", "关于工单的日常督办通知", "赛罕区住建局", BODY, OFFICE, "2026年11月23日")


@pytest.fixture(scope="module")
def opened() -> Opened:
    """The paper as a reader of Word files has it."""
    return Document(io.BytesIO(document_of(PAPER)))


def eastern(paragraph: Paragraph) -> str | None:
    """The type in which the Chinese characters of a paragraph are set."""
    fonts = paragraph.runs[0]._element.rPr.rFonts
    return fonts.get(qn("w:eastAsia")) if fonts is not None else None


def the(opened: Opened, words: str) -> Paragraph:
    found = [one for one in opened.paragraphs if one.text.strip("　") == words]
    assert found, words
    return found[0]


def test_the_page_is_a4_with_the_margins_of_the_standard(opened: Opened) -> None:
    section = opened.sections[0]
    sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(side.mm) for side in sides if side is not None] == [37, 35, 28, 26]
    assert section.page_width is not None and section.page_height is not None
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_every_line_of_the_body_is_exactly_as_high_as_twenty_two_on_a_page_need(opened: Opened) -> None:
    lines = [one for one in opened.paragraphs[1:] if one.runs]
    assert len(lines) >= len(BODY) + 5
    for one in lines:
        shape = one.paragraph_format
        assert shape.line_spacing_rule == WD_LINE_SPACING.EXACTLY, one.text
        assert shape.line_spacing is not None and abs(shape.line_spacing.pt - 28.95) < 0.05, one.text
        assert (shape.space_before, shape.space_after) == (Pt(0), Pt(0)), one.text


def test_each_part_is_set_in_its_type_by_its_eastern_name_and_size(opened: Opened) -> None:
    sets = {PAPER.title: ("方正小标宋简体", 22), PAPER.number: ("仿宋_GB2312", 16), BODY[0]: ("黑体", 16),
            BODY[1]: ("仿宋_GB2312", 16), BODY[4]: ("仿宋_GB2312", 16), f"{PAPER.to}：": ("仿宋_GB2312", 16)}  # fmt: skip
    for words, (kind, size) in sets.items():
        found = the(opened, words)
        assert (eastern(found), found.runs[0].font.size) == (kind, Pt(size)), words
        assert found.runs[0].font.name == kind, words


def test_the_head_is_red_and_centred_and_a_red_rule_stands_below_it(opened: Opened) -> None:
    head = opened.paragraphs[0]
    assert head.text == OFFICE and head.alignment == WD_ALIGN_PARAGRAPH.CENTER
    red = head.runs[0].font.color.rgb
    assert red is not None and red[0] > 0xC0 and red[1] < 0x20 and red[2] < 0x20
    rules = opened.element.findall(f".//{qn('w:pBdr')}/{qn('w:bottom')}")
    assert [rule.get(qn("w:color")) for rule in rules] == [str(red)]


@pytest.mark.parametrize("office", ["热线中心", OFFICE])
def test_the_head_fits_on_one_line_however_long_the_name_is(office: str) -> None:
    paper = Document(io.BytesIO(document_of(Paper(office, "号", "题", "至", (), office, "日"))))
    size = paper.paragraphs[0].runs[0].font.size
    width = sum(0.5 if one.isascii() else 1 for one in office)
    assert size is not None and size.mm * width <= 210 - 28 - 26


def test_paragraphs_are_indented_by_two_characters_and_the_signature_stands_on_the_right(opened: Opened) -> None:
    for words in BODY:
        indent = the(opened, words)._p.pPr.ind
        assert indent.get(qn("w:firstLineChars")) == "200", words
        assert the(opened, words).paragraph_format.first_line_indent == Pt(32), words
    for words in (PAPER.signed, PAPER.day):
        assert [one for one in opened.paragraphs if one.text.startswith(words)][
            -1
        ].alignment == WD_ALIGN_PARAGRAPH.RIGHT


def test_the_parts_stand_in_the_order_of_a_letter(opened: Opened) -> None:
    texts = [one.text.strip("　") for one in opened.paragraphs if one.text.strip("　")]
    assert texts == [OFFICE, PAPER.number, PAPER.title, f"{PAPER.to}：", *BODY, OFFICE, PAPER.day]


def test_the_foot_holds_a_page_number_as_a_field_between_dashes(opened: Opened) -> None:
    foot = opened.sections[0].footer.paragraphs[0]
    marks = [one.get(qn("w:fldCharType")) for one in foot._p.iter(qn("w:fldChar"))]
    assert (marks[0], marks[-1]) == ("begin", "end")
    assert [one.text.strip() for one in foot._p.iter(qn("w:instrText"))] == ["PAGE"]
    assert foot.text.replace(" ", "") == "——" and foot.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert {run.font.size for run in foot.runs} == {Pt(14)}


def test_the_properties_name_the_title_and_the_office(opened: Opened) -> None:
    assert (opened.core_properties.title, opened.core_properties.author) == (PAPER.title, OFFICE)


def test_the_file_is_a_whole_word_document() -> None:
    with zipfile.ZipFile(io.BytesIO(document_of(PAPER))) as archive:
        assert archive.testzip() is None
        assert {"[Content_Types].xml", "word/document.xml"} <= set(archive.namelist())


@settings(max_examples=15, deadline=None)
@given(words=st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=40))
def test_whatever_is_written_stands_in_the_letter_as_it_was_written(words: str) -> None:
    paper = Document(io.BytesIO(document_of(Paper(OFFICE, "号", "题", "至", (words,), OFFICE, "日"))))
    assert words in [one.text for one in paper.paragraphs]


@pytest.mark.parametrize("words", ["", "一", "、", "<w:t>&amp;</w:t>", "第一行\n第二行", "a\tb"])
def test_odd_words_break_nothing(words: str) -> None:
    paper = Document(io.BytesIO(document_of(Paper(OFFICE, "号", "题", "至", (words,), OFFICE, "日"))))
    assert paper.paragraphs[0].text == OFFICE
    assert [one.text for one in paper.paragraphs].count(words) >= 1
