"""The hot list: its heat is what the feed is told, its interval is exact, and each factor multiplies."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from hotline.analytics.enterprises.hot import LOOKED_BACK, hot_list, rate_ratio
from hotline.analytics.hotspots import find
from hotline.analytics.period import Week
from hotline.domain.vocabulary import DemandType, RequesterKind
from hotline.store.queries.enterprises.wanted import Wanted


@given(st.integers(1, 60), st.integers(1, 300))
def test_at_the_rims_of_the_interval_such_counts_have_a_chance_of_one_in_forty(now, before):
    low, high = rate_ratio(now, before)
    share = [ratio / LOOKED_BACK / (1 + ratio / LOOKED_BACK) for ratio in (low, high)]
    assert low < now / (before / LOOKED_BACK) < high
    assert binom.sf(now - 1, now + before, share[0]) == pytest.approx(0.025, rel=1e-6)
    assert binom.cdf(now, now + before, share[1]) == pytest.approx(0.025, rel=1e-6)


def test_nothing_before_has_no_upper_end():
    assert rate_ratio(5, 0)[1] is None and rate_ratio(5, 0)[0] > 1
    assert rate_ratio(0, 0) == (0.0, None)


WEEK = Week(date(2026, 11, 16))


def say(house, many, firms, ago=0, **more):
    at = WEEK.start + timedelta(days=2, weeks=-ago)
    for one in range(many):
        firm = {"phone": f"1391111{one % firms:04}", "company": f"第{one % firms}号企业有限公司", **more}
        house.dispatched(requester_kind=RequesterKind.ENTERPRISE, now=at, **firm)


def test_every_factor_is_shown_and_the_first_three_are_the_feed(house):
    say(house, 4, 2, demand_type=DemandType.COMPLAINT)
    say(house, 2, 2, ago=3)
    with house.equipment.work() as work:
        (spot,) = find(work, WEEK)
        (hot,) = hot_list(work, Wanted(WEEK.starts_on, WEEK.ends_on))
        assert (hot.matter, hot.league, hot.demands, hot.enterprises) == ("0301", "1501", 4, 2)
        assert hot.heat == spot.heat and hot.usual == spot.usual == 2 / LOOKED_BACK
        assert (hot.share, hot.severity, hot.repetition) == (1.0, 2.0, 1.5)
        assert hot.score == round(hot.heat * 3, 2) and hot.rises
        assert hot_list(work, Wanted(WEEK.before(1).starts_on, WEEK.before(1).ends_on)) == []
