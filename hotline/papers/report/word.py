"""A report as a Word file in official layout (周报等的 Word 版): red head, issue line, chapters, tables, pictures with words."""

import io
from collections.abc import Sequence
from datetime import UTC
from typing import Any

from docx import Document
from docx.document import Document as Opened
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from hotline.papers.layout import (
    BODY,
    BODY_TYPE,
    HEAD_TYPE,
    SECOND_TYPE,
    TITLE,
    TITLE_TYPE,
    TYPE_AREA,
    closed_up,
    indented,
    line,
    page_number,
    printable,
    red_head,
    red_rule,
    run_of,
    set_page,
)
from hotline.papers.report.composing import Piece
from hotline.papers.report.manuscript import Manuscript

CAPTION, NOTE = Pt(12), Pt(9)  # 小四、小五
MARKS = {"红": RGBColor(0xC0, 0, 0), "黄": RGBColor(0x92, 0x5B, 0), "蓝": RGBColor(0x1F, 0x4E, 0x9E)}
HEADINGS = {1: HEAD_TYPE, 2: SECOND_TYPE}
CELL_SIDE = 45  # 缇；一格左右各 0.8 毫米


def word_of(manuscript: Manuscript, pieces: Sequence[Piece]) -> bytes:
    """The report as a Word file."""
    document = Document()
    set_page(document)
    _head(document, manuscript)
    for piece in pieces:
        SETTING[piece["kind"]](document, piece)
    _page_numbers(document)
    _properties(document, manuscript)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _head(document: Opened, manuscript: Manuscript) -> None:
    """Whose report it is in red, issue on the left, day on the right, the red rule, the title."""
    figures = manuscript.figures
    red_head(document.add_paragraph(), figures["title"])
    issued = document.add_paragraph()
    issued.paragraph_format.tab_stops.add_tab_stop(TYPE_AREA, WD_TAB_ALIGNMENT.RIGHT)
    line(issued, f"{closed_up(figures['issue'])}\t{manuscript.day}", BODY_TYPE, BODY, WD_ALIGN_PARAGRAPH.LEFT)
    red_rule(document.add_paragraph())
    title = line(document.add_paragraph(), manuscript.heading, TITLE_TYPE, TITLE, WD_ALIGN_PARAGRAPH.CENTER)
    if manuscript.standing:
        line(document.add_paragraph(), f"（{manuscript.standing}）", SECOND_TYPE, BODY, WD_ALIGN_PARAGRAPH.CENTER)
    (title if not manuscript.standing else document.paragraphs[-1]).paragraph_format.space_after = Pt(14)


def _notice(document: Opened, piece: Piece) -> None:
    paragraph = indented(line(document.add_paragraph(), piece["lead"], HEAD_TYPE, BODY))
    run_of(paragraph, piece["words"], SECOND_TYPE, BODY)


def _heading(document: Opened, piece: Piece) -> None:
    """A heading that the navigation of Word knows by its level; never the last line of a page."""
    paragraph = indented(line(document.add_paragraph(), piece["words"], HEADINGS[piece["level"]], BODY))
    paragraph.paragraph_format.keep_with_next = True
    level = OxmlElement("w:outlineLvl")
    level.set(qn("w:val"), str(piece["level"] - 1))
    paragraph._p.get_or_add_pPr().append(level)


def _words(document: Opened, piece: Piece) -> None:
    indented(line(document.add_paragraph(), piece["words"], BODY_TYPE, BODY))


def _small(document: Opened, piece: Piece) -> None:
    _note(document, piece["words"])


def _note(document: Opened, words: str) -> Paragraph:
    paragraph = document.add_paragraph()
    _tight(paragraph, Pt(13))
    paragraph.paragraph_format.space_after = Pt(6)
    run_of(paragraph, words, BODY_TYPE, NOTE)
    return paragraph


def _caption(document: Opened, words: str) -> None:
    paragraph = document.add_paragraph()
    _tight(paragraph, Pt(20), WD_ALIGN_PARAGRAPH.CENTER)
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(8)
    run_of(paragraph, words, HEAD_TYPE, CAPTION)


def _tight(paragraph: Paragraph, pitch: Pt, side: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT) -> None:
    """A line off the grid of the body: in tables, notes and captions."""
    paragraph.alignment = side
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, pitch
    off = OxmlElement("w:snapToGrid")
    off.set(qn("w:val"), "0")
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(off, "w:spacing", "w:ind", "w:jc", "w:outlineLvl")


def _picture(document: Opened, piece: Piece) -> None:
    _caption(document, piece["caption"])
    if piece["png"]:
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        shape = paragraph.paragraph_format
        shape.space_before = shape.space_after = Pt(0)
        shape.line_spacing_rule, shape.keep_with_next = WD_LINE_SPACING.SINGLE, True
        drawn = paragraph.add_run().add_picture(io.BytesIO(piece["png"]), width=TYPE_AREA)
        drawn._inline.docPr.set("descr", piece["alternative"])
        drawn._inline.docPr.set("title", piece["caption"])
    for note in piece["notes"]:
        _note(document, note)


def _table(document: Opened, piece: Piece) -> None:
    _caption(document, piece["caption"])
    if not piece["rows"]:
        _note(document, piece["empty"]).alignment = WD_ALIGN_PARAGRAPH.CENTER
        return
    table = document.add_table(rows=1, cols=len(piece["columns"]), style="Table Grid")
    _shape(table, piece)
    for cell, column in zip(table.rows[0].cells, piece["columns"], strict=True):
        _cell(cell, column["name"], HEAD_TYPE, piece["size"], WD_ALIGN_PARAGRAPH.CENTER)
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="E9EEF6"/>'))
    for row in piece["rows"]:
        cells = table.add_row().cells
        for cell, column, one in zip(cells, piece["columns"], row, strict=True):
            side = WD_ALIGN_PARAGRAPH.RIGHT if column["number"] else WD_ALIGN_PARAGRAPH.LEFT
            _cell(cell, one["text"], BODY_TYPE, piece["size"], side, one["mark"])
    _rows(table)
    _note(document, " ".join(piece["notes"]))


def _shape(table: Table, piece: Piece) -> None:
    """Columns of a fixed width, cells with little padding, and words for readers of screens."""
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, cell, wide in zip(table.columns, table.rows[0].cells, piece["widths"], strict=True):
        column.width = cell.width = Mm(wide)  # 以后加的行照列宽
    properties = table._tbl.tblPr
    margins = f'<w:left w:w="{CELL_SIDE}" w:type="dxa"/><w:right w:w="{CELL_SIDE}" w:type="dxa"/>'
    properties.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))
    look = properties.find(qn("w:tblLook"))
    if look is not None:  # 按规范的次序，边距在外观之前
        properties.remove(look)
        properties.append(look)
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), piece["caption"])
    properties.append(described)


def _cell(cell: _Cell, words: str, kind: str, size: float, side: WD_ALIGN_PARAGRAPH, mark: str = "") -> None:
    paragraph = cell.paragraphs[0]
    _tight(paragraph, Pt(size + 3.5), side)
    run_of(paragraph, words, kind, Pt(size))
    if mark:
        run = run_of(paragraph, f" {mark}", HEAD_TYPE, Pt(size))
        run.font.color.rgb = MARKS.get(mark)


def _rows(table: Table) -> None:
    """The heading is repeated on every page; no row is torn apart; cells stand in the middle."""
    for at, row in enumerate(table.rows):
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if at == 0:
            properties.append(OxmlElement("w:tblHeader"))
        for cell in row._tr.tc_lst:
            middle = OxmlElement("w:vAlign")
            middle.set(qn("w:val"), "center")
            cell.get_or_add_tcPr().append(middle)


def _page_numbers(document: Opened) -> None:
    """On the outer side: odd pages on the right, even pages on the left, one character in."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT), (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):  # fmt: skip
        paragraph = footer.paragraphs[0]
        page_number(paragraph, side)
        shape = paragraph.paragraph_format
        shape.left_indent = shape.right_indent = Pt(14)


def _properties(document: Opened, manuscript: Manuscript) -> None:
    about: Any = document.core_properties
    about.title = printable(f"{manuscript.figures['title']} {manuscript.figures['issue']}")
    about.subject = printable(manuscript.heading)
    about.author = about.last_modified_by = printable(manuscript.figures["title"])
    about.language, about.comments = "zh-CN", ""
    about.created = about.modified = manuscript.moment.astimezone(UTC).replace(tzinfo=None)


SETTING = {
    "notice": _notice, "heading": _heading, "words": _words, "small": _small, "picture": _picture, "table": _table,
}  # fmt: skip
