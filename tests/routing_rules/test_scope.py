"""The algebra of scopes: codes in a tree, what lies below what, and what two scopes share."""

from hypothesis import given
from hypothesis import strategies as st

from routing_rules.scope import ANY, Scope, codes, meet, within

CODES = st.sampled_from(["", "15", "1501", "1504", "150105", "150121", "150402"])
CELLS = st.lists(CODES, max_size=4).map("、".join)
SETS = CELLS.map(codes)
SCOPES = st.builds(Scope, SETS, SETS, st.sampled_from([ANY, frozenset({"个人"}), frozenset({"企业"})]))
LEAVES = ["150105", "150121", "150402", "150523"]


def below(found):
    """The leaves that a set of codes reaches: what codes mean, told without the package."""
    return {leaf for leaf in LEAVES for code in found if leaf.startswith(code)}


def test_an_empty_cell_means_any():
    assert codes("") == codes(" 、 ") == ANY
    assert within(frozenset({"150105"}), ANY)
    assert not within(ANY, frozenset({"15"}))


def test_a_code_and_its_own_child_in_one_cell_is_the_code_alone():
    assert codes("1501、150105、1504、 1501") == {"1501", "1504"}


def test_siblings_that_share_digits_do_not_contain_each_other():
    assert not within(codes("150105"), codes("150121"))
    assert meet(codes("150105"), codes("150121")) == frozenset()


@given(CELLS)
def test_normalised_codes_hold_no_code_below_another(cell):
    found = codes(cell)
    assert found
    assert not [(a, b) for a in found for b in found if a != b and a.startswith(b)]


@given(st.lists(CODES.filter(bool), min_size=1, max_size=4))
def test_normalising_changes_nothing_about_what_is_reached(parts):
    assert below(codes("、".join(parts))) == below(parts)
    assert codes("、".join(sorted(codes("、".join(parts))))) == codes("、".join(reversed(parts)))


@given(SETS, SETS)
def test_meet_lies_within_both_and_reaches_exactly_what_both_reach(one, other):
    common = meet(one, other)
    assert within(common, one)
    assert within(common, other)
    assert below(common) == below(one) & below(other)
    assert common == meet(other, one)


@given(SETS, SETS, SETS)
def test_meet_is_the_widest_below_both(one, other, third):
    if within(third, one) and within(third, other):
        assert within(third, meet(one, other))
    assert meet(one, one) == one


@given(SETS, SETS, SETS)
def test_within_is_a_partial_order_on_normalised_codes(one, other, third):
    assert within(one, one)
    if within(one, other) and within(other, one):
        assert one == other
    if within(one, other) and within(other, third):
        assert within(one, third)


@given(SCOPES, SCOPES)
def test_the_common_part_of_two_scopes_lies_within_both(one, other):
    common = one.meet(other)
    if common is None:
        assert not one.within(other)
        assert not other.within(one)
    else:
        assert common.within(one)
        assert common.within(other)
        assert common == other.meet(one)


@given(SCOPES, SCOPES)
def test_scopes_are_partially_ordered(one, other):
    assert one.within(Scope())
    if one.within(other):
        assert one.meet(other) == one
        assert one == other or not other.within(one)


def test_the_scope_of_one_demand_and_the_headings_of_its_parts():
    demand = Scope.of("0301", "150105", "企业")
    assert demand.within(Scope(codes("03"), codes("1501"), codes("企业")))
    assert not demand.within(Scope(codes("03"), codes("1504")))
    assert [heading for heading, _ in demand.parts()] == ["事项分类", "行政区划", "诉求主体"]
