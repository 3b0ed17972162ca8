"""One edition against another on past tickets."""

from dataclasses import replace
from datetime import date

import pytest

from routing_rules import Demand
from routing_rules.compare import EXAMPLES, Past, compare
from routing_rules.limits import Limit
from routing_rules.rows import Outcome, Rule
from routing_rules.scope import Scope, codes

DAY = date(2026, 3, 2)
LAMP = Demand("0102", "150105")  # R1 → ZJ-150105
ROAD = Demand("0101", "150402")  # R2 → CG-150402


@pytest.fixture
def changed(small_book):
    """The lamps go to the city's management instead."""
    rule = Rule("N1", Scope(codes("0102")), Outcome("CG", "旗县", (), "据", "D"), 9)
    return replace(small_book, rules=(*small_book.rules, rule))


def test_an_edition_against_itself_moves_nothing(small_book):
    found = compare(small_book, small_book, [Past("1", LAMP), Past("2", ROAD, "CG-150402", ("ZJ-150402",))], DAY)
    assert (found.tried, found.moved, found.unreadable) == (2, 0, 0)
    assert not (found.limits or found.examples or found.avoided or found.caused)


def test_what_moves_is_counted_by_way_and_shown_with_both_rules(small_book, changed):
    found = compare(small_book, changed, [Past("1", LAMP), Past("2", ROAD), Past("3", LAMP)], DAY)
    assert (found.tried, found.moved) == (3, 2)
    assert found.ways == {("ZJ-150105", "CG-150105"): 2}
    assert found.examples[0] == ("1", "ZJ-150105", "CG-150105", "R1", "N1")


def test_no_more_examples_are_kept_than_a_person_reads(small_book, changed):
    found = compare(small_book, changed, (Past(str(number), LAMP) for number in range(50)), DAY)
    assert (found.moved, len(found.examples)) == (50, EXAMPLES)


def test_limits_that_change_are_told_where_the_unit_stays(small_book):
    rules = [replace(r, outcome=replace(r.outcome, limit=Limit(3, "工作日"))) for r in small_book.rules]
    found = compare(small_book, replace(small_book, rules=tuple(rules)), [Past("1", LAMP), Past("2", ROAD)], DAY)
    assert found.limits == {("7 工作日", "3 工作日"): 2}
    assert found.moved == 0


@pytest.mark.parametrize(
    ("agency", "returned", "avoided", "caused"),
    [
        ("CG-150105", ("ZJ-150105",), ["1"], []),
        ("ZJ-150105", ("CG-150105",), [], ["1"]),
        ("ZF-150105", ("ZJ-150105",), [], []),
        ("CG-150105", (), [], []),
        ("ZF-150105", ("ZJ-150105", "CG-150105"), [], []),
    ],
)
def test_returns_that_would_have_been_avoided_or_caused(small_book, changed, agency, returned, avoided, caused):
    found = compare(small_book, changed, [Past("1", LAMP, agency, returned)], DAY)
    assert (found.avoided, found.caused) == (avoided, caused)


@pytest.mark.parametrize("demand", [Demand("9999", "150105"), Demand("0102", "159999")])
def test_codes_that_an_edition_does_not_know_are_counted_apart(small_book, changed, demand):
    found = compare(small_book, changed, [Past("1", demand), Past("2", LAMP)], DAY)
    assert (found.tried, found.unreadable, found.moved) == (2, 1, 1)


def test_a_code_that_only_the_new_edition_has_given_up_is_unreadable(small_book):
    fewer = replace(small_book, categories={k: v for k, v in small_book.categories.items() if k != "0102"})
    assert compare(small_book, fewer, [Past("1", LAMP)], DAY).unreadable == 1
    assert compare(fewer, small_book, [Past("1", LAMP)], DAY).unreadable == 1


def test_what_is_left_to_a_dispatcher_has_an_empty_unit(small_book):
    found = compare(small_book, replace(small_book, rules=()), [Past("1", LAMP)], DAY)
    assert found.ways == {("ZJ-150105", ""): 1}
    assert found.examples[0].rule_after == ""


def test_both_editions_are_asked_as_they_stand_on_the_day(small_book, changed):
    later = replace(changed, rules=(*small_book.rules, replace(changed.rules[-1], valid_from=date(2026, 7, 1))))
    assert compare(small_book, later, [Past("1", LAMP)], DAY).moved == 0
    assert compare(small_book, later, [Past("1", LAMP)], date(2026, 7, 1)).moved == 1
