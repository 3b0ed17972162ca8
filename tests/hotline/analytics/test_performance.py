"""Rates with what they are made of; where there was nothing to count there is none (质效)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.analytics.performance import DEFINITIONS, Rate, change, rates

COUNT = st.integers(0, 10_000)


@given(top=COUNT, bottom=COUNT)
def test_a_share_is_numerator_by_denominator_or_nothing(top, bottom):
    rate = Rate("按时办结率", "公式", top, bottom)
    assert rate.share == (top / bottom if bottom else None)
    assert rate.as_figures() == {
        "name": "按时办结率", "formula": "公式", "numerator": top, "denominator": bottom, "share": rate.share,
    }  # fmt: skip


@given(now=COUNT, before=COUNT)
def test_change_is_against_what_was_before(now, before):
    assert change(now, before) == (pytest.approx(now / before - 1) if before else None)


def test_each_rate_takes_its_own_two_columns():
    row = dict(on_time=1, due=2, accepted=3, given=5, solved=7.5, asked=11, content=13, rated=17)
    assert [rate.share for rate in rates(row)] == [1 / 2, 3 / 5, 7.5 / 11, 13 / 17]
    assert [rate.name for rate in rates(row)] == [name for name, *_ in DEFINITIONS]


def test_empty_columns_of_an_empty_table_give_no_rate():
    row = dict(on_time=0, due=0, accepted=0, given=0, solved=0, asked=0, content=0, rated=0)
    assert [rate.share for rate in rates(row)] == [None] * 4
