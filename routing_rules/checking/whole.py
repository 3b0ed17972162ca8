"""What is wrong with the tables as a whole (整体校验), once every cell is right."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from routing_rules.checking.crossings import crossing_rules, days_of_both
from routing_rules.checking.indicators import check_indicators
from routing_rules.checking.practice import check_practice
from routing_rules.columns import (
    AGENCIES,
    CATEGORIES,
    CLOSING,
    CROSS_DUTIES,
    EXCEPTIONS,
    FUNCTIONS,
    LEVEL_LENGTHS,
    REGIONS,
    RESPONSIBILITY,
    TIME_LIMITS,
    Table,
)
from routing_rules.directory import Agency
from routing_rules.engine import Demand, RuleBook
from routing_rules.errors import Mistake
from routing_rules.limits import CLOSE
from routing_rules.rows import CrossDuty, NamedPlace, Rule
from routing_rules.scope import Codes

GRASSROOTS_RULE = "部门职责事项不得派给苏木乡镇、街道、社区（国办函〔2025〕66号（五））"


def check_whole(book: RuleBook, today: date) -> Iterator[Mistake]:
    """Everything that only shows when the tables are seen together.

    Args:
        today: units and rows are looked at as they stand on this day.
    """
    yield from crossing_rules(book.rules)
    yield from _precedences(EXCEPTIONS, book.exceptions)
    yield from _precedences(CROSS_DUTIES, book.cross_duties)
    for rows in book.limits.values():
        yield from _precedences(TIME_LIMITS, rows)
    yield from _precedences(CLOSING, book.practice.closing)
    yield from _without_last_row(book)
    yield from _unknown_units(book, today)
    yield from _expired_units(book, today)
    yield from _examples_that_fail(book, today)
    yield from _trees(book)
    yield from _doubled_units(book.directory.listed)
    yield from _sent_to_the_grassroots(book, today)
    yield from check_practice(book)
    yield from check_indicators(book.indicators)


def _precedences(table: Table, rows: Sequence[object]) -> Iterator[Mistake]:
    seen: dict[int, int] = {}
    for row in rows:
        number, line = getattr(row, "precedence"), getattr(row, "line")  # noqa: B009  四种行，同名的两列
        if number in seen:
            why = f"{number} 与第 {seen[number]} 行重复，先后不明"
            yield Mistake(table.name, line, "优先级", why, "请改成不同的数")
        seen.setdefault(number, line)


def _without_last_row(book: RuleBook) -> Iterator[Mistake]:
    rows = book.limits.get(CLOSE, ())
    if not rows or not rows[-1].unconditional:
        why = "「办结」环节优先级最大的一行必须不带任何条件"
        yield Mistake(TIME_LIMITS.name, rows[-1].line if rows else 0, "", why, "请补一行兜底时限")
    closing = book.practice.closing
    if not closing or closing[-1].requester or closing[-1].demand_types:
        why = "优先级最大的一行必须不带任何条件"
        yield Mistake(CLOSING.name, closing[-1].line if closing else 0, "", why, "请补一行兜底规范")


def _unknown_units(book: RuleBook, today: date) -> Iterator[Mistake]:
    known = {agency.code for agency in book.directory.listed}
    for row in book.exceptions:
        if row.valid_until and row.valid_until < today:
            continue
        day = max(today, row.valid_from or today)
        for column, code in (("承办单位", row.agency), *(("协办单位", code) for code in row.co_agencies)):
            if book.directory.named(code, day) is None:
                why = f"的「{code}」{'已失效或尚未生效' if code in known else '不在单位名录中'}"
                yield Mistake(EXCEPTIONS.name, row.line, column, why, "请改为现行单位的代码")
    for agency in book.directory.listed:
        for code in agency.succeeds:
            if code not in known:
                yield Mistake(
                    AGENCIES.name,
                    agency.line,
                    "承接自",
                    f"的「{code}」不在单位名录中",
                    "请先为原单位列一行并写失效日期",
                )


def _expired_units(book: RuleBook, today: date) -> Iterator[Mistake]:
    succeeded = {code for agency in book.directory.listed for code in agency.succeeds}
    for agency in book.directory.listed:
        gone = agency.valid_until is not None and agency.valid_until < today and agency.code not in succeeded
        if gone and not agency.is_grassroots and book.directory.unit(agency.function, agency.region, today) is None:
            why = f"{agency.code} 已于 {agency.valid_until} 失效，没有承接它的单位"
            yield Mistake(AGENCIES.name, agency.line, "失效日期", why, "请为新单位列一行，「承接自」写本代码")


def _examples_that_fail(book: RuleBook, today: date) -> Iterator[Mistake]:
    places = [row for row in book.exceptions if row.is_valid_on(today)]
    for table, rows in ((EXCEPTIONS, places), (CROSS_DUTIES, book.cross_duties)):
        for row in rows:
            demand = _of_the_example(book, row)
            winner = next((one for one in book.on(today).specials(demand) if table is EXCEPTIONS or not isinstance(one, NamedPlace)), None)  # fmt: skip
            if winner is not row:
                why = f"判给了 {winner.number if winner else '无'}，没有判给本行 {row.number}"
                yield Mistake(table.name, row.line, "例句", why, "请调整关键词、地名、排除词或优先级")


def _of_the_example(book: RuleBook, row: NamedPlace | CrossDuty) -> Demand:
    category = next(iter(sorted(row.scope.category)))
    leaf = next((code for code in book.leaves if code.startswith(category)), "")
    region = next(iter(sorted(row.scope.region))) or next(iter(book.directory.regions))
    return Demand(leaf, region, next(iter(sorted(row.scope.requester))) or "个人", text=row.example)


def _trees(book: RuleBook) -> Iterator[Mistake]:
    for region in book.directory.regions.values():
        if len(region.code) != LEVEL_LENGTHS[region.level]:
            yield Mistake(
                REGIONS.name, 0, "区划代码", f"{region.code} 的位数与层级「{region.level}」不符", "请核对层级"
            )
        elif region.parent != region.code[:-2]:
            why = f"{region.code} 不在上级 {region.parent or '（空）'} 之下"
            yield Mistake(REGIONS.name, 0, "上级代码", why, f"请改为「{region.code[:-2]}」")
    for category in book.categories.values():
        if category.parent != category.code[:-2] or len(category.code) % 2:
            why = f"{category.code} 不在上级 {category.parent or '（空）'} 之下"
            remedy = f"上级编码应为「{category.code[:-2]}」，编码每级两位"
            yield Mistake(CATEGORIES.name, 0, "分类编码", why, remedy)
    functions = {code: function.fallback for code, function in book.directory.functions.items()}
    categories = {code: category.parent for code, category in book.categories.items()}
    successors = {agency.code: agency.succeeds for agency in book.directory.listed}
    yield from _circles(FUNCTIONS, "兜底职能", {code: (up,) if up else () for code, up in functions.items()})
    yield from _circles(CATEGORIES, "上级编码", {code: (up,) if up else () for code, up in categories.items()})
    yield from _circles(AGENCIES, "承接自", successors)


def _circles(table: Table, column: str, above: Mapping[str, Sequence[str]]) -> Iterator[Mistake]:
    for start in above:
        if start in _reached_from(above, start):
            yield Mistake(table.name, 0, column, f"{start} 绕了一圈又回到自己", "请断开其中一行")


def _reached_from(above: Mapping[str, Sequence[str]], start: str) -> set[str]:
    found: set[str] = set()
    near = list(above[start])
    while near:
        code = near.pop()
        if code not in found:
            found.add(code)
            near += above.get(code, ())
    return found


def _doubled_units(listed: Sequence[Agency]) -> Iterator[Mistake]:
    seen: dict[tuple[str, str], list[Agency]] = {}
    for agency in listed:
        if agency.is_grassroots:
            continue
        for other in seen.setdefault((agency.function, agency.region), []):
            if days_of_both(agency, other) is not None:
                why = f"{agency.code} 与第 {other.line} 行 {other.code} 职能、区划相同而有效期重叠"
                yield Mistake(AGENCIES.name, agency.line, "生效日期", why, "请改「生效日期」「失效日期」或删去其一")
        seen[agency.function, agency.region].append(agency)


def _sent_to_the_grassroots(book: RuleBook, today: date) -> Iterator[Mistake]:
    grassroots = {agency.function for agency in book.directory.listed if agency.is_grassroots}
    for table, rows in ((RESPONSIBILITY, book.rules), (CROSS_DUTIES, book.cross_duties)):
        for row in rows:
            if (
                isinstance(row, Rule | CrossDuty)
                and row.outcome.lead in grassroots
                and _departmental(book, row.scope.category)
            ):
                yield Mistake(table.name, row.line, "主办职能", GRASSROOTS_RULE, "请改派职能部门，基层只作协办")
    for place in book.exceptions:
        unit = book.directory.named(place.agency, today)
        if unit is not None and unit.is_grassroots and _departmental(book, place.scope.category):
            yield Mistake(
                EXCEPTIONS.name, place.line, "承办单位", GRASSROOTS_RULE, "请限定到「基层可办」的事项，或改派职能部门"
            )


def _departmental(book: RuleBook, codes: Codes) -> bool:
    """Whether any leaf below these codes is a department's work."""
    leaves = [leaf for leaf in book.leaves if any(leaf.startswith(code) for code in codes)]
    return any(not book.categories[leaf].grassroots for leaf in leaves)
