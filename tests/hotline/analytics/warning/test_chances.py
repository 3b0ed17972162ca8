"""Chance: a thousand quiet weeks raise no more than stated, looked at day by day, and a real jump is seen (偶然概率)."""

import numpy as np
import pytest

from hotline.analytics.warning.chances import allowed, bursts, cells_tested, series_of, size_chance
from hotline.analytics.warning.found import CELLS_A_DEMAND, OF_CELLS, OF_NAMES, OF_TOPICS, WINDOWS

CELLS, NAMES, LOOKS, WEEKS = 200, 300, 7000, 8
FEWEST = 5


def fresh(stands, quiet_for):
    """Which alarms are new: one that stood in the last week is the same alarm; and how long each has been quiet."""
    new = stands & (quiet_for > 7)
    quiet_for[:] = np.where(stands, 0, quiet_for + 1)
    return int(new.sum())


@pytest.mark.parametrize("dispersion", [1.0, 1.8, 3.0])
def test_a_thousand_quiet_weeks_of_cells_raise_no_more_than_stated(dispersion):
    chance = np.random.default_rng(20261123)
    means = chance.lognormal(0.5, 1.5, size=CELLS) / 7
    days = LOOKS + 7 * (WEEKS + 1)
    if dispersion == 1.0:
        counts = chance.poisson(means[:, None], (CELLS, days))
    else:
        sizes = means / (dispersion - 1)
        counts = chance.negative_binomial(sizes[:, None], 1 / dispersion, (CELLS, days))
    sums = np.concatenate([np.zeros((CELLS, 1)), counts.cumsum(axis=1)], axis=1)
    sevens = sums[:, 7:] - sums[:, :-7]
    enough = allowed(OF_CELLS, means.sum() * 7, CELLS_A_DEMAND)
    quiet_for, alarms = np.full(CELLS, 99), 0
    for day in range(7 * WEEKS, 7 * WEEKS + LOOKS):
        weeks = np.stack([sevens[:, day - 7 * ago] for ago in range(1, WEEKS + 1)], axis=1)
        _, chances = cells_tested(sevens[:, day], weeks)
        alarms += fresh((chances <= enough) & (sevens[:, day] >= FEWEST), quiet_for)
    assert alarms / (LOOKS / 7) <= OF_CELLS


def test_a_thousand_quiet_weeks_of_names_raise_no_more_than_stated():
    chance = np.random.default_rng(20261123)
    means = 30 / np.arange(1, NAMES + 1) / 7
    counts = chance.poisson(means[:, None], (NAMES, LOOKS + 63))
    sums = np.concatenate([np.zeros((NAMES, 1)), counts.cumsum(axis=1)], axis=1)
    shares = np.array([1, 3, 7]) / 63
    enough = allowed(OF_NAMES, means.sum() * 7, len(WINDOWS))
    quiet_for, alarms = np.full(NAMES, 99), 0
    for day in range(63, 63 + LOOKS):
        inside = np.stack([sums[:, day] - sums[:, day - window] for window in (1, 3, 7)], axis=1)
        chances = bursts(inside, (sums[:, day] - sums[:, day - 63])[:, None], shares).min(axis=1)
        alarms += fresh((chances <= enough) & (inside[:, 2] >= FEWEST), quiet_for)
    assert alarms / (LOOKS / 7) <= OF_NAMES


def test_the_three_ways_of_looking_share_the_false_alarms():
    assert OF_TOPICS + OF_NAMES + OF_CELLS == 1


def test_a_jump_is_seen_and_a_usual_week_is_not():
    expected, chances = cells_tested(np.array([30.0, 4.0, 0.0]), np.repeat([[4.0], [4.0], [0.0]], WEEKS, axis=1))
    assert expected[0] == pytest.approx(4)
    assert chances[0] < 1e-6 and chances[1] > 0.3 and chances[2] == 1.0


def test_the_size_of_matters_follows_the_share_of_those_with_one_voice():
    theta = series_of(0.9)
    assert theta / -np.log1p(-theta) == pytest.approx(0.9)
    assert size_chance(1, theta) == 1.0
    assert size_chance(2, theta) == pytest.approx(0.1)
    assert [size_chance(n, theta) > size_chance(n + 1, theta) for n in range(1, 9)] == [True] * 8
    assert series_of(1.0) < 1e-5


def test_one_voice_is_no_burst_and_five_of_five_in_a_tenth_of_the_time_are():
    chances = bursts(np.array([0.0, 1.0, 5.0, 5.0]), np.array([3.0, 3.0, 5.0, 50.0]), np.full(4, 0.1))
    assert list(chances[:2]) == [1.0, 1.0]
    assert chances[2] == pytest.approx(1e-4) and chances[3] > 0.5
