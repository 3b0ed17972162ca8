"""What came of a project (前后对比): demands of its matter and place before it was begun and since, with a stated test.

The two stretches are compared as Poisson rates. Given their sum the later count is binomial (Przyborowski and Wilenski
1940), which gives the chance and an exact interval (Clopper and Pearson 1934) of the ratio; where the weeks before
scatter more than Poisson, both are widened by that overdispersion (McCullagh and Nelder 1989, ch. 6).
"""

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scipy.stats import beta, norm

from hotline.analytics.significance import LEVEL, counts_differ, dispersion
from hotline.analytics.tallies import cut_of
from hotline.domain.analysis.document import Chart, Series
from hotline.store.analysis.projects import Project
from hotline.store.queries.figures.rolled import days_kept, received_by_day
from hotline.store.queries.figures.tallying import statistical_day
from hotline.store.queries.projects import demands_by_day
from hotline.store.work import Work

WEEK, BEFORE, MOST_AFTER = 7, 12, 52
LEAST_AFTER = 2 * WEEK
HALF = 0.5  # 一边为零时各加半件（Haldane 1956）
METHOD = (
    "检验：把前后两段看作泊松计数，按条件二项检验（双侧，水平 5%），区间为发生率之比的 95% 区间；"
    "启动前各周起伏大于泊松的，按其离散度放宽。没有扣除季节、天气等影响，下结论前请结合同地其他事项看。"
)


@dataclass(frozen=True)
class Stage:
    """Demands of a stretch of days (一段): how many, in how many days that were counted."""

    demands: int
    days: int

    @property
    def a_week(self) -> float:
        """Demands a week (每周件数)."""
        return self.demands / self.days * WEEK if self.days else 0.0


@dataclass(frozen=True)
class Effect:
    """Before and since (前后对比).

    Args:
        ratio: of the rates, since to before, with its interval; None where it cannot be told.
        others: the same ratio of all other demands of the place, or None.
    """

    before: Stage
    since: Stage
    ratio: float | None
    low: float
    high: float
    chance: float
    spread: float
    others: float | None
    chart: Chart
    sentences: tuple[str, ...]


def effect(work: Work, project: Project) -> Effect | None:
    """The picture of a project that was begun; None for one that was not. For a Work that sees all."""
    if project.begun_on is None:
        return None
    cut = cut_of(work.rules)
    yesterday = statistical_day(work.now, cut) - timedelta(days=1)  # 今天还没有过完
    first = project.begun_on - timedelta(weeks=BEFORE)
    last = min(yesterday, project.begun_on + timedelta(days=MOST_AFTER * WEEK - 1))
    if last < first:
        return None
    demands, known = demands_by_day(work, project.matter, project.region, first, last, cut)
    before = _stage(demands, {day for day in known if day < project.begun_on})
    since = _stage(demands, {day for day in known if day >= project.begun_on})
    weeks = _weeks(demands, known, first, last)
    ratio, low, high, chance, spread = _compare(before, since, [n for n in weeks[:BEFORE] if n is not None])
    chart = _chart(weeks, first, project)
    others = _others(work, project, demands, first, last)
    return Effect(
        before, since, ratio, low, high, chance, spread, others, chart,
        _told(before, since, (ratio, low, high), chance, others),
    )  # fmt: skip


def compared(before: Stage, since: Stage, history: Sequence[int] = ()) -> tuple[float, float, float, float]:
    """The ratio of the rates, its 95 % interval and the chance of such a difference (发生率之比).

    Args:
        history: the weeks before, from which the overdispersion is taken.
    """
    exposure = since.days / before.days
    chance = counts_differ(since.demands, before.demands, history, exposure)
    ratio = since.demands / (before.demands * exposure) if before.demands else math.inf
    spread, a, b = dispersion(history), since.demands, before.demands
    if spread <= 1.0:
        low = float(beta.ppf(LEVEL / 2, a, b + 1)) if a else 0.0
        high = float(beta.ppf(1 - LEVEL / 2, a + 1, b)) if b else 1.0
        return ratio, _odds(low) / exposure, _odds(high) / exposure, chance
    middle = (a + HALF) / ((b + HALF) * exposure) if not (a and b) else ratio
    error = float(norm.ppf(1 - LEVEL / 2)) * math.sqrt(spread * (1 / (a or HALF) + 1 / (b or HALF)))
    return ratio, middle * math.exp(-error), middle * math.exp(error), chance


def _compare(before: Stage, since: Stage, history: Sequence[int]) -> tuple[float | None, float, float, float, float]:
    if not before.days or since.days < LEAST_AFTER or before.demands + since.demands == 0:
        return None, 0.0, 0.0, 1.0, 1.0
    return *compared(before, since, history), dispersion(history)


def _odds(share: float) -> float:
    return share / (1 - share) if share < 1 else math.inf


def _stage(demands: Mapping[date, int], days: Collection[date]) -> Stage:
    return Stage(sum(demands.get(day, 0) for day in days), len(days))


def _weeks(demands: Mapping[date, int], known: Collection[date], first: date, last: date) -> list[int | None]:
    """Whole weeks from the first day on; None for a week of which not every day was counted."""
    found: list[int | None] = []
    start = first
    while start + timedelta(days=WEEK - 1) <= last:
        days = [start + timedelta(days=at) for at in range(WEEK)]
        found.append(sum(demands.get(day, 0) for day in days) if all(day in known for day in days) else None)
        start += timedelta(days=WEEK)
    return found


def _others(work: Work, project: Project, demands: Mapping[date, int], first: date, last: date) -> float | None:
    """How all other demands of the place went meanwhile; None where the roll-ups have gaps or too few."""
    whole = (last - first).days + 1
    if project.begun_on is None or len(days_kept(work, first, last)) < whole or last < project.begun_on:
        return None
    each = received_by_day(work, first, last, project.region)
    rest = {day: counts.get("受理", 0) - demands.get(day, 0) for day, counts in each.items()}
    early = sum(number for day, number in rest.items() if day < project.begun_on)
    late = sum(number for day, number in rest.items() if day >= project.begun_on)
    days = (last - project.begun_on).days + 1
    return (late / days) / (early / (BEFORE * WEEK)) if early >= BEFORE and days >= LEAST_AFTER else None


def _told(
    before: Stage, since: Stage, ratio: tuple[float | None, float, float], chance: float, others: float | None
) -> tuple[str, ...]:
    rates = f"启动前 {BEFORE} 周平均每周 {before.a_week:.1f} 件，启动以来平均每周 {since.a_week:.1f} 件"
    if not before.days:
        return ("启动前没有可比的数据，不作前后对比。",)
    if since.days < LEAST_AFTER:
        return (f"启动以来只有 {since.days} 天的数据，满两周后再作前后对比。",)
    value, low, high = ratio
    if value is None:
        return ("前后都没有这类诉求，不作前后对比。",)
    if math.isinf(value):
        return (f"{rates}；启动前没有这类诉求，不计算升降幅度。",)
    luck = "不像偶然" if chance < LEVEL else "可能出于偶然"
    sentences = [f"{rates}，{change(value)}（95% 区间：{change(low)}至{change(high)}），{luck}。"]
    gaps = BEFORE * WEEK - before.days
    if gaps:
        sentences.append(f"启动前有 {gaps} 天没有数据，按有数据的 {before.days} 天折算。")
    if others is not None:
        sentences.append(f"同期同地其他事项合计{change(others)}。")
    return tuple(sentences)


def change(ratio: float) -> str:
    """A ratio as people say it: 下降 20.0%, 上升 5.0%, 持平 (升降)."""
    if math.isinf(ratio):
        return "上升无上限"
    moved = round((ratio - 1) * 100, 1)
    return f"下降 {-moved:.1f}%" if moved < 0 else f"上升 {moved:.1f}%" if moved > 0 else "持平"


def _chart(weeks: Sequence[int | None], first: date, project: Project) -> Chart:
    labels = [f"{first + timedelta(weeks=at):%m-%d}" for at in range(len(weeks))]
    early = [value if at < BEFORE else None for at, value in enumerate(weeks)]
    late = [value if at >= BEFORE else None for at, value in enumerate(weeks)]
    said = (
        f"{_run('启动前', early[:BEFORE])}；{_run('启动以来', late[BEFORE:])}。"
        f"{project.begun_on:%Y年%-m月%-d日} 启动，横轴为每周第一天，只列完整的周。"
    )
    series = [Series("启动前", early), Series("启动以来", late)]
    return Chart("前后各周受理量", "line", labels, series, said)


def _run(name: str, values: Sequence[int | None]) -> str:
    known = [value for value in values if value is not None]
    return f"{name} {len(known)} 周每周 {min(known)} 至 {max(known)} 件" if known else f"{name}还没有完整的周"
