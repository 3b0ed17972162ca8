"""How much the tables reach: every leaf × banner × requester."""

from dataclasses import replace
from datetime import date

from routing_rules.checking.coverage import Coverage, coverage
from routing_rules.rows import Outcome, Rule
from routing_rules.scope import Scope, codes

DAY = date(2026, 3, 2)


def test_the_small_tables_reach_everything(small_book):
    assert coverage(small_book, DAY) == Coverage(18, (), ())


def test_gaps_and_rules_that_never_win_are_named(small_book):
    idle = Rule("R9", Scope(codes("01"), codes("1509")), Outcome("CG", "旗县", (), "据", "D"), 9)
    rules = (*(rule for rule in small_book.rules if rule.number != "R4"), idle)
    found = coverage(replace(small_book, rules=rules), DAY)
    assert {demand.category for demand in found.gaps} == {"0201"}
    assert (len(found.gaps), found.dead, found.share) == (6, ("R9",), 1 - 6 / 18)


def test_a_rule_that_waits_for_its_day_is_not_dead_and_one_that_is_over_is(small_book):
    outcome = Outcome("CG", "旗县", (), "据", "D")
    waiting = Rule("R8", Scope(codes("0102")), outcome, 8, date(2026, 7, 1))
    over = Rule("R9", Scope(codes("0102")), outcome, 9, None, date(2025, 12, 31))
    assert coverage(replace(small_book, rules=(*small_book.rules, waiting, over)), DAY).dead == ("R9",)


def test_nothing_tried_is_nothing_reached(small_book):
    assert coverage(replace(small_book, categories={}), DAY).share == 0.0


def test_the_shipped_tables_reach_nearly_everything(book):
    found = coverage(book, DAY)
    assert found.tried == 2 * len(book.leaves) * sum(r.level == "旗县" for r in book.directory.regions.values())
    assert found.share >= 0.99
