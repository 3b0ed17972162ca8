"""Why this agency and not another: matched cells, runner-up, and the days that were counted."""

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing_rules import Demand, explain
from routing_rules.calendar import BEIJING
from routing_rules.explain import Cell
from routing_rules.rows import Outcome, Rule
from routing_rules.scope import Scope, codes


def row(number, category="", region="", requester="", lead="ZJ", level="旗县"):
    scope = Scope(codes(category), codes(region), codes(requester))
    return Rule(number, scope, Outcome(lead, level, (), "据", "D"), 2)


def explained(book, rules, demand, at):
    return explain(replace(book, rules=tuple(rules)), demand, at)


@pytest.mark.parametrize(
    ("demand", "table", "cells", "matched"),
    [
        (
            Demand("0101", "150105"), "权责清单",
            [Cell("事项分类", "0101", "0101 道路"), Cell("行政区划", "1501", "150105 赛罕区")],
            "权责清单 R3：事项分类 0101（0101 道路），行政区划 1501（150105 赛罕区）",
        ),
        (
            Demand("0102", "150105", text="路灯断电"), "交叉职责判定表",
            [Cell("事项分类", "01", "0102 路灯"), Cell("关键词", "断电", "用电：断电")],
            "交叉职责判定表 E1：事项分类 01（0102 路灯），关键词 断电（用电：断电）",
        ),
        (
            Demand("0102", "150105", text="在机场"), "例外表",
            [Cell("事项分类", "01", "0102 路灯"), Cell("行政区划", "1501", "150105 赛罕区"),
             Cell("地名", "机场", "诉求中出现")],
            "例外表 X1：事项分类 01（0102 路灯），行政区划 1501（150105 赛罕区），地名 机场（诉求中出现）",
        ),
    ],
)  # fmt: skip
def test_the_cells_that_matched_are_told_with_what_they_met(small_book, at, demand, table, cells, matched):
    found = explain(small_book, demand, at)
    assert (found.table, list(found.cells), found.matched) == (table, cells, matched)


def test_a_rule_without_conditions_and_one_with_several_codes(small_book, at):
    assert explained(small_book, [row("A")], Demand("0101", "150105"), at).matched == "权责清单 A：不限"
    found = explained(small_book, [row("A", "02、01", "", "企业")], Demand("0101", "150105", "企业"), at)
    assert found.cells == (Cell("事项分类", "01、02", "0101 道路"), Cell("诉求主体", "企业", "企业"))


@pytest.mark.parametrize(
    ("demand", "second", "agency", "column", "why"),
    [
        (Demand("0101", "150105"), "R2", "赛罕区城管局", "行政区划", "「行政区划」的范围比 R3 宽"),
        (Demand("0101", "150402"), "R1", "红山区住建局", "事项分类", "「事项分类」的范围比 R2 宽"),
        (Demand("0101", "150105", text="停电"), "R3", "呼和浩特市住建局", "关键词", "交叉职责判定表先于权责清单判定"),
        (Demand("0102", "150105", text="停电，电线"), "E2", "呼和浩特供电公司", "优先级", "优先级 20 在 E1 的 10 之后"),
        (Demand("0102", "150105", text="机场停电"), "E1", "呼和浩特供电公司", "地名", "例外表先于交叉职责判定表判定"),
        (Demand("0102", "150105", text="在机场"), "R1", "赛罕区住建局", "地名", "例外表先于权责清单判定"),
        (Demand("0201", "150105", text="巧报镇"), "R4", "赛罕区住建局", "地名", "例外表先于权责清单判定"),
    ],
)
def test_the_runner_up_names_the_column_where_it_lost(small_book, at, demand, second, agency, column, why):
    found = explain(small_book, demand, at).runner_up
    assert (found.rule, found.agency, found.column, found.why) == (second, agency, column, why)


def test_of_two_exceptions_the_later_one_is_the_runner_up(small_book, at):
    other = replace(small_book.exceptions[0], number="X9", precedence=90, agency="ZJ-1501")
    book = replace(small_book, exceptions=(*small_book.exceptions, other))
    found = explain(book, Demand("0102", "150105", text="白塔机场"), at).runner_up
    assert (found.rule, found.agency, found.column) == ("X9", "呼和浩特市住建局", "优先级")


@pytest.mark.parametrize(
    ("rules", "demand", "expected"),
    [
        ([row("A", "0102"), row("B", "0102", requester="企业", lead="CG")], Demand("0102", "150105", "企业"), ("B", "A", "诉求主体")),
        ([row("A", "01、02", "1501"), row("B", "01")], Demand("0102", "150105"), ("A", "B", "行政区划")),
        ([row("A", "0102"), row("B", "0102"), row("C", "01", lead="CG")], Demand("0102", "150105"), ("A", "C", "事项分类")),
    ],
)  # fmt: skip
def test_the_runner_up_is_the_next_that_differs_and_lost_where_it_is_wider(small_book, at, rules, demand, expected):
    found = explained(small_book, rules, demand, at)
    assert (found.decision.rule, found.runner_up.rule, found.runner_up.column) == expected


def test_one_row_alone_has_no_runner_up(small_book, at):
    assert explain(small_book, Demand("0201", "150105"), at).runner_up is None
    assert explained(small_book, [row("A", "0102"), row("B", "0102")], Demand("0102", "150105"), at).runner_up is None
    assert explained(small_book, [], Demand("0101", "150105", text="停电"), at).runner_up is None


def test_a_runner_up_without_a_unit_says_so(small_book, at):
    rules = [row("A", "01", lead="GD", level="盟市"), row("B", "0102")]
    found = explained(small_book, rules, Demand("0102", "150402"), at)
    assert found.runner_up.agency == "（该职能在当地没有单位）"


def test_where_nothing_is_decided_nothing_is_explained(small_book, at):
    assert explained(small_book, [], Demand("0101", "150105"), at) is None
    assert explain(small_book, Demand("0101", "150402", text="停电"), at) is None


def test_the_deadline_is_told_day_by_day(small_book):
    found = explain(small_book, Demand("0102", "150105"), datetime(2026, 3, 2, 9, tzinfo=BEIJING))
    assert [str(span) for span in found.deadline.spans] == [
        "03-02 起算日不计", "03-03 至 03-06 工作日，计", "03-07 至 03-08 周末，不计", "03-09 至 03-11 工作日，计",
    ]  # fmt: skip
    assert found.deadline == found.decision.deadline


def test_a_clock_of_hours_has_no_days_to_tell(small_book, at):
    assert explain(small_book, Demand("0102", "150105", urgency="特急"), at).deadline.spans == ()


@pytest.mark.parametrize(
    ("demand", "rule", "second", "column"),
    [
        (Demand("0101", "150172"), "R0101Z", "R0101", "行政区划"),
        (Demand("0304", "150105", "企业"), "R0304Q", "R0304", "诉求主体"),
        (Demand("0301", "150105"), "R0301", "R03", "事项分类"),
    ],
)
def test_the_narrowest_of_the_shipped_rules_wins(book, at, demand, rule, second, column):
    found = explain(book, demand, at)
    assert (found.decision.rule, found.runner_up.rule, found.runner_up.column) == (rule, second, column)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_an_explanation_always_agrees_with_the_decision(book, at, data):
    texts = ["", *(row.example for row in (*book.exceptions, *book.cross_duties))]
    demand = Demand(
        data.draw(st.sampled_from(book.leaves)), data.draw(st.sampled_from(sorted(book.directory.regions))),
        data.draw(st.sampled_from(["个人", "企业"])), text=data.draw(st.sampled_from(texts)),
    )  # fmt: skip
    decision, found = book.decide(demand, at), explain(book, demand, at)
    assert (found and found.decision) == decision
    assert found is None or (found.deadline == decision.deadline and decision.rule in found.matched)
    assert found is None or found.runner_up is None or found.runner_up.rule != decision.rule
