"""From the texts of the tables to a rule book (读取规则表): read all, check all, then trust it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

from routing_rules.calendar import BEIJING, WorkCalendar
from routing_rules.checking.cells import Cells, check_cells
from routing_rules.checking.whole import check_whole
from routing_rules.columns import (
    AGENCIES,
    CATEGORIES,
    CROSS_DUTIES,
    EXCEPTIONS,
    FUNCTIONS,
    GUIDANCE,
    HOLIDAYS,
    INDICATORS,
    LEVELS,
    REGIONS,
    RESPONSIBILITY,
    STAGES,
    TABLES,
    TERMS,
    TIME_LIMITS,
)
from routing_rules.directory import Agency, Directory, Function, Region
from routing_rules.engine import Category, RuleBook
from routing_rules.errors import Mistake, RuleTableError
from routing_rules.guidance import Guidance
from routing_rules.limits import Limit, TimeLimit
from routing_rules.reading.indicators import indicator_of
from routing_rules.reading.practice import practice_of
from routing_rules.reading.spreadsheet import Row, Texts, rows_of, texts_in
from routing_rules.rows import CrossDuty, NamedPlace, Outcome, Rule
from routing_rules.scope import Scope, codes

FOLDER = Path(__file__).parent / "tables"
FULL_WIDTH = str.maketrans("()", "（）")  # 分类名称是念给人听、印在公文上的，括号用全角；表里照旧


def load_folder(folder: Path = FOLDER, *, edition: str = "0") -> RuleBook:
    """The rule book in a folder of CSV tables, or RuleTableError with every mistake in it."""
    return load(texts_in(folder), edition=edition)


def load(texts: Texts, *, edition: str, today: date | None = None) -> RuleBook:
    """The rule book of one edition, or RuleTableError with every mistake in it.

    Args:
        today: units and rows must be in force on this day; without it, the day it is in Beijing.
    """
    book = _well_formed(texts, edition)
    if mistakes := list(check_whole(book, today or datetime.now(BEIJING).date())):
        raise RuleTableError(mistakes)
    return book


def load_checked(texts: Texts, *, edition: str) -> RuleBook:
    """The rule book of an edition that was checked when it was published: only its form is looked at again.

    A unit that has expired since must not keep a running edition from being read, and a table that came into the
    world after it is read as it is shipped; so is a term that came after it.
    """
    return _well_formed({**texts_in(FOLDER), **texts}, edition, texts_in(FOLDER))


def _well_formed(texts: Texts, edition: str, shipped: Texts | None = None) -> RuleBook:
    rows: dict[str, list[Row]] = {}
    mistakes: list[Mistake] = []
    for table in TABLES:
        rows[table.file], found = rows_of(table, texts)
        mistakes += found
    if shipped is not None:
        known = {row["参数"] for row in rows[TERMS.file]}
        rows[TERMS.file] += [row for row in rows_of(TERMS, shipped)[0] if row["参数"] not in known]
    if mistakes := [*mistakes, *check_cells(Cells.of(rows, {mistake.table for mistake in mistakes}))]:
        raise RuleTableError(mistakes)
    return _book(rows, edition)


def _book(rows: Mapping[str, list[Row]], edition: str) -> RuleBook:
    directory = Directory(
        regions={region.code: region for region in map(_region, rows[REGIONS.file])},
        functions={function.code: function for function in map(_function, rows[FUNCTIONS.file])},
        listed=tuple(map(_agency, rows[AGENCIES.file])),
    )
    limits = sorted(map(_limit, rows[TIME_LIMITS.file]), key=lambda row: row.precedence)
    return RuleBook(
        edition=edition,
        categories={category.code: category for category in map(_category, rows[CATEGORIES.file])},
        directory=directory,
        rules=tuple(sorted(map(_rule, rows[RESPONSIBILITY.file]), key=lambda rule: rule.number)),
        exceptions=tuple(sorted(map(_exception, rows[EXCEPTIONS.file]), key=lambda row: row.precedence)),
        cross_duties=tuple(sorted(map(_cross_duty, rows[CROSS_DUTIES.file]), key=lambda row: row.precedence)),
        limits={stage: tuple(row for row in limits if row.stage == stage) for stage in STAGES},
        practice=practice_of(rows),
        calendar=_calendar(rows[HOLIDAYS.file]),
        guidance=tuple(map(_guidance, rows[GUIDANCE.file])),
        indicators=tuple(map(indicator_of, rows[INDICATORS.file])),
    )


def _region(row: Row) -> Region:
    return Region(row["区划代码"], row["区划名称"], row["上级代码"], row["层级"], row["类型"], row["区号"])


def _category(row: Row) -> Category:
    name = row["分类名称"].translate(FULL_WIDTH)
    return Category(row["分类编码"], name, row["上级编码"], row["基层可办"] == "是")


def _function(row: Row) -> Function:
    patterns = {level: row[f"{level}单位"] for level in LEVELS}
    return Function(row["职能代码"], row["职能名称"], patterns, row["依据等级"], row["兜底职能"])


def _agency(row: Row) -> Agency:
    return Agency(
        code=row["单位代码"],
        name=row["单位名称"],
        function=row["职能代码"],
        region=row["区划代码"],
        grade=row["依据等级"],
        basis=row["依据"],
        valid_from=_day(row["生效日期"]),
        valid_until=_day(row["失效日期"]),
        kind=row["单位类型"],
        succeeds=tuple(row.several("承接自")),
        line=row.line,
    )


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _scope(row: Row) -> Scope:
    return Scope(codes(row["事项分类"]), codes(row["行政区划"]), codes(row["诉求主体"]))


def _outcome(row: Row) -> Outcome:
    others, own = tuple(row.several("协办职能")), Limit.read(row["时限"])
    return Outcome(row["主办职能"], row["主办层级"], others, row["依据"], row["依据等级"], own)


def _rule(row: Row) -> Rule:
    return Rule(row["规则编号"], _scope(row), _outcome(row), row.line, _day(row["生效日期"]), _day(row["失效日期"]))


def _exception(row: Row) -> NamedPlace:
    return NamedPlace(
        number=row["例外编号"],
        precedence=int(row["优先级"]),
        scope=Scope(codes(row["事项分类"]), codes(row["行政区划"])),
        words=tuple(row.several("地名")),
        agency=row["承办单位"],
        co_agencies=tuple(row.several("协办单位")),
        basis=row["依据"],
        grade=row["依据等级"],
        example=row["例句"],
        line=row.line,
        valid_from=_day(row["生效日期"]),
        valid_until=_day(row["失效日期"]),
    )


def _cross_duty(row: Row) -> CrossDuty:
    return CrossDuty(
        number=row["判定编号"],
        matter=row["判定事项"],
        precedence=int(row["优先级"]),
        scope=_scope(row),
        case=row["情形"],
        words=tuple(row.several("关键词")),
        but_not=tuple(row.several("排除词")),
        outcome=_outcome(row),
        example=row["例句"],
        line=row.line,
    )


def _limit(row: Row) -> TimeLimit:
    return TimeLimit(
        number=row["时限编号"],
        stage=row["环节"],
        precedence=int(row["优先级"]),
        urgency=row["紧急程度"],
        requester=row["诉求主体"],
        demand_types=frozenset(row.several("诉求类型")),
        category=codes(row["事项分类"]),
        limit=Limit(int(row["数量"]), row["时钟"]),
        start=row["起点"],
        basis=row["依据"],
        grade=row["依据等级"],
        line=row.line,
    )


def _calendar(rows: Iterable[Row]) -> WorkCalendar:
    days = [(date.fromisoformat(row["日期"]), row["类型"] == "班", row["状态"] == "正式", row["名称"]) for row in rows]
    unsettled = {day.year for day, _, settled, _ in days if not settled}
    return WorkCalendar(
        worked={day: worked for day, worked, _, _ in days},
        settled=frozenset({day.year for day, _, _, _ in days} - unsettled),
        names={day: name for day, _, _, name in days},
    )


def _guidance(row: Row) -> Guidance:
    return Guidance(
        number=row["指引编号"],
        handling=row["处理方式"],
        case=row["情形"],
        words=tuple(row.several("触发词")),
        category=codes(row["事项分类"]),
        channel=row["渠道"],
        wording=row["话术"],
        basis=row["依据"],
        grade=row["依据等级"],
        line=row.line,
    )
