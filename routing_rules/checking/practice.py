"""What is wrong with the tables of how tickets are handled (办理规范校验): guidance, terms, clocks of re-dispatch."""

from collections.abc import Iterator
from string import Formatter

from routing_rules.columns import GUIDANCE, NOTICES, REDISPATCH, REDISPATCHES, TERMS, TOLD_BY
from routing_rules.engine import RuleBook
from routing_rules.errors import Mistake
from routing_rules.guidance import BY_WORDS, CHANNEL
from routing_rules.practice import ALL_TERMS, AT_LEAST, CHOICES, LONGEST_TEXT, NOTICE_WORDS, NUMBERS, Notice, Term
from routing_rules.scope import ANY


def check_practice(book: RuleBook) -> Iterator[Mistake]:
    """Guidance without words or categories, terms that are missing or no numbers, clocks of re-dispatch left open."""
    yield from _guidance(book)
    known = book.practice.terms
    yield from (
        Mistake(TERMS.name, 0, "参数", f"缺少「{name}」", "请补上这一行") for name in ALL_TERMS if name not in known
    )
    for term in known.values():
        yield from _term(term)
    yield from _redispatches(book)
    yield from _notices(book)


def _guidance(book: RuleBook) -> Iterator[Mistake]:
    for row in book.guidance:
        if row.handling in BY_WORDS and not row.words:
            yield Mistake(GUIDANCE.name, row.line, "触发词", f"{row.number} 是{row.handling}，必须写触发词", "请补上")
        if row.handling == CHANNEL and row.category == ANY:
            yield Mistake(GUIDANCE.name, row.line, "事项分类", f"{row.number} 是告知途径，必须写事项分类", "请补上")


def _term(term: Term) -> Iterator[Mistake]:
    name, value = term.name, term.value
    if name not in ALL_TERMS:
        yield Mistake(TERMS.name, 0, "参数", f"不认识「{name}」", f"只能是：{'、'.join(ALL_TERMS)}")
    elif name in NUMBERS and not (value.isascii() and value.isdigit() and int(value[:7]) <= 100_000):
        yield Mistake(TERMS.name, 0, "数值", f"「{name}」应为不大的整数，现为「{value[:20]}」", "请填数字")
    elif name in CHOICES and value not in CHOICES[name]:
        yield Mistake(TERMS.name, 0, "数值", f"「{name}」不能是「{value[:20]}」", f"只能是：{'、'.join(CHOICES[name])}")


def _redispatches(book: RuleBook) -> Iterator[Mistake]:
    cases = book.practice.redispatches
    for case in REDISPATCHES:
        if case not in cases:
            yield Mistake(REDISPATCH.name, 0, "情形", f"缺少「{case}」", "请补上这一行")
        elif cases[case].clock == AT_LEAST and cases[case].minimum is None:
            yield Mistake(REDISPATCH.name, 0, "数量", f"「{case}」写了至少，却没有写数量和时钟", "请补上")


def _notices(book: RuleBook) -> Iterator[Mistake]:
    seen: dict[tuple[str, ...], str] = {}
    for row in book.practice.notices:
        key = (row.action, row.outcome, row.to, row.by)
        if key in seen:
            why = f"{row.number} 与 {seen[key]} 说的是同一步、同一对象、同一渠道"
            yield Mistake(NOTICES.name, row.line, "动作", why, "请删去其一，或写不同的「结果状态」")
        seen.setdefault(key, row.number)
        if row.by == TOLD_BY[1] and len(row.text) > LONGEST_TEXT:
            why = f"{row.number} 有 {len(row.text)} 字，短信最多 {LONGEST_TEXT} 字"
            yield Mistake(NOTICES.name, row.line, "文字", why, "请写短些，详情可请诉求人来电查询")
        yield from _words_of(row)


def _words_of(row: Notice) -> Iterator[Mistake]:
    try:
        named = [name for _, name, form, turned in Formatter().parse(row.text) if name is not None or form or turned]
    except ValueError:
        yield Mistake(NOTICES.name, row.line, "文字", f"{row.number} 的花括号不成对", "请写成 {编号} 这样")
        return
    if unknown := [name or "" for name in named if name not in NOTICE_WORDS]:
        why = f"{row.number} 的 {{{unknown[0][:20]}}} 不认识"
        yield Mistake(
            NOTICES.name, row.line, "文字", why, f"只能用：{'、'.join(f'{{{name}}}' for name in NOTICE_WORDS)}"
        )
    if row.by == TOLD_BY[1] and "答复" in named:
        why = f"{row.number} 把答复全文写进了短信"
        yield Mistake(NOTICES.name, row.line, "文字", why, "短信会被旁人看到，请改为请诉求人来电或在蒙速办查看")
