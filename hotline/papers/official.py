"""A document in official layout (公文): margins, type and lines as GB/T 9704 has them, from plain words.

Source: GB/T 9704-2012 as summarised in the trade's handbooks (要点，原文未取到): page A4, margins 37/35/28/26 mm, body in
三号仿宋 (16 pt), 22 lines of 28 characters a page, red head and rule, page number between dashes.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

TITLE_TYPE, BODY_TYPE, HEAD_TYPE = "方正小标宋简体", "仿宋_GB2312", "黑体"
BODY, TITLE, HEAD, FOOT = Pt(16), Pt(22), Pt(42), Pt(14)
LINE = Pt(28.95)  # 一页二十二行
TYPE_AREA = Mm(210 - 28 - 26)
RED = RGBColor(0xD7, 0x00, 0x0F)
INDENT_CHARACTERS = 2


@dataclass(frozen=True)
class Paper:
    """What a letter says (公文要素).

    Args:
        office: whose letter it is, as it stands in red at the head (发文机关标志).
        number: the number of the document (发文字号).
        to: to whom it goes (主送机关).
        body: paragraphs; one that begins with 一、二、三 … is a heading.
        signed: who signs; day: the day as it is written out (成文日期).
    """

    office: str
    number: str
    title: str
    to: str
    body: Sequence[str]
    signed: str
    day: str


def document_of(paper: Paper) -> bytes:
    """The paper as a Word file."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(28)
    _red_head(document.add_paragraph(), paper.office)
    _line(document.add_paragraph(), paper.number, BODY_TYPE, BODY, WD_ALIGN_PARAGRAPH.CENTER)
    _red_rule(document.add_paragraph())
    _line(document.add_paragraph(), paper.title, TITLE_TYPE, TITLE, WD_ALIGN_PARAGRAPH.CENTER)
    _line(document.add_paragraph(), "", BODY_TYPE, BODY)
    _line(document.add_paragraph(), f"{paper.to}：", BODY_TYPE, BODY)
    for words in paper.body:
        is_heading = words[1:2] == "、" and words[0] in "一二三四五六七八九十"
        _indented(_line(document.add_paragraph(), words, HEAD_TYPE if is_heading else BODY_TYPE, BODY))
    _line(document.add_paragraph(), "", BODY_TYPE, BODY)
    _line(document.add_paragraph(), f"{paper.signed}　　", BODY_TYPE, BODY, WD_ALIGN_PARAGRAPH.RIGHT)
    _line(document.add_paragraph(), f"{paper.day}　　", BODY_TYPE, BODY, WD_ALIGN_PARAGRAPH.RIGHT)
    _page_number(section.footer.paragraphs[0])
    document.core_properties.title, document.core_properties.author = paper.title, paper.signed
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _line(
    paragraph: Paragraph, words: str, kind: str, size: Pt, side: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
) -> Paragraph:
    paragraph.alignment = side
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    run = paragraph.add_run(words)
    run.font.size, run.font.name = size, kind
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), kind)
    return paragraph


def _indented(paragraph: Paragraph) -> Paragraph:
    """Two characters; in points as well, for some readers know only those."""
    paragraph.paragraph_format.first_line_indent = Pt(BODY.pt * INDENT_CHARACTERS)
    paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), str(100 * INDENT_CHARACTERS))
    return paragraph


def _red_head(paragraph: Paragraph, office: str) -> None:
    size = min(HEAD, Pt(int(TYPE_AREA.pt / max(1, len(office)))))  # 红头排在一行
    _line(paragraph, office, TITLE_TYPE, size, WD_ALIGN_PARAGRAPH.CENTER)
    paragraph.runs[0].font.color.rgb = RED
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    paragraph.paragraph_format.space_after = Pt(24)


def _red_rule(paragraph: Paragraph) -> None:
    border = OxmlElement("w:pBdr")
    rule = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "1"), ("color", str(RED))):
        rule.set(qn(f"w:{name}"), value)
    border.append(rule)
    paragraph._p.get_or_add_pPr().append(border)
    paragraph.paragraph_format.space_after = Pt(LINE.pt)
    paragraph.paragraph_format.space_before = Pt(0)


def _page_number(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, words in (("text", "— "), ("begin", ""), ("code", "PAGE"), ("end", ""), ("text", " —")):
        run = paragraph.add_run(words if kind == "text" else "")
        run.font.size, run.font.name = FOOT, "宋体"
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
        if kind in ("begin", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif kind == "code":
            code = OxmlElement("w:instrText")
            code.text = words
            run._r.append(code)
