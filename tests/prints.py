"""A small report with everything in it, hostile words included (排印样稿)."""

from datetime import UTC, datetime

from hotline.domain.analysis.document import Cell, Chapter, Chart, Column, Document, Series, Table, TileMap, Words
from hotline.papers.report.manuscript import Manuscript

HOSTILE = '<script>alert(1)</script> #import "x" $x$ *b* _i_ [c] @r ~ `t` \\ // \x07 </w:t>'
NASTY = ("=1+1", "+8613847100001", "-2", "@sum", "#[]$*_")


def table(*rows: list[Cell]) -> Table:
    columns = [Column("指标", number=False), Column("本期", "件"), Column("占比"), Column("分档", number=False)]
    return Table("主要指标", columns, list(rows), ["▲▼ 表示与上期的差别超出偶然。"])


def small(*more: object, **changes: object) -> Document:
    """A report of two chapters with every kind of block."""
    rows = [
        [Cell(words), Cell(n * 1234, "件"), Cell(0.1234, "%", "红"), Cell(None)] for n, words in enumerate(NASTY, 1)
    ]
    days = ["周一", "周二", "周三"]
    first = [
        Words([HOSTILE, "本期受理 1,234 件。"]), table(*rows),
        Chart("走势", "line", days, [Series("受理", [1.0, 2.0, None])], "走势：周一 1 件，周二 2 件。"),
        Chart("对比", "bar", days, [Series("本期", [1.0, 2.0, 3.0]), Series("上期", [2.0, 2.0, 2.0])], "对比：本期 6 件。"),
        Chart("大类", "pareto", days, [Series("件数", [3.0, 2.0, 1.0]), Series("累计占比", [0.5, 0.83, 1.0])], "大类：周一 3 件。"),
        Chart("时段", "heat", ["0时", "1时"], [Series("星期一", [1.0, 9.0]), Series("星期二", [0.0, 3.0])], "时段：最多 9 件。"),
        TileMap("各盟市受理量", [("1501", "呼和浩特市", 120), ("1502", "包头市", 40), ("15", "地点未定", 7)], "呼和浩特市 120 件。"),
        *more,
    ]  # fmt: skip
    chapters = [Chapter("overall", "总体情况", first), Chapter("hotspots", "热点与苗头", [table()])]
    return Document(**{
        "title": "内蒙古自治区12345热线周报", "region": "15", "period": "2026年11月16日—11月22日",
        "issue": "第 47 期（总第 3 期）", "edition": "rules-1", "as_of": "2026年11月23日 06:00", "chapters": chapters,
        "doubts": ["受理量：日累计 5 件，台账现数 6 件，相差 1 件"],
        "definitions": [{"指标": "满意率", "算式": "满意评价 ÷ （有效评价）", "口径": "五级评价", "剔除": "无", "依据": "国办发〔2020〕53号（A）"}],
        **changes,
    })  # fmt: skip


def manuscript(document: Document, **changes: object) -> Manuscript:
    return Manuscript(**{
        "figures": document.as_figures(), "commentary": {"overall": f"供热诉求增多。\n{HOSTILE}"},
        "corrections": [{"at": "2026年11月24日", "by": "巴图", "words": "第三章受理量应为 2 件"}], "standing": "送审稿",
        "day": "2026年11月23日", "made": "2026年11月23日 06:00生成，此后数字不再变动。",
        "moment": datetime(2026, 11, 22, 22, 0, tzinfo=UTC), **changes,
    })  # fmt: skip
