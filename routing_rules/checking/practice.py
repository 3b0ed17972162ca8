"""What is wrong with the tables of how tickets are handled (办理规范校验): guidance, terms, clocks of re-dispatch."""

from collections.abc import Iterator

from routing_rules.columns import GUIDANCE, REDISPATCH, REDISPATCHES, TERMS
from routing_rules.engine import RuleBook
from routing_rules.errors import Mistake
from routing_rules.guidance import BY_WORDS, CHANNEL
from routing_rules.practice import ALL_TERMS, AT_LEAST, CHOICES, NUMBERS, Term
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
