"""Whether tables may be used (校验): every cell first, then the whole; all mistakes are told at once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from routing_rules.columns import (
    AGENCIES,
    CATEGORIES,
    CLOCKS,
    DAY_KINDS,
    DAY_STANDINGS,
    DEMAND_TYPES,
    EXCEPTIONS,
    FUNCTIONS,
    GRADES,
    GUIDANCE,
    HANDLINGS,
    HOLIDAYS,
    LEVEL_LENGTHS,
    LEVELS,
    REGIONS,
    REQUESTERS,
    RESPONSIBILITY,
    SEVERAL,
    TABLES,
    TIME_LIMITS,
    URGENCIES,
)
from routing_rules.directory import Agency
from routing_rules.engine import Rule, RuleBook
from routing_rules.errors import Mistake
from routing_rules.guidance import EMERGENCY
from routing_rules.scope import ANY, Scope
from routing_rules.spreadsheet import Row

NUMBERS = ("优先级", "数量")
DATES = ("日期", "生效日期", "失效日期")


@dataclass(frozen=True)
class Cells:
    """The rows of all tables, and the words that each heading may hold."""

    rows: Mapping[str, Sequence[Row]]
    allowed: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, rows: Mapping[str, Sequence[Row]], unsure: Collection[str] = ()) -> "Cells":
        """What may stand in each column, read from the tables that define codes.

        Args:
            unsure: names of tables that could not be read whole; whether a code stands there is not asked.
        """
        categories = frozenset(row["分类编码"] for row in rows[CATEGORIES.file])
        regions = frozenset(row["区划代码"] for row in rows[REGIONS.file])
        functions = frozenset(row["职能代码"] for row in rows[FUNCTIONS.file])
        allowed = {
            "事项分类": categories, "上级编码": categories, "行政区划": regions, "上级代码": regions,
            "主办职能": functions, "协办职能": functions, "诉求主体": frozenset(REQUESTERS),
            "主办层级": frozenset(LEVELS), "层级": frozenset(LEVELS), "依据等级": frozenset(GRADES),
            "时钟": frozenset(CLOCKS), "诉求类型": frozenset(DEMAND_TYPES), "紧急程度": frozenset(URGENCIES),
            "处理方式": frozenset(HANDLINGS), "状态": frozenset(DAY_STANDINGS),
        }  # fmt: skip
        defined = {CATEGORIES: categories, REGIONS: regions, FUNCTIONS: functions}
        doubtful = [codes for table, codes in defined.items() if table.name in unsure]
        return cls(rows, {head: words for head, words in allowed.items() if not any(words is c for c in doubtful)})


def check_cells(cells: Cells) -> Iterator[Mistake]:
    """Cells that hold an unknown code, or no number or date where one is due."""
    for table in TABLES:
        for row in cells.rows[table.file]:
            for heading in table.headings:
                yield from (Mistake(table.name, row.line, why) for why in _wrong(cells, table.file, heading, row))


def _wrong(cells: Cells, file: str, heading: str, row: Row) -> Iterator[str]:
    cell = row[heading]
    allowed = cells.allowed.get(heading)
    if file == AGENCIES.file and heading in ("职能代码", "区划代码"):
        allowed = cells.allowed.get("主办职能" if heading == "职能代码" else "行政区划")
    if file == HOLIDAYS.file and heading == "类型":
        allowed = frozenset(DAY_KINDS)
    if allowed is not None and cell:
        several = heading in SEVERAL.get(file, ())
        for code in (row.several(heading) or [cell]) if several else [cell]:
            if code not in allowed:
                yield f"「{heading}」的「{code}」查无此项，请改为表中已有的代码或用语{'，只填一个' if '、' in code else ''}"
    yield from _no_number_or_date(heading, cell)


def _no_number_or_date(heading: str, cell: str) -> Iterator[str]:
    if heading in NUMBERS and cell and not (cell.isascii() and cell.isdigit() and 0 < int(cell[:7]) < 1_000_000):
        yield f"「{heading}」应为不超过六位的正整数，现为「{cell[:20]}」"
    if heading in DATES and cell and not _is_day(cell):
        yield f"「{heading}」应写成 2026-01-31 这样的日期，现为「{cell}」"


def _is_day(cell: str) -> bool:
    try:
        return date.fromisoformat(cell).isoformat() == cell
    except ValueError:
        return False


def check_whole(book: RuleBook) -> Iterator[Mistake]:
    """Crossing rules, doubled units, odd regions, precedences used twice, limits without a last row, examples that fail."""
    yield from crossing_rules(book.rules)
    yield from _precedences(EXCEPTIONS.name, [row.precedence for row in book.special_cases])
    yield from _precedences(TIME_LIMITS.name, [row.precedence for row in book.limits])
    yield from _limits_without_end(book)
    yield from _examples_that_fail(book)
    yield from _odd_regions(book)
    yield from _doubled_units(book.directory.listed)
    for guidance in book.guidance:
        if guidance.handling == EMERGENCY and not guidance.words:
            yield Mistake(GUIDANCE.name, 0, f"{guidance.number} 是转紧急热线，必须写「触发词」")
        if guidance.handling != EMERGENCY and guidance.category == ANY:
            yield Mistake(GUIDANCE.name, 0, f"{guidance.number} 是告知途径，必须写「事项分类」")


def _precedences(table: str, numbers: Sequence[int]) -> Iterator[Mistake]:
    for number in sorted({n for n in numbers if numbers.count(n) > 1}):
        yield Mistake(table, 0, f"「优先级」{number} 用了不止一次，先后不明，请改成不同的数")


def _limits_without_end(book: RuleBook) -> Iterator[Mistake]:
    last = book.limits[-1] if book.limits else None
    if last is None or last.urgency or last.requester or last.demand_types or last.category != ANY:
        yield Mistake(TIME_LIMITS.name, 0, "优先级最大的一行必须不带任何条件，作为兜底时限")


def _examples_that_fail(book: RuleBook) -> Iterator[Mistake]:
    for row in book.special_cases:
        category = next(iter(sorted(row.category)))
        leaf = next((code for code in book.leaves if code.startswith(category)), "")
        winner = next((other for other in book.special_cases if other.holds(leaf, row.example)), None)
        if winner is not row:
            why = f"{row.number} 的例句判给了 {winner.number if winner else '无'}，请调整关键词或优先级"
            yield Mistake(EXCEPTIONS.name, row.line, why)


def _odd_regions(book: RuleBook) -> Iterator[Mistake]:
    for region in book.directory.regions.values():
        if len(region.code) != LEVEL_LENGTHS[region.level]:
            yield Mistake(REGIONS.name, 0, f"{region.code} 的位数与层级「{region.level}」不符")
        elif region.parent != region.code[:-2]:
            why = f"{region.code} 不在上级 {region.parent or '（空）'} 之下，请把「上级代码」改为「{region.code[:-2]}」"
            yield Mistake(REGIONS.name, 0, why)


def _doubled_units(listed: Sequence[Agency]) -> Iterator[Mistake]:
    seen: dict[tuple[str, str], list[Agency]] = {}
    for agency in listed:
        for other in seen.setdefault((agency.function, agency.region), []):
            if _days_of_both(agency, other) is not None:
                why = (
                    f"{agency.code} 与 {other.code} 职能、区划相同而有效期重叠，请改「生效日期」「失效日期」或删去其一"
                )
                yield Mistake(AGENCIES.name, 0, why)
        seen[agency.function, agency.region].append(agency)


def _days_of_both(one: Rule | Agency, other: Rule | Agency) -> tuple[date, date] | None:
    """The first and the last day on which both are in force, or None."""
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    last = min(one.valid_until or date.max, other.valid_until or date.max)
    return (first, last) if first <= last else None


def crossing_rules(rules: Sequence[Rule]) -> Iterator[Mistake]:
    """Two rules reach the same demands with different results, and nothing says which one counts."""
    told: set[Mistake] = set()
    for branch, group in _neighbours(rules):
        for one, other in combinations(group, 2):
            if (why := _crossing(one, other, branch, group)) is not None:
                told.add(Mistake(RESPONSIBILITY.name, other.line, why))
    yield from sorted(told)


def _neighbours(rules: Sequence[Rule]) -> Iterator[tuple[str, list[Rule]]]:
    """Rules that can meet at all, by branch of the category tree: pairs are looked for only inside a branch."""
    anywhere = [rule for rule in rules if rule.scope.category == ANY]
    branches = sorted({code[:2] for rule in rules for code in rule.scope.category if code})
    for branch in branches:
        yield branch, [rule for rule in rules if any(c[:2] in ("", branch) for c in rule.scope.category)]
    if not branches:
        yield "", anywhere


def _crossing(one: Rule, other: Rule, branch: str, group: Sequence[Rule]) -> str | None:
    common, days = one.scope.meet(other.scope), _days_of_both(one, other)
    if common is None or days is None or one.outcome == other.outcome:
        return None
    if not any(code[:2] in ("", branch) for code in common.category):
        return None  # they meet in another branch, and are looked at there
    narrower, wider = other.scope.within(one.scope), one.scope.within(other.scope)
    if narrower and wider:
        return f"{other.number} 与第 {one.line} 行 {one.number} 适用范围相同而结果不同，请删去其一"
    if narrower or wider or any(_settles(third, one, other, common, days) for third in group):
        return None
    return f"{other.number} 与第 {one.line} 行 {one.number} 范围交叉而分不出大小，请为交叉部分单列一行"


def _settles(third: Rule, one: Rule, other: Rule, common: Scope, days: tuple[date, date]) -> bool:
    """Whether a third, narrower rule covers all that the two have in common, on all days that they have in common."""
    lasts = (third.valid_from or date.min) <= days[0] and days[1] <= (third.valid_until or date.max)
    between = third.scope.within(one.scope) and third.scope.within(other.scope)
    return lasts and between and common.within(third.scope)
