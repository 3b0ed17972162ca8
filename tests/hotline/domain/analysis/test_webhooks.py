"""How often a subscriber is tried: longer and longer, spread, over five days."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.analysis.webhooks import JITTER, WAITS, moments_of, wait_after


@given(st.floats(0, 1, exclude_max=True))
def test_waits_grow_are_spread_by_a_fifth_and_end_after_days(chance):
    for tries, wait in enumerate(WAITS, 1):
        given_wait = wait_after(tries, chance)
        assert wait * (1 - JITTER) <= given_wait <= wait * (1 + JITTER)
    assert wait_after(len(WAITS) + 1, chance) is None
    moments = list(moments_of(chance))
    assert all(a < b for a, b in pairwise(moments))
    assert 4 * 86_400 < moments[-1] < 7 * 86_400


def test_in_the_middle_of_the_spread_the_last_try_is_five_days_off():
    assert 5 * 86_400 <= sum(WAITS) < 6 * 86_400
    assert list(WAITS) == sorted(WAITS)
