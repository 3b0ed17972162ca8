"""The heat of a hotspot: grows with growth, share and breadth, and is nothing where nothing was said."""

from math import log1p

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.heat import growth, heat

COUNTS = st.integers(0, 10_000)
USUAL = st.floats(0, 5_000)


@pytest.mark.parametrize(("now", "usual", "found"), [(0, 0, 0), (4, 4, 0), (3, 9, 0), (13, 9, 4 / 3), (5, 0, 5)])
def test_growth_is_counted_in_standard_deviations(now: int, usual: float, found: float) -> None:
    assert growth(now, usual) == pytest.approx(found)


def test_heat_is_growth_times_share_times_breadth() -> None:
    assert heat(13, 9, 26, 4) == round(100 * (1 + 4 / 3) * 0.5 * log1p(4), 2)


@given(COUNTS, USUAL, COUNTS)
def test_nothing_said_is_no_heat_and_no_heat_is_below_nothing(now: int, usual: float, enterprises: int) -> None:
    assert heat(now, usual, 0, enterprises) == 0
    assert heat(0, usual, 100, enterprises) == 0
    assert heat(now, usual, max(now, 1), enterprises) >= 0


@given(st.integers(0, 999), USUAL, st.integers(0, 99))
def test_more_demands_or_more_enterprises_never_make_it_cooler(now: int, usual: float, enterprises: int) -> None:
    here = heat(now, usual, 1000, enterprises)
    assert heat(now + 1, usual, 1000, enterprises) >= here
    assert heat(now, usual, 1000, enterprises + 1) >= here
