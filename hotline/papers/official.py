"""A document in official layout (公文): margins, type and lines as GB/T 9704 has them, from plain words."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH

from hotline.papers.layout import (
    BODY,
    BODY_TYPE,
    HEAD_TYPE,
    TITLE,
    TITLE_TYPE,
    indented,
    line,
    page_number,
    red_head,
    red_rule,
    set_page,
)


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
    set_page(document)
    red_head(document.add_paragraph(), paper.office)
    line(document.add_paragraph(), paper.number, BODY_TYPE, BODY, WD_ALIGN_PARAGRAPH.CENTER)
    red_rule(document.add_paragraph())
    line(document.add_paragraph(), paper.title, TITLE_TYPE, TITLE, WD_ALIGN_PARAGRAPH.CENTER)
    line(document.add_paragraph(), "", BODY_TYPE, BODY)
    line(document.add_paragraph(), f"{paper.to}：", BODY_TYPE, BODY)
    for words in paper.body:
        is_heading = words[1:2] == "、" and words[0] in "一二三四五六七八九十"
        indented(line(document.add_paragraph(), words, HEAD_TYPE if is_heading else BODY_TYPE, BODY))
    line(document.add_paragraph(), "", BODY_TYPE, BODY)
    line(document.add_paragraph(), f"{paper.signed}　　", BODY_TYPE, BODY, WD_ALIGN_PARAGRAPH.RIGHT)
    line(document.add_paragraph(), f"{paper.day}　　", BODY_TYPE, BODY, WD_ALIGN_PARAGRAPH.RIGHT)
    page_number(document.sections[0].footer.paragraphs[0])
    document.core_properties.title, document.core_properties.author = paper.title, paper.signed
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
