"""The arithmetic of a hotspot (热度): growth × share × breadth, each on a stated scale."""

from math import log1p, sqrt


def growth(now: int, usual: float) -> float:
    """How far this week stands above a usual week, in standard deviations of a Poisson count; never below 0.

    Args:
        now: demands this week.
        usual: mean demands a week over the weeks before.
    """
    return max(0.0, (now - usual) / sqrt(max(usual, 1.0)))


def heat(now: int, usual: float, total: int, enterprises: int) -> float:
    """The heat of one matter in one place (热度 = 增势 × 占比 × 涉及面).

    Args:
        now: demands this week.
        usual: mean demands a week over the weeks before.
        total: all enterprise demands of the week.
        enterprises: distinct enterprises that spoke of it.
    """
    share = now / total if total else 0.0
    return round(100 * (1 + growth(now, usual)) * share * log1p(enterprises), 2)
