"""The narrowest rule found by looking up equals the one found by comparing all."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing_rules.checking.crossings import crossing_rules
from routing_rules.lattice import Lattice, upwards
from routing_rules.rows import Outcome, Rule
from routing_rules.scope import Scope, codes

TREE = ["01", "0101", "0102", "02", "0201", "0202"]
PLACES = ["15", "1501", "150105", "150121", "1504", "150402"]
CELLS = st.lists(st.sampled_from(TREE), max_size=3).map("、".join)
REGIONS = st.lists(st.sampled_from(PLACES), max_size=3).map("、".join)
WHO = st.sampled_from(["", "", "个人", "企业", "个人、企业"])
DATES = st.sampled_from([None, None, date(2026, 1, 1), date(2026, 3, 2), date(2026, 6, 1)])
LEADS = st.sampled_from(["ZJ", "CG"])
DAYS = st.sampled_from([date(2025, 12, 31), date(2026, 3, 2), date(2026, 5, 31), date(2026, 7, 1)])
ASKED = [(c, r, w) for c in ("0101", "0102", "0201") for r in ("150105", "150121", "150402") for w in ("个人", "企业")]


def rule(line, category="", region="", requester="", lead="ZJ", since=None, until=None):
    scope = Scope(codes(category), codes(region), codes(requester))
    return Rule(f"R{line}", scope, Outcome(lead, "旗县", (), "据", "D"), line, since, until)


@st.composite
def tables(draw):
    """Rules of which most pass the check: a random one is kept only if it crosses none of those before it."""
    kept = []
    for line in range(2, 2 + draw(st.integers(1, 10))):
        new = rule(line, draw(CELLS), draw(REGIONS), draw(WHO), draw(LEADS), draw(DATES), draw(DATES))
        if not list(crossing_rules([*kept, new])):
            kept.append(new)
    return draw(st.permutations(kept))


def smallest(rules, asked):
    """The rules that reach the demand and of which no other is narrower: compared one with another, no walking."""
    demand = Scope.of(*asked)
    reaching = [one for one in rules if demand.within(one.scope)]
    return [
        one for one in reaching if not any(o.scope.within(one.scope) and o.scope != one.scope for o in reaching)
    ]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(tables(), DAYS)
def test_the_narrowest_has_the_outcome_of_a_smallest_rule(rules, day):
    valid = [one for one in rules if one.is_valid_on(day)]
    lattice = Lattice(valid)
    for asked in ASKED:
        best, found = smallest(valid, asked), lattice.narrowest(*asked)
        assert (found is None) == (not best)
        assert {one.outcome for one in best} <= {found.outcome if found else None}


@settings(max_examples=300, deadline=None)
@given(tables(), st.sampled_from(ASKED))
def test_reaching_lists_all_that_reach_the_narrowest_first(rules, asked):
    rules = [one for one in rules if one.is_valid_on(date(2026, 3, 2))]
    lattice = Lattice(rules)
    ranked, demand = lattice.reaching(*asked), Scope.of(*asked)
    assert sorted(one.number for one in ranked) == sorted(r.number for r in rules if demand.within(r.scope))
    assert (ranked[0] if ranked else None) is lattice.narrowest(*asked)
    for place, one in enumerate(ranked):
        assert not [wide for wide in ranked[:place] if one.scope.within(wide.scope) and one.scope != wide.scope]


@settings(max_examples=200, deadline=None)
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_rules_changes_no_outcome(rules, rnd):
    rules = [one for one in rules if one.is_valid_on(date(2026, 3, 2))]
    one, other = Lattice(rules), Lattice(rnd.sample(rules, len(rules)))
    for asked in ASKED:
        mine, theirs = one.narrowest(*asked), other.narrowest(*asked)
        assert (mine and mine.outcome) == (theirs and theirs.outcome)


def test_the_shipped_rules_by_looking_up_and_by_comparing(book):
    lattice = Lattice(book.rules)
    for category in book.leaves:
        for asked in ((category, region, who) for region in ("150105", "150172", "152971") for who in ("个人", "企业")):
            assert {lattice.narrowest(*asked).outcome} == {one.outcome for one in smallest(book.rules, asked)}


@pytest.mark.parametrize(
    ("code", "path"),
    [("150105", ("150105", "1501", "15", "")), ("01", ("01", "")), ("", ("",)), ("个人", ("个人", ""))],
)
def test_upwards_walks_from_a_code_to_no_code(code, path):
    assert upwards(code) == path


def test_of_two_rows_that_say_the_same_the_lower_number_is_named():
    for rules in ([rule(2, "01"), rule(3, "01")], [rule(3, "01"), rule(2, "01")]):
        assert Lattice(rules).narrowest("0101", "150105", "个人").number == "R2"


def test_no_rules_reach_nothing():
    assert Lattice([]).narrowest("0101", "150105", "个人") is None
    assert Lattice([]).reaching("0101", "150105", "个人") == []


def test_codes_of_one_cell_need_not_be_as_long():
    mixed = rule(2, "01、0201", "1501、150402")
    lattice = Lattice([mixed, rule(3, lead="CG")])
    assert lattice.narrowest("0201", "150402", "个人") is mixed
    assert lattice.narrowest("0202", "150402", "个人").number == "R3"
