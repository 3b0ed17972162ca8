"""Who is responsible: exceptions first, then the narrowest rule; and why."""

import csv
import io
import random
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from routing_rules import Demand, load
from routing_rules.calendar import BEIJING
from routing_rules.checks import crossing_rules
from routing_rules.columns import REQUESTERS
from routing_rules.engine import Outcome, Rule
from routing_rules.scope import Scope, codes

DAY = date(2026, 3, 2)
CATEGORIES = st.sampled_from(["", "01", "0101", "0102", "02", "0201", "01、0201", "0101、0102", "0101、02"])
REGIONS = st.sampled_from(["", "15", "1501", "150105", "150402", "1501、1504", "150105、150402"])
DATES = st.sampled_from([None, date(2026, 1, 1), date(2026, 3, 2), date(2026, 6, 1)])


@st.composite
def rule_tables(draw):
    """Some rules over a small tree, so that many of them meet; most without dates."""
    rows = []
    for line in range(2, 2 + draw(st.integers(1, 6))):
        scope = Scope(codes(draw(CATEGORIES)), codes(draw(REGIONS)), codes(draw(st.sampled_from(["", "个人", "企业"]))))
        outcome = Outcome(draw(st.sampled_from(["ZJ", "CG"])), draw(st.sampled_from(["旗县", "盟市"])), (), "据", "D")
        days = (draw(DATES), draw(DATES)) if draw(st.integers(0, 2)) == 0 else (None, None)
        rows.append(Rule(f"R{line}", scope, outcome, line, *days))
    return rows


DEMANDS = st.builds(
    Demand,
    st.sampled_from(["0101", "0102", "0201"]),
    st.sampled_from(["150105", "150172", "150402"]),
    st.sampled_from(REQUESTERS),
)


def with_rules(book, rules):
    return replace(book, rules=tuple(rules))


def result(book, demand, at):
    decision = book.decide(demand, at)
    return decision and (decision.agency, decision.co_handlers, decision.basis, decision.grade, decision.deadline)


@settings(max_examples=400, deadline=None)
@given(rule_tables(), DEMANDS, st.randoms(use_true_random=False), st.sampled_from([1, 4, 8]))
def test_an_accepted_table_decides_the_same_in_any_order_of_rows(small_book, rules, demand, rnd, month):
    assume(not list(crossing_rules(rules)))
    mixed = rnd.sample(rules, len(rules))
    at = datetime(2026, month, 2, 9, tzinfo=BEIJING)
    assert result(with_rules(small_book, rules), demand, at) == result(with_rules(small_book, mixed), demand, at)


@settings(max_examples=300, deadline=None)
@given(rule_tables(), DEMANDS)
def test_no_rule_that_reaches_the_demand_is_narrower_than_the_winner(small_book, rules, demand):
    assume(not list(crossing_rules(rules)))
    ranked = with_rules(small_book, rules).reaching(demand, DAY)
    asked = Scope.of(demand.category, demand.region, demand.requester)
    assert {r.number for r in ranked} == {r.number for r in rules if r.is_valid_on(DAY) and asked.within(r.scope)}
    for place, rule in enumerate(ranked):
        assert not [wide for wide in ranked[:place] if rule.scope.within(wide.scope) and rule.scope != wide.scope]
    if ranked:
        assert all(
            ranked[0].scope.within(r.scope) or r.outcome == ranked[0].outcome or not r.scope.within(ranked[0].scope)
            for r in ranked
        )


def shuffled(text, seed):
    head, *rows = list(csv.reader(io.StringIO(text, newline="")))
    random.Random(seed).shuffle(rows)
    out = io.StringIO(newline="")
    csv.writer(out).writerows([head, *rows])
    return out.getvalue()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_shipped_tables_may_be_sorted_at_will(book, shipped, at, seed):
    other = load({file: shuffled(text, seed) for file, text in shipped.items() if file != "guidance.csv"}
                 | {"guidance.csv": shipped["guidance.csv"]}, edition="0")  # fmt: skip
    regions = ["150105", "150172", "150402", "152501"]
    for category in book.leaves:
        for region in regions:
            for requester in REQUESTERS:
                demand = Demand(category, region, requester, text="高速公路边的工地扬尘")
                assert other.decide(demand, at) == book.decide(demand, at)


@pytest.mark.parametrize(
    ("demand", "rule", "agency"),
    [
        (Demand("0102", "150105"), "R1", "赛罕区住建局"),
        (Demand("0101", "150402"), "R2", "红山区城管局"),
        (Demand("0101", "150105"), "R3", "呼和浩特市住建局"),
        (Demand("0101", "150105", text="这里停电"), "E1", "呼和浩特供电公司"),
        (Demand("0201", "150105", text="这里停电"), "R4", "赛罕区住建局"),
    ],
)
def test_exceptions_first_then_the_narrowest(small_book, at, demand, rule, agency):
    decision = small_book.decide(demand, at)
    assert (decision.rule, decision.agency.name) == (rule, agency)


def test_exceptions_are_read_in_their_order_of_precedence(texts, at):
    text = Demand("0102", "150105", text="电线断电")
    assert load(texts, edition="1").decide(text, at).rule == "E1"
    texts["exceptions.csv"] = texts["exceptions.csv"].replace("E1,10", "E1,30")
    assert load(texts, edition="1").decide(text, at).rule == "E2"


def test_a_decision_tells_row_basis_edition_and_deadline(small_book, at):
    decision = small_book.decide(Demand("0101", "150105"), at)
    assert (decision.edition, decision.basis, decision.grade) == ("小", "丙", "D")
    assert decision.matched == "规则 R3（道路）：事项分类=0101，行政区划=1501"
    assert [agency.name for agency in decision.co_handlers] == ["呼和浩特市城管局"]
    assert (decision.limit.number, decision.deadline.at) == ("T3", datetime(2026, 3, 11, 17, 30, tzinfo=BEIJING))


@pytest.mark.parametrize(
    ("demand", "second", "column"),
    [
        (Demand("0101", "150105"), "R2", "行政区划"),
        (Demand("0101", "150402"), "R1", "事项分类"),
        (Demand("0101", "150105", text="停电"), "R3", "关键词"),
    ],
)
def test_the_runner_up_names_the_column_where_it_lost(small_book, at, demand, second, column):
    runner_up = small_book.decide(demand, at).runner_up
    assert (runner_up.rule, runner_up.column) == (second, column)
    assert runner_up.agency
    assert column in runner_up.why or "先于" in runner_up.why


def test_the_runner_up_may_lose_by_requester(small_book, at):
    wide, narrow = [
        Rule(n, Scope(codes("0102"), codes(""), codes(who)), Outcome(f, "旗县", (), "据", "D"), line)
        for n, who, f, line in (("A", "", "ZJ", 2), ("B", "企业", "CG", 3))
    ]
    decision = with_rules(small_book, [wide, narrow]).decide(Demand("0102", "150105", "企业"), at)
    assert (decision.rule, decision.runner_up.rule, decision.runner_up.column) == ("B", "A", "诉求主体")


def test_two_rows_that_say_the_same_do_not_fail_and_the_runner_up_is_the_next_that_differs(small_book, at):
    def row(line, category, lead="ZJ"):
        return Rule(f"R{line}", Scope(codes(category)), Outcome(lead, "旗县", (), "据", "D"), line)

    demand = Demand("0102", "150105")
    assert with_rules(small_book, [row(2, "0102"), row(3, "0102")]).decide(demand, at).runner_up is None
    decision = with_rules(small_book, [row(2, "0102"), row(3, "0102"), row(4, "01", "CG")]).decide(demand, at)
    assert (decision.runner_up.rule, decision.runner_up.column) == ("R4", "事项分类")


def test_the_column_of_a_runner_up_with_the_same_outcome_is_one_where_it_is_wider(small_book, at):
    outcome = Outcome("ZJ", "旗县", (), "据", "D")
    rules = [Rule("A", Scope(codes("01、02"), codes("1501")), outcome, 2), Rule("B", Scope(codes("01")), outcome, 3)]
    decision = with_rules(small_book, rules).decide(Demand("0102", "150105"), at)
    assert (decision.rule, decision.runner_up.rule, decision.runner_up.column) == ("A", "B", "行政区划")


def test_one_rule_alone_has_no_runner_up(small_book, at):
    assert small_book.decide(Demand("0201", "150105"), at).runner_up is None


def test_a_runner_up_without_a_unit_says_so(small_book, at):
    lost = Rule("A", Scope(codes("01")), Outcome("GD", "盟市", (), "据", "D"), 2)
    won = Rule("B", Scope(codes("0102")), Outcome("ZJ", "旗县", (), "据", "D"), 3)
    runner_up = with_rules(small_book, [lost, won]).decide(Demand("0102", "150402"), at).runner_up
    assert runner_up.agency == "（该职能在当地没有单位）"


def test_no_rule_or_no_unit_is_left_to_a_dispatcher(small_book, at):
    assert with_rules(small_book, []).decide(Demand("0101", "150105"), at) is None
    assert small_book.decide(Demand("0101", "150402", text="停电"), at) is None


def test_an_exception_decides_even_where_no_rule_reaches(small_book, at):
    decision = with_rules(small_book, []).decide(Demand("0101", "150105", text="停电"), at)
    assert (decision.rule, decision.runner_up) == ("E1", None)
    assert decision.matched == "例外 E1：正文出现「停电」"


def test_the_lead_is_not_its_own_co_handler(small_book, at):
    rule = Rule("A", Scope(), Outcome("ZJ", "旗县", ("ZJ", "CG", "GD"), "据", "D"), 2)
    decision = with_rules(small_book, [rule]).decide(Demand("0101", "150402"), at)
    assert [agency.name for agency in decision.co_handlers] == ["红山区城管局"]
    assert decision.matched.endswith("：不限")


@pytest.mark.parametrize(("day", "valid"), [(1, False), (2, True), (3, True), (4, False)])
def test_a_rule_counts_on_its_days_by_beijing_time(small_book, day, valid):
    rule = Rule("A", Scope(), Outcome("ZJ", "旗县", (), "据", "D"), 2, date(2026, 3, 2), date(2026, 3, 3))
    at = datetime(2026, 3, day, 0, 30, tzinfo=BEIJING).astimezone(UTC)
    assert (with_rules(small_book, [rule]).decide(Demand("0101", "150105"), at) is not None) is valid


@pytest.mark.parametrize("demand", [Demand("9999", "150105", text="停电"), Demand("0101", "999999")])
def test_unknown_codes_are_a_key_error(small_book, at, demand):
    with pytest.raises(KeyError):
        wide = Rule("A", Scope(), Outcome("ZJ", "旗县", (), "据", "D"), 2)
        with_rules(small_book, [wide]).decide(demand, at)


def test_leaves_are_the_categories_without_children(small_book):
    assert small_book.leaves == ["0101", "0102", "0201"]


def test_the_shipped_tables_reach_a_unit_almost_everywhere(book, at):
    banners = sorted(code for code, region in book.directory.regions.items() if region.level == "旗县")
    named = ["150172", "152971", "150402", "150602"]
    sample = [*named, *random.Random(7).sample([code for code in banners if code not in named], 8)]
    tried = [Demand(c, r, who) for c in book.leaves for r in sample for who in REQUESTERS]
    gaps = [demand for demand in tried if book.decide(demand, at) is None]
    assert len(tried) == 12 * 2 * len(book.leaves)
    assert 1 - len(gaps) / len(tried) >= 0.99, gaps[:5]


def test_every_example_of_the_exceptions_wins_in_each_of_its_categories(book, at):
    assert len(book.special_cases) >= 20
    for row in book.special_cases:
        for category in row.category:
            for leaf in (code for code in book.leaves if code.startswith(category)):
                assert book.decide(Demand(leaf, "150105", text=row.example), at).rule == row.number, row.example


@pytest.mark.parametrize(("region", "company"), [("1504", "国网内蒙古东部电力"), ("1506", "内蒙古电力（集团）")])
@pytest.mark.parametrize("requester", REQUESTERS)
def test_power_in_chifeng_and_ordos(book, at, region, company, requester):
    banners = [code for code in book.directory.regions if code.startswith(region) and len(code) == 6]
    assert banners
    for banner in banners:
        assert book.decide(Demand("0304", banner, requester), at).agency.name.startswith(company)


@pytest.mark.parametrize(
    ("demand", "rule", "second", "column"),
    [
        (Demand("0101", "150172"), "R0101Z", "R0101", "行政区划"),
        (Demand("0304", "150105", "企业"), "R0304Q", "R0304", "诉求主体"),
        (Demand("0301", "150105"), "R0301", "R03", "事项分类"),
    ],
)
def test_the_narrowest_of_the_shipped_rules_wins(book, at, demand, rule, second, column):
    decision = book.decide(demand, at)
    assert (decision.rule, decision.runner_up.rule, decision.runner_up.column) == (rule, second, column)
