"""Whether a change is more than chance (显著性): counts against counts, shares against shares, many at once.

Counts: the larger of two Poisson counts is binomial given their sum (Przyborowski and Wilenski 1940), widened by the
overdispersion of the weeks before (McCullagh and Nelder 1989, ch. 6), for demands come in bursts. Shares: Fisher's exact
test, or the pooled z-test where numbers are large. Many at once: false discovery rate (Benjamini and Hochberg 1995).
"""

import math
from collections.abc import Sequence

from scipy.stats import binomtest, fisher_exact, norm

LEVEL = 0.05
SMALL = 20  # 件：少于此数的比率标“样本少”
LARGE = 1000
LEAST_HISTORY = 3


def dispersion(history: Sequence[float]) -> float:
    """Variance over mean of the periods before, at least 1 (离散度)."""
    if len(history) < LEAST_HISTORY or not (mean := sum(history) / len(history)):
        return 1.0
    variance = sum((value - mean) ** 2 for value in history) / (len(history) - 1)
    return max(1.0, variance / mean)


def counts_differ(now: int, before: int, history: Sequence[float] = (), exposure: float = 1.0) -> float:
    """The probability of such a difference by chance, two-sided.

    Args:
        history: counts of like periods, from which the overdispersion is taken.
        exposure: how long this period is in units of the one before.
    """
    if now + before == 0:
        return 1.0
    spread = dispersion(history)
    if spread <= 1.0 and now + before < LARGE:
        return float(binomtest(now, now + before, exposure / (1 + exposure)).pvalue)
    expected = before * exposure
    error = math.sqrt(spread * (now + before * exposure**2))
    return float(2 * norm.sf(abs(now - expected) / error))


def shares_differ(above: float, below: float, above_before: float, below_before: float) -> float:
    """The probability of such a difference of two shares by chance, two-sided; 1 where one of them is of nothing."""
    if not below or not below_before:
        return 1.0
    if below + below_before < LARGE:
        table = [
            [round(above), max(0, round(below - above))],
            [round(above_before), max(0, round(below_before - above_before))],
        ]
        return float(fisher_exact(table).pvalue)
    pooled = (above + above_before) / (below + below_before)
    error = math.sqrt(max(0.0, pooled * (1 - pooled)) * (1 / below + 1 / below_before))
    return 1.0 if error == 0 else float(2 * norm.sf(abs(above / below - above_before / below_before) / error))


def discovered(chances: Sequence[float], rate: float = LEVEL) -> list[bool]:
    """Which of many tests stand, so that of those called so at most that share is false (错误发现率)."""
    order = sorted(range(len(chances)), key=chances.__getitem__)
    last = max((rank for rank, at in enumerate(order, 1) if chances[at] <= rate * rank / len(chances)), default=0)
    stands = [False] * len(chances)
    for at in order[:last]:
        stands[at] = True
    return stands
