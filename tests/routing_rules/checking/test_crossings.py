"""Rules that cross with neither the narrower, and what settles them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing_rules.checking.crossings import crossing_rules, days_of_both
from routing_rules.rows import Outcome, Rule
from routing_rules.scope import Scope, codes


def rule(line, category="", region="", requester="", lead="ZJ", since=None, until=None):
    scope = Scope(codes(category), codes(region), codes(requester))
    return Rule(f"R{line}", scope, Outcome(lead, "旗县", (), "据", "D"), line, since, until)


def whys(*rules):
    return [str(mistake) for mistake in crossing_rules(rules)]


CROSSING = "权责清单 第 3 行：R3 与第 2 行 R2 范围交叉而分不出大小，请为交叉部分单列一行"
SAME = "权责清单 第 3 行：R3 与第 2 行 R2 适用范围相同而结果不同，请删去其一"


def test_crossing_rules_are_told_with_both_lines_and_the_remedy():
    assert whys(rule(2, "01"), rule(3, "", "1501", lead="CG")) == [CROSSING]


def test_the_same_scope_with_another_result_is_told():
    assert whys(rule(2, "01"), rule(3, "01", lead="CG")) == [SAME]


@pytest.mark.parametrize(
    "rules",
    [
        [],
        [rule(2)],
        [rule(2, "01"), rule(3, "02", lead="CG")],
        [rule(2, "01"), rule(3, "0101", lead="CG")],
        [rule(2, "01"), rule(3, "0101、0102", "1501", lead="CG")],
        [rule(2, "01"), rule(3, "", "1501")],
        [rule(2, "01", requester="个人"), rule(3, "", "1501", "企业", lead="CG")],
        [rule(2, "01"), rule(3, "", "1501", lead="CG"), rule(4, "01", "1501", lead="HJ")],
    ],
)
def test_rules_that_leave_nothing_open_are_accepted(rules):
    assert whys(*rules) == []


def test_a_row_that_settles_only_part_of_the_crossing_is_not_enough():
    assert whys(rule(2, "01"), rule(3, "", "1501", lead="CG"), rule(4, "0101", "1501", lead="HJ")) == [CROSSING]


def test_a_code_beside_its_own_child_does_not_hide_a_crossing():
    found = whys(rule(2, "01、0101", "1501"), rule(3, "0101", "15", lead="CG"))
    assert found == [CROSSING]


@pytest.mark.parametrize(("one", "other"), [("", ""), ("01、02、03", "01、02、03")])
def test_a_pair_that_meets_in_many_branches_is_told_once(one, other):
    rules = rule(2, one, "1501"), rule(3, other, requester="企业", lead="CG")
    elsewhere = rule(4, "01、02、03", "150105", "个人", lead="CG"), rule(5, "01、02、03", "150105", "个人", lead="CG")
    assert whys(*rules, *elsewhere).count(CROSSING) == 1


def test_a_crossing_settled_in_its_own_branch_is_not_told_in_another():
    rules = (
        rule(2, "0101、0201", "1501"),
        rule(3, "0102、0201", requester="企业", lead="CG"),
        rule(4, "0201", "1501", "企业", lead="HJ"),
    )
    assert whys(*rules) == []


def test_a_rule_may_follow_another_of_the_same_scope_in_time():
    assert whys(rule(2, "01", until=date(2026, 6, 30)), rule(3, "01", lead="CG", since=date(2026, 7, 1))) == []
    assert whys(rule(2, "01", until=date(2026, 7, 1)), rule(3, "01", lead="CG", since=date(2026, 7, 1))) == [SAME]


def test_a_row_that_expires_does_not_settle_a_crossing_that_lasts():
    one, other = rule(2, "01"), rule(3, "", "1501", lead="CG")
    assert whys(one, other, rule(4, "01", "1501", lead="HJ", until=date(2025, 1, 1))) == [CROSSING]
    short = rule(3, "", "1501", lead="CG", until=date(2024, 12, 31))
    assert whys(one, short, rule(4, "01", "1501", lead="HJ", until=date(2025, 1, 1))) == []


@given(st.permutations([rule(2, "01"), rule(3, "", "1501", lead="CG"), rule(4, "0101", "1501", lead="HJ"), rule(5)]))
def test_whether_a_table_is_refused_does_not_depend_on_the_order_of_rows(rules):
    assert len(whys(*rules)) == 1


CATEGORIES = st.sampled_from(["", "01", "0101", "0102", "02", "01、0201", "0101、0102", "0101、02", "0102、02"])
REGIONS = st.sampled_from(["", "15", "1501", "150105", "150402", "1501、1504", "150105、150402", "1501、150402"])
DATES = st.sampled_from([None, date(2026, 1, 1), date(2026, 3, 2), date(2026, 6, 1)])
LEADS = st.sampled_from(["ZJ", "CG", "HJ"])


@st.composite
def tables(draw):
    return [
        rule(
            line, draw(CATEGORIES), draw(REGIONS), draw(st.sampled_from(["", "个人", "企业", "个人、企业"])),
            draw(LEADS), *((draw(DATES), draw(DATES)) if draw(st.booleans()) else ()),
        )
        for line in range(2, 2 + draw(st.integers(2, 9)))
    ]  # fmt: skip


def span(one):
    return one.valid_from or date.min, one.valid_until or date.max


def compared(rules):
    """Every pair against every third: slow, plain, and written without the package's walking up of codes."""
    for place, one in enumerate(rules):
        for other in rules[place + 1 :]:
            common = one.scope.meet(other.scope)
            first, last = max(span(one)[0], span(other)[0]), min(span(one)[1], span(other)[1])
            if one.outcome == other.outcome or common is None or first > last:
                continue
            inside, outside = one.scope.within(other.scope), other.scope.within(one.scope)
            settled = any(
                third.scope.within(one.scope)
                and third.scope.within(other.scope)
                and common.within(third.scope)
                and span(third)[0] <= first
                and last <= span(third)[1]
                for third in rules
            )
            if inside and outside:
                yield f"权责清单 第 {other.line} 行：{other.number} 与第 {one.line} 行 {one.number} 适用范围相同而结果不同，请删去其一"
            elif not (inside or outside or settled):
                where = f"权责清单 第 {other.line} 行：{other.number} 与第 {one.line} 行 {one.number} "
                yield f"{where}范围交叉而分不出大小，请为交叉部分单列一行"


@settings(max_examples=600, deadline=None)
@given(tables())
def test_the_quick_search_finds_what_comparing_all_pairs_finds(rules):
    assert sorted(whys(*rules)) == sorted(compared(rules))


@settings(max_examples=200, deadline=None)
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_only_which_of_two_is_named_first(rules, rnd):
    mixed = rnd.sample(rules, len(rules))
    assert len(whys(*rules)) == len(whys(*mixed))


def test_the_shipped_rules_cross_nowhere(book):
    assert list(crossing_rules(book.rules)) == []
    assert list(compared(book.rules)) == []


def test_days_of_both_are_those_on_which_both_are_in_force():
    early, late = rule(2, until=date(2026, 6, 30)), rule(3, since=date(2026, 6, 30))
    assert days_of_both(early, late) == (date(2026, 6, 30), date(2026, 6, 30))
    assert days_of_both(early, rule(4, since=date(2026, 7, 1))) is None
    assert days_of_both(rule(2), rule(3)) == (date.min, date.max)
