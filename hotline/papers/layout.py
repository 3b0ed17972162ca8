"""The page of an official document (公文版面): the pieces of GB/T 9704 that letters and reports share.

Source: GB/T 9704-2012 as summarised in the trade's handbooks (要点，原文未取到): page A4, margins 37/35/28/26 mm, body in
三号仿宋 (16 pt), 22 lines of 28 characters a page, red head and rule, page number between dashes.
"""

import re

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.font import Font
from docx.text.paragraph import Paragraph
from docx.text.run import Run

TITLE_TYPE, BODY_TYPE, HEAD_TYPE, SECOND_TYPE = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
FOOT_TYPE = "宋体"
BODY, TITLE, HEAD, FOOT = Pt(16), Pt(22), Pt(42), Pt(14)
LINE = Pt(28.95)  # 一页二十二行
CLOSER = -5  # 二十分之一磅；版心 156 毫米排二十八个三号字，每字须少占 0.2 磅以上
TOP, BOTTOM, LEFT, RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
TYPE_AREA = Mm(210 - 28 - 26)
RED = RGBColor(0xD7, 0x00, 0x0F)
INDENT_CHARACTERS = 2
LETTER, PER_CENT = 0.55, 0.95  # 以汉字为一
AJAR = re.compile(r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]) (?=\d)|(?<=[\d%]) (?=[\u4e00-\u9fff])")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(words: str) -> str:
    """Words without the characters that no file of a text processor may hold."""
    return UNPRINTABLE.sub("", words)


def closed_up(words: str) -> str:
    """Words as they stand in official documents: no space between Chinese and figures (汉字与数字之间不空格)."""
    return AJAR.sub("", printable(words))


def set_page(document: Document) -> None:
    """A4, the margins of the standard, and its grid of 22 lines (版心)."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = LEFT, RIGHT
    section.footer_distance = Mm(28)
    typed(document.styles["Normal"].font, BODY_TYPE, BODY)  # 字网格以正文的字号为准
    grid = section._sectPr.find(qn("w:docGrid"))
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)
    for name, value in (("type", "lines"), ("linePitch", LINE.twips)):
        grid.set(qn(f"w:{name}"), str(value))


def typed(font: Font, kind: str, size: Pt) -> None:
    """Set a font by name for Chinese and for all other characters alike."""
    font.size, font.name = size, kind
    font._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), kind)


def run_of(paragraph: Paragraph, words: str, kind: str, size: Pt) -> Run:
    """Some words in one type and size at the end of a paragraph; those of the body so close that 28 fill a line.

    字距写在文字上，不用“指定行和字符网格”：有的软件遇到比字窄的网格，一字占两格。
    """
    run = paragraph.add_run(printable(words))
    typed(run.font, kind, size)
    if size == BODY:
        closer = OxmlElement("w:spacing")
        closer.set(qn("w:val"), str(CLOSER))
        run._element.get_or_add_rPr().insert_element_before(closer, "w:w", "w:kern", "w:position", "w:sz")
    return run


def line(
    paragraph: Paragraph, words: str, kind: str, size: Pt, side: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.JUSTIFY
) -> Paragraph:
    """A paragraph of the body: one type, lines exactly as high as twenty-two on a page need."""
    paragraph.alignment = side
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    run_of(paragraph, words, kind, size)
    return paragraph


def indented(paragraph: Paragraph) -> Paragraph:
    """Two characters; in points as well, for some readers know only those."""
    paragraph.paragraph_format.first_line_indent = Pt(BODY.pt * INDENT_CHARACTERS)
    paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), str(100 * INDENT_CHARACTERS))
    return paragraph


def width_of(words: str) -> float:
    """How wide words are, in Chinese characters; a digit or letter is half of one, a per cent sign where 仿宋 is wanting nearly one."""
    return sum(PER_CENT if one == "%" else LETTER if one.isascii() else 1 for one in words)


def red_head(paragraph: Paragraph, office: str) -> None:
    """Whose document it is, in red, as large as fits on one line (红头)."""
    size = min(HEAD, Pt(int(TYPE_AREA.pt / (width_of(office) + 1))))  # 留一字：汉字与数字之间软件还会加空
    line(paragraph, office, TITLE_TYPE, size, WD_ALIGN_PARAGRAPH.CENTER)
    paragraph.runs[0].font.color.rgb = RED
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    paragraph.paragraph_format.space_after = Pt(24)


def red_rule(paragraph: Paragraph) -> None:
    """The red rule below the head (红色分隔线)."""
    border = OxmlElement("w:pBdr")
    rule = OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "18"), ("space", "1"), ("color", str(RED))):
        rule.set(qn(f"w:{name}"), value)
    border.append(rule)
    paragraph._p.get_or_add_pPr().append(border)
    paragraph.paragraph_format.space_after = Pt(LINE.pt)
    paragraph.paragraph_format.space_before = Pt(0)


def page_number(paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.CENTER) -> None:
    """The page number as a field between dashes (页码)."""
    paragraph.alignment = side
    for kind, words in (("text", "— "), ("begin", ""), ("code", "PAGE"), ("end", ""), ("text", " —")):
        run = run_of(paragraph, words if kind == "text" else "", FOOT_TYPE, FOOT)
        if kind in ("begin", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif kind == "code":
            code = OxmlElement("w:instrText")
            code.text = words
            run._r.append(code)
