"""Time limits: rows in order of precedence, the first whose conditions all hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routing_rules.columns import DEMAND_TYPES, REQUESTERS, URGENCIES
from routing_rules.limits import TimeLimit, limit_for
from routing_rules.scope import codes


def limit(urgency="", requester="", demand_types=(), category=""):
    return TimeLimit("T", 1, urgency, requester, frozenset(demand_types), codes(category), 3, "工作日", "据", "D")


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
        ("0201", "普通", "个人", "咨询", "3 工作日"),
        ("0201", "普通", "个人", "求助", "7 工作日"),
        ("0201", "普通", "个人", "举报", "15 工作日"),
        ("0201", "普通", "个人", "其他", "7 工作日"),
    ],
)
def test_the_shipped_limits(book, category, urgency, requester, demand_type, told):
    assert str(limit_for(book.limits, category, urgency, requester, demand_type)) == told


@pytest.mark.parametrize("urgency", URGENCIES)
def test_the_shipped_table_has_a_limit_for_everything(book, urgency):
    found = {
        limit_for(book.limits, category, urgency, requester, demand_type).number
        for category in book.leaves
        for requester in REQUESTERS
        for demand_type in DEMAND_TYPES
    }
    assert found <= {row.number for row in book.limits}
    assert ("T12" in found) == (urgency == "普通")


@given(st.data())
def test_a_more_urgent_demand_never_waits_longer(small_book, data):
    category = data.draw(st.sampled_from(small_book.leaves))
    requester, kind = data.draw(st.sampled_from(REQUESTERS)), data.draw(st.sampled_from(DEMAND_TYPES))
    urgent = limit_for(small_book.limits, category, "特急", requester, kind)
    assert urgent.number == "T1"
    assert limit_for(small_book.limits, category, "普通", requester, kind).number == (
        "T2" if requester == "企业" else "T3"
    )
