"""Which tickets may teach: every row of the table, and nothing else, keeps one out (可供学习的工单)."""

from dataclasses import replace

import pytest

from hotline.domain.lessons import LEFT_OUT, PRIVATE, UNDECIDED, Circumstances, left_out
from hotline.domain.vocabulary import State

PLAIN = Circumstances(State.DISPATCHED, "0301", secret=False, named=True, minor=False, demo=False)


@pytest.mark.parametrize("state", sorted(set(State) - {State.DRAFT, State.VOID, State.REGISTERED, State.QUEUED}))
def test_a_plain_ticket_that_was_decided_teaches(state):
    assert left_out(replace(PLAIN, state=state)) == ""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"secret": True}, "要求个人信息保密"),
        ({"named": False}, "匿名诉求"),
        ({"minor": True}, "涉及未成年人"),
        ({"category": "1507"}, "涉及未成年人"),
        ({"category": "1201"}, "涉及医疗健康"),
        ({"category": "1302"}, "涉及医疗健康"),
        ({"category": "1105"}, "涉及医疗健康"),
        ({"category": "1503"}, "涉及医疗健康"),
        ({"category": "1702"}, "涉及医疗健康"),
        ({"demo": True}, "演示工单"),
        ({"state": State.DRAFT}, "还没有登记完"),
        ({"state": State.VOID}, "无效工单"),
        ({"state": State.QUEUED}, "退回后还没有重派"),
        ({"category": "03"}, "只定到大类"),
    ],
)
def test_every_row_of_the_table_keeps_out_and_says_why(change, reason):
    assert left_out(replace(PLAIN, **change)) == reason


def test_the_gravest_reason_is_told_first():
    both = replace(PLAIN, secret=True, state=State.VOID, category="1201")
    assert left_out(both) == "要求个人信息保密"


@pytest.mark.parametrize("category", ["1101", "1104", "1401", "1504", "1701", "2204"])
def test_neighbouring_categories_teach(category):
    assert left_out(replace(PLAIN, category=category)) == ""


def test_what_is_private_is_left_out_however_it_stands():
    assert left_out(replace(PLAIN, state=State.QUEUED), PRIVATE) == ""
    assert left_out(replace(PLAIN, secret=True), UNDECIDED) == ""
    assert (*PRIVATE, *UNDECIDED) == LEFT_OUT
    assert len({row.reason for row in LEFT_OUT}) == len(LEFT_OUT)
