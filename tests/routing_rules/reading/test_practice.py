"""The tables of how tickets are handled, as the rule book holds them."""

import pytest

from routing_rules import load
from routing_rules.limits import Limit


def test_what_the_tables_say_stands_in_the_practice(small_book):
    practice = small_book.practice
    assert practice.redispatches["重办"].minimum == Limit(2, "工作日")
    assert practice.redispatches["退单改派"].minimum is None
    assert [row.number for row in practice.closing] == ["C1", "C2", "C3"]
    assert practice.closing[1].demand_types == {"咨询", "建议"}
    assert [phrase.words for phrase in practice.phrases] == ["正在协调", "不归我们管"]
    assert practice.reasons["YQ1"].remark == "写明等什么"


@pytest.mark.parametrize(("number", "shown"), [("C1", (True, True, True, 100)), ("C2", (False, False, True, 0)), (
    "C3", (True, False, False, 50))])  # fmt: skip
def test_what_closing_asks_for_is_read_from_its_words(small_book, number, shown):
    row = next(row for row in small_book.practice.closing if row.number == number)
    assert (row.contact, row.evidence, row.public_reply, row.share) == shown


def test_rows_of_closing_stand_by_precedence_whatever_their_order(texts, small_book):
    head, *rows = texts["closing.csv"].splitlines()
    turned = "\n".join([head, *reversed(rows)])
    found = load({**texts, "closing.csv": turned}, edition="1").practice.closing
    assert [row.number for row in found] == [row.number for row in small_book.practice.closing]
