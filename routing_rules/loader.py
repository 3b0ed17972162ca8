"""From the texts of the tables to a rule book (读取规则表): read all, check all, then trust it."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from routing_rules.calendar import WorkCalendar
from routing_rules.checks import Cells, check_cells, check_whole
from routing_rules.columns import (
    AGENCIES,
    CATEGORIES,
    EXCEPTIONS,
    FUNCTIONS,
    GUIDANCE,
    HOLIDAYS,
    LEVELS,
    REGIONS,
    RESPONSIBILITY,
    TABLES,
    TIME_LIMITS,
)
from routing_rules.directory import Agency, Directory, Function, Region
from routing_rules.engine import Category, Outcome, Rule, RuleBook, SpecialCase
from routing_rules.errors import Mistake, RuleTableError
from routing_rules.guidance import Guidance
from routing_rules.limits import TimeLimit
from routing_rules.scope import Scope, codes
from routing_rules.spreadsheet import Row, Texts, rows_of, texts_in

FOLDER = Path(__file__).parent / "tables"


def load_folder(folder: Path = FOLDER, *, edition: str = "0") -> RuleBook:
    """The rule book in a folder of CSV tables, or RuleTableError with every mistake in it."""
    return load(texts_in(folder), edition=edition)


def load(texts: Texts, *, edition: str) -> RuleBook:
    """The rule book of one edition, or RuleTableError with every mistake in it."""
    rows: dict[str, list[Row]] = {}
    mistakes: list[Mistake] = []
    for table in TABLES:
        rows[table.file], found = rows_of(table, texts)
        mistakes += found
    if mistakes := [*mistakes, *check_cells(Cells.of(rows, {mistake.table for mistake in mistakes}))]:
        raise RuleTableError(mistakes)
    book = _book(rows, edition)
    if mistakes := list(check_whole(book)):
        raise RuleTableError(mistakes)
    return book


def _book(rows: Mapping[str, list[Row]], edition: str) -> RuleBook:
    directory = Directory(
        regions={region.code: region for region in map(_region, rows[REGIONS.file])},
        functions={function.code: function for function in map(_function, rows[FUNCTIONS.file])},
        listed=tuple(map(_agency, rows[AGENCIES.file])),
    )
    return RuleBook(
        edition=edition,
        categories={category.code: category for category in map(_category, rows[CATEGORIES.file])},
        directory=directory,
        rules=tuple(sorted(map(_rule, rows[RESPONSIBILITY.file]), key=lambda rule: rule.number)),
        special_cases=tuple(sorted(map(_special_case, rows[EXCEPTIONS.file]), key=lambda row: row.precedence)),
        limits=tuple(sorted(map(_limit, rows[TIME_LIMITS.file]), key=lambda row: row.precedence)),
        calendar=_calendar(rows[HOLIDAYS.file]),
        guidance=tuple(map(_guidance, rows[GUIDANCE.file])),
    )


def _region(row: Row) -> Region:
    return Region(row["区划代码"], row["区划名称"], row["上级代码"], row["层级"], row["类型"], row["区号"])


def _category(row: Row) -> Category:
    return Category(row["分类编码"], row["分类名称"], row["上级编码"])


def _function(row: Row) -> Function:
    patterns = {level: row[f"{level}单位"] for level in LEVELS}
    return Function(row["职能代码"], row["职能名称"], patterns, row["依据等级"])


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
    )


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _outcome(row: Row) -> Outcome:
    return Outcome(row["主办职能"], row["主办层级"], tuple(row.several("协办职能")), row["依据"], row["依据等级"])


def _rule(row: Row) -> Rule:
    scope = Scope(codes(row["事项分类"]), codes(row["行政区划"]), codes(row["诉求主体"]))
    return Rule(row["规则编号"], scope, _outcome(row), row.line, _day(row["生效日期"]), _day(row["失效日期"]))


def _special_case(row: Row) -> SpecialCase:
    return SpecialCase(
        number=row["例外编号"],
        precedence=int(row["优先级"]),
        category=codes(row["事项分类"]),
        words=tuple(row.several("关键词")),
        outcome=_outcome(row),
        example=row["例句"],
        line=row.line,
    )


def _limit(row: Row) -> TimeLimit:
    return TimeLimit(
        number=row["时限编号"],
        precedence=int(row["优先级"]),
        urgency=row["紧急程度"],
        requester=row["诉求主体"],
        demand_types=frozenset(row.several("诉求类型")),
        category=codes(row["事项分类"]),
        amount=int(row["数量"]),
        clock=row["时钟"],
        basis=row["依据"],
        grade=row["依据等级"],
    )


def _calendar(rows: Iterable[Row]) -> WorkCalendar:
    days = [(date.fromisoformat(row["日期"]), row["类型"] == "班", row["状态"] == "正式") for row in rows]
    unsettled = {day.year for day, _, settled in days if not settled}
    return WorkCalendar(
        worked={day: worked for day, worked, _ in days},
        settled=frozenset({day.year for day, _, _ in days} - unsettled),
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
    )
