"""The hot list of enterprise demands (涉企热点榜), with its formula shown factor by factor.

Heat is what domain/heat.py makes of growth, share and breadth, and what 蒙速办 is told; the list multiplies it by how grave
and how repeated the demands are (practice.md §2.4: 增速×占比×严重度×重复度). How far the growth may be chance is said by the
exact interval of the ratio of two Poisson rates: given their sum, one count is binomial (Clopper and Pearson 1934).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from scipy.stats import binomtest

from hotline.domain.heat import growth, heat
from hotline.store.queries.enterprises.standing import Standing, standing
from hotline.store.queries.enterprises.wanted import Facet, Wanted
from hotline.store.work import Work

LOOKED_BACK = 8  # 期：与此前八个同样长的统计期相比
FEWEST_DEMANDS, FEWEST_ENTERPRISES = 3, 2
KEPT = 20
CONFIDENCE = 0.95
BY = (Facet.MATTER, Facet.LEAGUE)
FORMULA = (
    "热点度 ＝ 100 ×（1＋增势）× 占比 × 涉及面 × 严重度 × 重复度。增势＝（本期件数－此前八期平均）÷ 平均的平方根，低于平均的记 0，"
    "平均不足 1 件的按 1 件算；占比＝该事项件数 ÷ 本期涉企诉求件数；涉及面＝ln（1＋企业家数）；"
    "严重度＝1＋投诉举报、紧急、问题工单所占的比例；重复度＝1＋同一企业再次提出的件数所占的比例。前三项之积与回流「蒙速办」的热度同一算法。"
    f"只列本期不少于 {FEWEST_DEMANDS} 件、{FEWEST_ENTERPRISES} 家企业的事项。增速为本期与此前八期平均之比，"
    "区间为 95% 精确置信区间（两个泊松率之比，Clopper–Pearson）；下限不高于 1 的，上升可能是偶然的。"
)


@dataclass(frozen=True)
class Hot:
    """One matter in one league on the hot list (热点榜的一行): every factor, and the heat that they make.

    Args:
        usual: mean demands over the eight periods before; low, high: of the ratio to it; high is None where it has no end.
    """

    matter: str
    league: str
    demands: int
    enterprises: int
    usual: float
    growth: float
    share: float
    heat: float
    severity: float
    repetition: float
    low: float
    high: float | None

    @property
    def score(self) -> float:
        """The heat with severity and repetition (热点度)."""
        return round(self.heat * self.severity * self.repetition, 2)

    @property
    def rises(self) -> bool:
        """Whether it has risen by more than chance."""
        return self.low > 1


def rate_ratio(now: int, before: int, back: int = LOOKED_BACK) -> tuple[float, float | None]:
    """The exact interval of how many times the usual there are now (增速的置信区间).

    Args:
        before: demands in all the periods before together; back: how many periods those were.
    """
    if now + before == 0:
        return 0.0, None
    given = binomtest(now, now + before).proportion_ci(CONFIDENCE, method="exact")
    high = None if given.high >= 1 else float(given.high / (1 - given.high) * back)
    return float(given.low / (1 - given.low) * back) if given.low < 1 else float("inf"), high


def hot_list(work: Work, wanted: Wanted) -> list[Hot]:
    """The matters that enterprises speak of more, more widely, more gravely and more often than usual, hottest first.

    Args:
        wanted: its days are the period; they must be given.
    """
    if wanted.first is None or wanted.last is None:
        raise ValueError("a hot list is of a period")
    length = (wanted.last - wanted.first).days + 1
    earlier = Wanted(wanted.first - timedelta(days=length * LOOKED_BACK), wanted.first - timedelta(days=1), wanted.cut, wanted.within)  # fmt: skip
    now, before = standing(work, wanted, BY, callers=True), standing(work, earlier, BY)
    total = sum(one.count("受理") for one in now.values())
    found = [_hot(key, one, before, total) for key, one in now.items() if key[0] and _enough(one)]
    return sorted(found, key=lambda one: (-one.score, one.matter, one.league))[:KEPT]


def _enough(one: Standing) -> bool:
    return one.count("受理") >= FEWEST_DEMANDS and one.callers >= FEWEST_ENTERPRISES


def _hot(key: tuple[str, ...], one: Standing, before: Mapping[tuple[str, ...], Standing], total: int) -> Hot:
    demands, past = one.count("受理"), before.get(key, Standing()).count("受理")
    usual = past / LOOKED_BACK
    low, high = rate_ratio(demands, past)
    return Hot(
        matter=key[0],
        league=key[1],
        demands=demands,
        enterprises=one.callers,
        usual=usual,
        growth=growth(demands, usual),
        share=demands / total,
        heat=heat(demands, usual, total, one.callers),
        severity=1 + one.count("严重") / demands,
        repetition=1 + max(0, demands - one.callers) / demands,
        low=low,
        high=high,
    )
