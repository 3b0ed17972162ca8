"""How likely so much is by chance (偶然概率), and how small a chance may be called a hotspot.

Burst: of all who ever spoke of a thing within the reference, how many did so in the last days. If the dates were
exchangeable it would be binomial with the share that these days have of all demands (Kulldorff 1997, Commun. Statist.
26:1481; the cases-only form of Kulldorff et al. 2005, PLoS Med. 2:e59). The newest demand sets the test off and so is
left out of it on both sides.

Size: how many people one matter usually has is a logarithmic series (Fisher, Corbet and Williams 1943, J. Anim. Ecol.
12:42). Its parameter is taken from the share of matters that one person alone speaks of, which the giants among them
cannot move.

Cell: the last seven days of a matter in a place against its weeks before, negative binomial with the spread of all cells
together, its variance widened by what eight weeks leave unknown (Noufaily et al. 2013, Statist. Med. 32:1206).

Threshold: a test can only begin to stand when a demand arrives, so a week has as many chances of a false alarm as it has
demands times tests a demand sets off. Each is called at the stated number of false alarms a week divided by these
(Bonferroni): the expected number stays below what is stated however often one looks.
"""

import math

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.stats import binom, nbinom

Counts = npt.NDArray[np.float64]
LEAST_THETA, MOST_THETA = 1e-6, 1 - 1e-9
PRIOR_WEEKS = 30  # 全部格子的离散度相当于多少周的见证
UNSURE = 2.0  # 离散度取估计值以上两个标准误
LEAST_MEAN = 0.5  # 件：八周里一件也没有的，当作有过半件


def allowed(rate: float, demands: float, tests: float) -> float:
    """How small the chance of one test must be (起报概率), so that a week has at most `rate` false alarms on average."""
    return rate / max(demands * tests, 1.0)


def bursts(inside: Counts, whole: Counts, shares: Counts) -> Counts:
    """The chance that so many of all who spoke of a thing did so in a window.

    Args:
        inside: people in the window; whole: people in the whole reference, the window included.
        shares: the share that the window has of all demands of the reference.
    """
    chance: Counts = binom.sf(inside - 2, np.maximum(whole - 1, 0), np.minimum(shares, 1.0))
    return np.where(inside > 1, chance, 1.0)


def series_of(alone: float) -> float:
    """The parameter of the logarithmic series in which that share of the matters has one person only."""
    if alone >= _alone(LEAST_THETA):
        return LEAST_THETA
    if alone <= _alone(MOST_THETA):
        return MOST_THETA
    found: float = brentq(lambda theta: _alone(theta) - alone, LEAST_THETA, MOST_THETA)
    return found


def _alone(theta: float) -> float:
    return theta / -math.log1p(-theta)


def size_chance(people: int, theta: float) -> float:
    """The chance that a matter has so many people or more, sizes being a logarithmic series."""
    fewer = np.arange(1, people)
    return max(0.0, 1.0 - float((theta**fewer / fewer).sum()) / -math.log1p(-theta))


def cells_tested(now: Counts, weeks: Counts) -> tuple[Counts, Counts]:
    """What was to be expected of each cell in the last seven days, and the chance of so many or more.

    Args:
        now: the last seven days, one entry a cell; weeks: the weeks before, a row a cell.
    """
    counted = weeks.shape[1]
    mean = np.maximum(weeks.sum(axis=1), LEAST_MEAN) / counted
    spread = _spread(weeks, mean)
    variance = mean * (spread + spread / counted)
    size = mean**2 / (variance - mean)
    chance: Counts = nbinom.sf(now - 1, size, mean / variance)
    return mean, np.where(now > 0, chance, 1.0)


def _spread(weeks: Counts, mean: Counts) -> Counts:
    """Variance over mean of every cell, drawn towards that of all, never below 1 (离散度)."""
    free = max(weeks.shape[1] - 1, 1)
    squares = ((weeks - mean[:, None]) ** 2).sum(axis=1)
    pooled = float(squares.sum() / (free * mean.sum()))  # 总和之比：只有一件的格子总显得是泊松，不与大格子等权
    pooled = max(1.0, pooled * (1 + UNSURE * math.sqrt(2 / (free * len(mean)))))
    drawn: Counts = np.maximum(pooled, (squares / mean + PRIOR_WEEKS * pooled) / (free + PRIOR_WEEKS))
    return drawn
