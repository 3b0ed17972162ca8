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
from routing_rules.checking.crossings import crossing_rules
from routing_rules.columns import REQUESTERS
from routing_rules.limits import Limit
from routing_rules.rows import Outcome, Rule
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


def shuffled(text, seed):
    head, *rows = list(csv.reader(io.StringIO(text, newline="")))
    random.Random(seed).shuffle(rows)
    out = io.StringIO(newline="")
    csv.writer(out).writerows([head, *rows])
    return out.getvalue()


def unlined(decision):
    """The decision without the lines of its rows, which are all that sorting changes."""
    return decision and decision._replace(
        agency=replace(decision.agency, line=0),
        co_handlers=tuple(replace(unit, line=0) for unit in decision.co_handlers),
        limit=replace(decision.limit, line=0),
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_the_shipped_tables_may_be_sorted_at_will(book, shipped, at, seed):
    other = load({file: shuffled(text, seed) for file, text in shipped.items() if file != "guidance.csv"}
                 | {"guidance.csv": shipped["guidance.csv"]}, edition="0")  # fmt: skip
    regions = ["150105", "150172", "150402", "152501"]
    for category in book.leaves:
        for region in regions:
            for requester in REQUESTERS:
                demand = Demand(category, region, requester, text="高速公路边的工地扬尘")
                assert unlined(other.decide(demand, at)) == unlined(book.decide(demand, at))


@pytest.mark.parametrize(
    ("demand", "rule", "agency"),
    [
        (Demand("0102", "150105"), "R1", "赛罕区住建局"),
        (Demand("0101", "150402"), "R2", "红山区城管局"),
        (Demand("0101", "150105"), "R3", "呼和浩特市住建局"),
        (Demand("0101", "150105", text="这里停电"), "E1", "呼和浩特供电公司"),
        (Demand("0201", "150105", text="这里停电"), "R4", "赛罕区住建局"),
        (Demand("0101", "150105", text="白塔机场停电"), "X1", "呼和浩特市城管局"),
        (Demand("0101", "150402", text="机场的路坏了"), "R2", "红山区城管局"),
        (Demand("0101", "150105", text="演习停电"), "R3", "呼和浩特市住建局"),
        (Demand("0201", "150105", text="巧报镇物业"), "X2", "巧报镇人民政府"),
    ],
)
def test_exceptions_first_then_crossing_duties_then_the_narrowest(small_book, at, demand, rule, agency):
    decision = small_book.decide(demand, at)
    assert (decision.rule, decision.agency.name) == (rule, agency)


def test_crossing_duties_are_read_in_their_order_of_precedence(texts, at):
    text = Demand("0102", "150105", text="电线断电")
    assert load(texts, edition="1").decide(text, at).rule == "E1"
    texts["cross_duties.csv"] = texts["cross_duties.csv"].replace("用电,10", "用电,30")
    assert load(texts, edition="1").decide(text, at).rule == "E2"


def test_a_decision_tells_row_basis_edition_and_deadline(small_book, at):
    decision = small_book.decide(Demand("0101", "150105"), at)
    assert (decision.edition, decision.basis, decision.grade) == ("小", "丙", "D")
    assert [agency.name for agency in decision.co_handlers] == ["呼和浩特市城管局"]
    assert (decision.limit.number, decision.deadline.at) == ("T3", datetime(2026, 3, 11, 17, 30, tzinfo=BEIJING))


def test_no_rule_or_no_unit_is_left_to_a_dispatcher(small_book, at):
    assert with_rules(small_book, []).decide(Demand("0101", "150105"), at) is None
    assert small_book.decide(Demand("0101", "150402", text="停电"), at) is None


def test_an_exception_decides_even_where_no_rule_reaches(small_book, at):
    decision = with_rules(small_book, []).decide(Demand("0101", "150105", text="停电"), at)
    assert decision.rule == "E1"
    assert with_rules(small_book, []).decide(Demand("0101", "150105", text="白塔机场"), at).rule == "X1"


def test_the_lead_is_not_its_own_co_handler(small_book, at):
    rule = Rule("A", Scope(), Outcome("ZJ", "旗县", ("ZJ", "CG", "GD"), "据", "D"), 2)
    decision = with_rules(small_book, [rule]).decide(Demand("0101", "150402"), at)
    assert [agency.name for agency in decision.co_handlers] == ["红山区城管局"]


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


def test_every_example_of_a_crossing_duty_wins_in_each_of_its_categories_where_it_holds(book, at):
    assert len(book.cross_duties) >= 80
    banners = [region.code for region in book.directory.regions.values() if region.level == "旗县"]
    for row in book.cross_duties:
        place = next(code for code in banners if any(code.startswith(c) for c in row.scope.region))
        who = next((one for one in sorted(row.scope.requester) if one), "个人")
        for leaf in (code for code in book.leaves if any(code.startswith(c) for c in row.scope.category)):
            assert book.decide(Demand(leaf, place, who, text=row.example), at).rule == row.number, row.example


def test_every_example_of_an_exception_wins_in_each_of_its_categories_and_regions(book, at):
    assert len(book.exceptions) >= 30
    banners = [region.code for region in book.directory.regions.values() if region.level == "旗县"]
    for row in book.exceptions:
        places = [code for code in banners if any(code.startswith(c) for c in row.scope.region)]
        leaves = [code for code in book.leaves if any(code.startswith(c) for c in row.scope.category)]
        assert places
        for demand in (Demand(leaf, place, text=row.example) for leaf in leaves for place in places):
            decision = book.decide(demand, at)
            assert (decision.rule, decision.agency.code) == (row.number, row.agency)


@pytest.mark.parametrize(("region", "company"), [("1504", "国网内蒙古东部电力"), ("1506", "内蒙古电力（集团）")])
@pytest.mark.parametrize("requester", REQUESTERS)
def test_power_in_chifeng_and_ordos(book, at, region, company, requester):
    banners = [code for code in book.directory.regions if code.startswith(region) and len(code) == 6]
    assert banners
    for banner in banners:
        assert book.decide(Demand("0304", banner, requester), at).agency.name.startswith(company)


def test_the_limit_of_a_rule_of_its_own_counts_for_ordinary_demands_only(small_book, at):
    own = Rule("A", Scope(), Outcome("ZJ", "旗县", (), "据", "D", Limit(3, "工作日")), 2)
    book = with_rules(small_book, [own])
    plain, urgent = (book.decide(Demand("0102", "150105", urgency=how), at) for how in ("普通", "特急"))
    assert (plain.limit.number, str(plain.limit), plain.deadline.at.day) == ("A", "3 工作日", 5)
    assert (urgent.limit.number, str(urgent.limit)) == ("T1", "2 小时")


def test_the_book_of_a_day_is_kept_until_the_next_turn(small_book):
    rule = Rule("A", Scope(), Outcome("ZJ", "旗县", (), "据", "D"), 2, date(2026, 5, 1), date(2026, 5, 31))
    book = with_rules(small_book, [rule])
    assert book.on(date(2026, 5, 1)) is book.on(date(2026, 5, 31))
    assert book.on(date(2026, 4, 30)) is not book.on(date(2026, 5, 1)) is not book.on(date(2026, 6, 1))


@settings(max_examples=200, deadline=None)
@given(rule_tables(), DEMANDS, st.lists(st.dates(date(2025, 12, 1), date(2026, 7, 1)), min_size=2, max_size=5))
def test_what_was_kept_of_one_day_never_answers_for_another(small_book, rules, demand, days):
    assume(not list(crossing_rules(rules)))
    book = with_rules(small_book, rules)
    for day in days:
        at = datetime(day.year, day.month, day.day, 12, tzinfo=BEIJING)
        assert result(book, demand, at) == result(with_rules(small_book, rules), demand, at)


def test_all_specials_are_told_in_their_order(small_book, at):
    demand = Demand("0102", "150105", text="白塔机场停电，电线断了")
    assert [row.number for row in small_book.on(at.date()).specials(demand)] == ["X1", "E1", "E2"]


def test_an_exception_counts_on_its_days_only(small_book):
    demand = Demand("0102", "150105", text="白塔机场")
    early, later = datetime(2023, 12, 31, 23, tzinfo=BEIJING), datetime(2024, 1, 1, 0, tzinfo=BEIJING)
    assert small_book.decide(demand, early).rule == "R1"
    assert small_book.decide(demand, later).rule == "X1"


def test_an_exception_names_its_co_handlers_by_unit(small_book, at):
    decision = small_book.decide(Demand("0102", "150105", text="白塔机场"), at)
    assert [unit.code for unit in decision.co_handlers] == ["ZJ-1501", "GD-1501"]
    assert (decision.basis, decision.limit.number) == ("庚", "T3")
