"""Time limits: rows in order of precedence, the first whose conditions all hold."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing_rules import Demand
from routing_rules.calendar import BEIJING
from routing_rules.columns import CLOCKS, DEMAND_TYPES, REQUESTERS, STAGES, STARTS, URGENCIES
from routing_rules.limits import CLOSE, Limit, TimeLimit, limit_for
from routing_rules.scope import codes


def limit(urgency="", requester="", demand_types=(), category=""):
    kinds, three = frozenset(demand_types), Limit(3, "工作日")
    return TimeLimit("T", CLOSE, 1, urgency, requester, kinds, codes(category), three, "", "据", "D")


@pytest.mark.parametrize(
    ("row", "holds"),
    [
        (limit(), True),
        (limit(urgency="紧急"), True),
        (limit(urgency="特急"), False),
        (limit(requester="企业"), True),
        (limit(requester="个人"), False),
        (limit(demand_types=["咨询", "投诉"]), True),
        (limit(demand_types=["咨询"]), False),
        (limit(category="03"), True),
        (limit(category="0302、0301"), True),
        (limit(category="0302"), False),
        (limit("紧急", "企业", ["投诉"], "0301"), True),
        (limit("紧急", "企业", ["投诉"], "0302"), False),
    ],
)
def test_every_condition_must_hold(row, holds):
    assert row.holds("0301", "紧急", "企业", "投诉") is holds


def test_the_first_that_holds_counts_and_reads_well():
    rows = [limit(urgency="特急"), limit(requester="企业"), limit()]
    assert limit_for(rows, "0301", "普通", "企业", "咨询") is rows[1]
    assert limit_for(rows, "0301", "特急", "企业", "咨询") is rows[0]
    assert limit_for(rows, "0301", "普通", "个人", "咨询") is rows[2]
    assert str(rows[2]) == "3 工作日"


@pytest.mark.parametrize(
    ("category", "urgency", "requester", "demand_type", "told"),
    [
        ("0301", "特急", "个人", "求助", "2 小时"),
        ("0301", "紧急", "企业", "求助", "24 小时"),
        ("1805", "普通", "企业", "投诉", "30 自然日"),
        ("1805", "特急", "企业", "投诉", "2 小时"),
        ("0201", "普通", "企业", "咨询", "3 工作日"),
        ("0201", "普通", "企业", "投诉", "5 工作日"),
        ("0201", "紧急", "个人", "求助", "24 小时"),
        ("0301", "紧急", "个人", "投诉", "24 小时"),
        ("1806", "普通", "个人", "投诉", "30 自然日"),
        ("1806", "紧急", "企业", "投诉", "30 自然日"),
        ("0201", "普通", "个人", "咨询", "3 工作日"),
        ("0201", "普通", "个人", "求助", "7 工作日"),
        ("0201", "普通", "个人", "举报", "15 工作日"),
        ("0201", "普通", "个人", "其他", "7 工作日"),
    ],
)
def test_the_shipped_limits(book, category, urgency, requester, demand_type, told):
    assert str(limit_for(book.limits[CLOSE], category, urgency, requester, demand_type)) == told


@pytest.mark.parametrize("urgency", URGENCIES)
def test_the_shipped_table_has_a_limit_for_everything(book, urgency):
    found = {
        limit_for(book.limits[CLOSE], category, urgency, requester, demand_type).number
        for category in book.leaves
        for requester in REQUESTERS
        for demand_type in DEMAND_TYPES
    }
    assert found <= {row.number for row in book.limits[CLOSE]}
    assert ("T12" in found) == (urgency == "普通")


@given(st.data())
def test_a_more_urgent_demand_never_waits_longer(small_book, data):
    category = data.draw(st.sampled_from(small_book.leaves))
    requester, kind = data.draw(st.sampled_from(REQUESTERS)), data.draw(st.sampled_from(DEMAND_TYPES))
    urgent = limit_for(small_book.limits[CLOSE], category, "特急", requester, kind)
    assert urgent.number == "T1"
    assert limit_for(small_book.limits[CLOSE], category, "普通", requester, kind).number == (
        "T2" if requester == "企业" else "T3"
    )


@pytest.mark.parametrize(
    ("stage", "category", "urgency", "requester", "told"),
    [
        ("派单", "0101", "特急", "个人", "1 小时"),
        ("派单", "0101", "普通", "企业", "1 小时"),
        ("派单", "0101", "普通", "个人", "24 小时"),
        ("派单", "1805", "普通", "企业", "1 小时"),
        ("派单", "1805", "普通", "个人", "10 工作日"),
        ("签收", "0101", "紧急", "个人", "2 小时"),
        ("签收", "0101", "普通", "个人", "1 工作日"),
        ("退单", "0101", "特急", "个人", "1 小时"),
        ("退单", "0101", "普通", "企业", "1 工作日"),
        ("联系", "0101", "特急", "个人", "1 小时"),
        ("联系", "0101", "普通", "企业", "1 小时"),
        ("联系", "0101", "普通", "个人", "1 工作日"),
        ("阶段答复", "0101", "普通", "企业", "3 工作日"),
        ("办结", "0101", "普通", "企业", "5 工作日"),
        ("办结", "0101", "特急", "企业", "2 小时"),
        ("办结", "0101", "紧急", "个人", "24 小时"),
        ("办结", "1805", "普通", "企业", "30 自然日"),
        ("办结", "1806", "普通", "企业", "30 自然日"),
        ("延期上限", "1805", "普通", "企业", "90 自然日"),
        ("延期上限", "1806", "普通", "个人", "90 自然日"),
        ("协办", "0101", "特急", "个人", "1 小时"),
        ("协办", "0101", "普通", "个人", "2 工作日"),
        ("吹哨响应", "0101", "普通", "个人", "1 工作日"),
        ("审批", "0101", "特急", "个人", "4 小时"),
        ("审批", "0101", "普通", "个人", "1 工作日"),
        ("审核", "0101", "普通", "个人", "1 工作日"),
        ("回访", "0101", "普通", "个人", "2 工作日"),
        ("整改", "0101", "普通", "个人", "15 工作日"),
    ],
)
def test_the_shipped_limits_of_each_stage(book, at, stage, category, urgency, requester, told):
    row, deadline = book.time_allowed(Demand(category, "150105", requester, "求助", urgency), at, stage)
    assert (row.stage, str(row)) == (stage, told)
    assert deadline == book.calendar.after(at, row.limit.amount, row.limit.clock)


@pytest.mark.parametrize(
    ("stage", "category", "requester"), [("阶段答复", "0101", "个人"), ("延期上限", "0101", "企业")]
)
def test_a_stage_that_has_no_clock_for_a_demand(book, at, stage, category, requester):
    assert book.time_allowed(Demand(category, "150105", requester), at, stage) is None


def test_every_shipped_row_has_a_known_stage_clock_and_start_and_can_win_in_order(book):
    assert list(book.limits) == list(STAGES)
    for rows in book.limits.values():
        assert [row.precedence for row in rows] == sorted({row.precedence for row in rows})
        assert all(row.limit.clock in CLOCKS and row.start in ("", *STARTS) for row in rows)
        assert not any(row.unconditional for row in rows[:-1])


def test_the_small_tables_know_a_contact_clock_for_companies_only(small_book, at):
    row, deadline = small_book.time_allowed(Demand("0101", "150105", "企业"), at, "联系")
    assert (row.number, deadline.at) == ("T4", datetime(2026, 3, 2, 10, tzinfo=BEIJING))
    assert small_book.time_allowed(Demand("0101", "150105", "个人"), at, "联系") is None
    assert small_book.time_allowed(Demand("0101", "150105"), at)[0].number == "T3"


@given(st.integers(1, 9999), st.sampled_from(CLOCKS), st.sampled_from(["", " "]))
def test_a_limit_that_is_written_is_read(amount, clock, space):
    assert Limit.read(f"{amount}{space}{clock}") == Limit(amount, clock)
    assert Limit.read(str(Limit(amount, clock))) == Limit(amount, clock)


@pytest.mark.parametrize(
    "written", ["", "5", "小时", "05工作日", "0小时", "5 天", "５工作日", "10000小时", "5工作日 ", "-5小时"]
)
def test_what_is_no_limit_is_none(written):
    assert Limit.read(written) is None


@pytest.mark.parametrize(
    ("row", "free"),
    [(limit(), True), (limit("紧急"), False), (limit(requester="企业"), False), (limit(category="01"), False),
     (limit(demand_types=["咨询"]), False)],
)  # fmt: skip
def test_a_row_is_unconditional_only_without_any_condition(row, free):
    assert row.unconditional is free
