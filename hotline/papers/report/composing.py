"""Composing a report for print (排稿): one sequence of pieces that Word and PDF both set, so that both say the same.

每一件都是可以直接写成 JSON 的普通字典（图另带 PNG），Word 用 python-docx 排，PDF 用 typst 排，文字和数字在这里已经定好。
"""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hotline.domain.analysis.document import shown
from hotline.papers.layout import closed_up, printable, width_of
from hotline.papers.report.manuscript import Manuscript
from hotline.papers.report.pictures import draw, off_the_map

Piece = dict[str, Any]
NUMERALS = "一二三四五六七八九十"
WIDE = 156.0  # 毫米；版心宽
FIVE, SMALL_FIVE = 10.5, 9.0  # 五号、小五
MANY_COLUMNS = 7
POINT = 0.3528  # 毫米
PADDING = 1.6  # 毫米；一格左右两边合计
LONGEST_WISH = 22  # 字；文字列再长也只要这么宽，多的折行
ANNEX = ("指标", "算式", "口径", "剔除", "依据")
UNDRAWN = "本图未能绘出，以文字代替："
RUNS = re.compile(r"[!-~]{6,20}")  # 工单编号之类，不可折断
log = logging.getLogger(__name__)


def compose(manuscript: Manuscript) -> list[Piece]:
    """The whole report below its head: notices, chapters with the analyst's words, annex."""
    count = {"表": 0, "图": 0}
    pieces = list(_front(manuscript))
    for at, chapter in enumerate(manuscript.figures["chapters"]):
        pieces += _chapter(manuscript, NUMERALS[at], chapter, count)
    return pieces + list(_annex(manuscript))


def _front(manuscript: Manuscript) -> Iterator[Piece]:
    """What a reader must know before the first figure: corrections, then what does not agree."""
    for one in manuscript.corrections:
        yield _notice(f"更正说明（{one['at']}，{one['by']}）：", one["words"])
    if doubts := manuscript.figures["doubts"]:
        yield _notice("数字不一致，请核对：", "；".join(doubts) + "。")


def _notice(lead: str, words: str) -> Piece:
    return {"kind": "notice", "lead": printable(lead), "words": closed_up(" ".join(words.split()))}


def _heading(level: int, words: str) -> Piece:
    return {"kind": "heading", "level": level, "words": printable(words)}


def _paragraphs(words: str) -> Iterator[Piece]:
    for one in closed_up(words).splitlines():
        if one.strip():
            yield {"kind": "words", "words": one.strip()}


def _chapter(
    manuscript: Manuscript, numeral: str, chapter: Mapping[str, Any], count: dict[str, int]
) -> Iterator[Piece]:
    yield _heading(1, f"{numeral}、{chapter['title']}")
    blocks, said = chapter["blocks"], manuscript.commentary.get(chapter["id"], "")
    told = [block for block in blocks if block["kind"] == "words"]
    counted = [block for block in blocks if block["kind"] != "words"]
    parts = [("基本情况", told), ("数据图表", counted)]
    named = [(title, some) for title, some in parts if some]
    in_parts = len(named) + bool(said) > 1
    for at, (title, some) in enumerate(named):
        if in_parts:
            yield _heading(2, f"（{NUMERALS[at]}）{title}")
        for block in some:
            yield from _block(manuscript, block, count)
    if said:
        yield _heading(2, f"（{NUMERALS[len(named)]}）分析按语" if in_parts else "（一）分析按语")
        yield from _paragraphs(said)


def _block(manuscript: Manuscript, block: Mapping[str, Any], count: dict[str, int]) -> Iterator[Piece]:
    if block["kind"] == "words":
        for sentence in block["sentences"]:
            yield from _paragraphs(sentence)
        return
    sort = "表" if block["kind"] == "table" else "图"
    count[sort] += 1
    if sort == "表":
        yield table_piece(block, f"表{count[sort]}　{block['title']}")
    else:
        title = f"图{count[sort]}　{block['title']}（单位：{block['unit']}）"
        yield _picture(block, title, str(manuscript.figures["region"]))


def _picture(block: Mapping[str, Any], caption: str, region: str) -> Piece:
    """A picture with what it says in words; where it could not be drawn, the words alone."""
    try:
        drawn = draw(block, region)
    except Exception as failure:  # 一张图画不出来，报告照出，并在图的位置写明
        log.warning("a chart was not drawn: %s", type(failure).__name__)
        drawn = None
    said = closed_up(block["alternative"])
    outside = off_the_map(block, region) if block["kind"] == "map" and drawn else ""
    return {
        "kind": "picture", "caption": closed_up(caption), "png": drawn, "alternative": said,
        "notes": [said if drawn else UNDRAWN + said, *([outside] if outside else [])],
    }  # fmt: skip


def table_piece(block: Mapping[str, Any], caption: str) -> Piece:
    """A table with every cell as people read it, and how wide its columns stand."""
    columns = [
        {"name": printable(column["name"] + (f"（{column['unit']}）" if column["unit"] else "")), "number": column["number"]}
        for column in block["columns"]
    ]  # fmt: skip
    rows = [[{"text": printable(shown(cell)), "mark": cell["mark"]} for cell in row] for row in block["rows"]]
    size = SMALL_FIVE if len(columns) > MANY_COLUMNS else FIVE
    return {
        "kind": "table", "caption": closed_up(caption), "columns": columns, "rows": rows, "size": size,
        "widths": widths(columns, rows, size), "notes": [closed_up(note) for note in block["notes"]],
        "empty": printable(block["empty"]),
    }  # fmt: skip


def widths(columns: Sequence[Piece], rows: Sequence[Sequence[Piece]], size: float) -> list[float]:
    """The width of each column in millimetres: no number is broken, and words share what is left."""
    least, wished = [], []
    for at, column in enumerate(columns):
        texts = [row[at]["text"] for row in rows]
        marked = max((width_of(row[at]["mark"]) + 0.8 for row in rows if row[at]["mark"]), default=0.0)
        longest, heading = max(map(width_of, texts), default=0.0), width_of(column["name"])
        if column["number"]:
            least.append(max(longest, min(heading, 2.0)))
            wished.append(max(longest + marked, min(heading, 5.0)))
        else:
            unbroken = max((width_of(part) for text in texts for part in RUNS.findall(text)), default=0.0)
            least.append(max(min(max(longest, min(heading, 3.0)), 4.6), unbroken))
            wished.append(min(max(longest, heading), LONGEST_WISH))
    one = size * POINT
    low, high = [width * one + PADDING for width in least], [width * one + PADDING for width in wished]
    first = [wide if column["number"] else few for column, few, wide in zip(columns, low, high, strict=True)]
    return _shared(first if sum(first) <= WIDE else low, high, WIDE)  # 先让数字连同红黄蓝排在一行


def _shared(low: Sequence[float], high: Sequence[float], whole: float) -> list[float]:
    """Between what is needed and what is wished, so that all of it makes up the whole."""
    if sum(high) <= whole:
        return [round(wide * whole / sum(high), 2) for wide in high]
    if sum(low) >= whole:
        return [round(wide * whole / sum(low), 2) for wide in low]
    part = (whole - sum(low)) / (sum(high) - sum(low))
    return [round(least + (most - least) * part, 2) for least, most in zip(low, high, strict=True)]


def _annex(manuscript: Manuscript) -> Iterator[Piece]:
    figures = manuscript.figures
    yield _heading(1, "附：口径说明")
    if figures["definitions"]:
        yield table_piece(annex_block(figures), "指标口径表")
    yield {
        "kind": "small",
        "words": f"数据截至{figures['as_of']}，口径为规则版本{figures['edition']}；{manuscript.made}",
    }


def annex_block(figures: Mapping[str, Any]) -> Piece:
    """The table of definitions as a block like any other."""
    rows = [[{"value": one.get(name, ""), "unit": "", "mark": ""} for name in ANNEX] for one in figures["definitions"]]
    columns = [{"name": name, "unit": "", "number": False} for name in ANNEX]
    return {"kind": "table", "title": "指标口径", "columns": columns, "rows": rows, "notes": [], "empty": ""}
