"""Cells that hold an unknown code, or no number or date where one is due (逐格校验)."""

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from routing_rules.checking.indicators import wrong_in_indicator
from routing_rules.columns import (
    AGENCIES,
    CATEGORIES,
    CLOCKS,
    CLOSING,
    DAY_KINDS,
    DAY_STANDINGS,
    DEMAND_TYPES,
    DIRECTIONS,
    FUNCTIONS,
    GRADES,
    HANDLINGS,
    HOLIDAYS,
    INDICATOR_CHAPTERS,
    INDICATOR_UNITS,
    INDICATORS,
    LEVELS,
    NEEDED,
    NOTICES,
    PHRASE_KINDS,
    PHRASES,
    REASON_USES,
    REDISPATCH,
    REDISPATCH_CLOCKS,
    REDISPATCHES,
    REGIONS,
    REQUESTERS,
    STAGES,
    STARTS,
    TABLES,
    TIME_LIMITS,
    TOLD,
    TOLD_BY,
    UNIT_KINDS,
    URGENCIES,
    Table,
)
from routing_rules.errors import Mistake
from routing_rules.limits import Limit
from routing_rules.reading.spreadsheet import Row

MOST = 3650
NUMBERS = ("优先级", "数量")
DATES = ("日期", "生效日期", "失效日期")
CODES = (
    "分类编码", "上级编码", "区划代码", "上级代码", "职能代码", "兜底职能", "单位代码", "承接自", "规则编号", "事项分类",
    "行政区划", "主办职能", "协办职能", "例外编号", "承办单位", "协办单位", "判定编号", "时限编号", "时限", "规范编号",
    "理由编号", "指引编号", *NUMBERS, *DATES, "回访比例",
)  # fmt: skip


@dataclass(frozen=True)
class Cells:
    """The rows of all tables, and the words that each heading may hold, by table."""

    rows: Mapping[str, Sequence[Row]]
    allowed: Mapping[tuple[str, str], frozenset[str]]

    @classmethod
    def of(cls, rows: Mapping[str, Sequence[Row]], unsure: Collection[str] = ()) -> "Cells":
        """What may stand in each column, read from the tables that define codes.

        Args:
            unsure: names of tables that could not be read whole; whether a code stands there is not asked.
        """
        defined = {
            table.name: frozenset(row[heading] for row in rows[table.file])
            for table, heading in ((CATEGORIES, "分类编码"), (REGIONS, "区划代码"), (FUNCTIONS, "职能代码"))
        }
        words: dict[str, Collection[str]] = {
            "诉求主体": REQUESTERS, "主办层级": LEVELS, "层级": LEVELS, "依据等级": GRADES, "时钟": CLOCKS,
            "诉求类型": DEMAND_TYPES, "紧急程度": URGENCIES, "处理方式": HANDLINGS, "状态": DAY_STANDINGS,
            "单位类型": UNIT_KINDS, "环节": STAGES, "起点": STARTS, "联系记录": NEEDED, "证据附件": NEEDED,
            "公开答复": NEEDED, "用途": REASON_USES, "基层可办": ("是",),
        }  # fmt: skip
        codes = {
            CATEGORIES.name: ("事项分类", "上级编码"), REGIONS.name: ("行政区划", "上级代码"),
            FUNCTIONS.name: ("主办职能", "协办职能", "兜底职能"),
        }  # fmt: skip
        for table, headings in codes.items():
            words |= dict.fromkeys(headings, defined[table]) if table not in unsure else {}
        allowed = {
            (table.file, head): frozenset(words[head]) for table in TABLES for head in table.headings if head in words
        }
        if REGIONS.name not in unsure:
            allowed[AGENCIES.file, "区划代码"] = defined[REGIONS.name]
        if FUNCTIONS.name not in unsure:
            allowed[AGENCIES.file, "职能代码"] = defined[FUNCTIONS.name]
        allowed[HOLIDAYS.file, "类型"] = frozenset(DAY_KINDS)
        allowed[NOTICES.file, "对象"] = frozenset(TOLD)
        allowed[NOTICES.file, "渠道"] = frozenset(TOLD_BY)
        allowed[INDICATORS.file, "章"] = frozenset(INDICATOR_CHAPTERS)
        allowed[INDICATORS.file, "单位"] = frozenset(INDICATOR_UNITS)
        allowed[INDICATORS.file, "方向"] = frozenset(DIRECTIONS)
        allowed[PHRASES.file, "类别"] = frozenset(PHRASE_KINDS)
        allowed[REDISPATCH.file, "情形"] = frozenset(REDISPATCHES)
        allowed[REDISPATCH.file, "处理"] = frozenset(REDISPATCH_CLOCKS)
        return cls(rows, allowed)


def check_cells(cells: Cells) -> Iterator[Mistake]:
    """Every cell of every table, one after the other."""
    for table in TABLES:
        for row in cells.rows[table.file]:
            yield from _upside_down(table, row)
            for heading in table.headings:
                if cell := row[heading]:
                    yield from (
                        Mistake(table.name, row.line, heading, why, remedy)
                        for why, remedy in _wrong(cells, table, heading, cell)
                    )


def _upside_down(table: Table, row: Row) -> Iterator[Mistake]:
    """A row that ends before it begins is never in force."""
    if "失效日期" in table.headings and row["失效日期"] and row["失效日期"] < row["生效日期"]:
        why = f"{row['失效日期'][:20]} 早于生效日期 {row['生效日期'][:20]}"
        yield Mistake(table.name, row.line, "失效日期", why, "请核对两个日期")


def _wrong(cells: Cells, table: Table, heading: str, cell: str) -> Iterator[tuple[str, str]]:
    if heading in CODES and (half := unicodedata.normalize("NFKC", cell)) != cell:
        yield f"「{cell[:20]}」含全角字符", f"请改为半角的「{half[:20]}」"
        return
    allowed = cells.allowed.get((table.file, heading))
    if allowed is not None:
        several = heading in table.several
        for code in [part.strip() for part in cell.split("、") if part.strip()] if several else [cell]:
            if code not in allowed:
                one = "，只填一个" if "、" in code else ""
                yield f"的「{code[:40]}」查无此项", f"请改为表中已有的代码或用语{one}"
    yield from _no_number_or_date(table, heading, cell)
    if table is INDICATORS:
        yield from wrong_in_indicator(heading, cell)


def _no_number_or_date(table: Table, heading: str, cell: str) -> Iterator[tuple[str, str]]:
    if heading in NUMBERS and not (cell.isascii() and cell.isdigit() and 0 < int(cell[:7]) < 1_000_000):
        yield f"应为不超过六位的正整数，现为「{cell[:20]}」", "请填数字"
    elif heading == "数量" and int(cell) > MOST:
        yield f"不能超过 {MOST}，现为「{cell[:20]}」", "请核对时限"
    if heading in DATES and not _is_day(cell):
        yield f"应写成 2026-01-31 这样的日期，现为「{cell[:20]}」", "请把单元格改成日期格式，或照此写法"
    if heading == "时限" and table is not TIME_LIMITS and Limit.read(cell) is None:
        yield f"应写成「5工作日」「24小时」「30自然日」，现为「{cell[:20]}」", "请写数量和时钟；空着就按时限表"
    if table is CLOSING and heading == "回访比例" and not (cell.isascii() and cell.isdigit() and int(cell[:4]) <= 100):
        yield f"应为 0 到 100 的整数，现为「{cell[:20]}」", "100 表示全部回访"


def _is_day(cell: str) -> bool:
    try:
        return date.fromisoformat(cell).isoformat() == cell
    except ValueError:
        return False
