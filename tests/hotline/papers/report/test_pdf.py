"""The PDF: set from the same pieces, with the fonts that come along, and nobody's words read as markup."""

import json

import pytest
from prints import HOSTILE, NASTY, manuscript, small

from hotline.domain.analysis.document import Words
from hotline.papers.layout import printable
from hotline.papers.report.composing import compose
from hotline.papers.report.pdf import laid_out, pdf_of


def words_in(content) -> str:
    """All text of what typst has set."""
    if isinstance(content, list):
        return "".join(map(words_in, content))
    if not isinstance(content, dict):
        return ""
    if content.get("func") == "space":
        return " "
    return content.get("text", "") if content.get("func") == "text" else "".join(map(words_in, content.values()))


def test_a_pdf_is_tagged_carries_its_fonts_and_is_the_same_bytes_each_time(printed):
    made = pdf_of(printed.manuscript, printed.pieces)
    assert made.startswith(b"%PDF-") and made == pdf_of(printed.manuscript, printed.pieces)
    assert b"NotoSerifSC" in made and b"Libertinus" not in made


def test_what_is_set_is_what_was_composed(printed):
    with laid_out(printed.manuscript, printed.pieces) as compiler:
        paragraphs = [words_in(one) for one in json.loads(compiler.query("par"))]
        pictures = [one["alt"] for one in json.loads(compiler.query("image"))]
        headings = [words_in(one["body"]) for one in json.loads(compiler.query("heading"))]
    assert printable(HOSTILE) in paragraphs and paragraphs.count(printable(HOSTILE)) == 2
    assert pictures == [one["alternative"] for one in printed.pieces if one["kind"] == "picture"]
    assert headings == [one["words"] for one in printed.pieces if one["kind"] == "heading"]


@pytest.mark.parametrize(
    "words", [*NASTY, "#panic()", "\\u{41} $ x _", "= 标题", "- 一", "/* */ // 注", "<label> @ref"]
)
def test_signs_of_typst_are_plain_words(words):
    found = manuscript(small(Words([words])), commentary={}, corrections=[])
    pieces = [{**one, "png": None} if one["kind"] == "picture" else one for one in compose(found)]
    with laid_out(found, pieces) as compiler:
        assert printable(words) in [words_in(one) for one in json.loads(compiler.query("par"))]
