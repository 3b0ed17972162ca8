"""What was found to be too much for chance (发现), from counts of names, of topics and of cells; knows no register."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from hotline.analytics.warning.chances import allowed, bursts, cells_tested
from hotline.analytics.warning.speech import spot_in
from hotline.domain.analysis.seasons import season_of
from hotline.domain.analysis.terms import TopicKind, WarningLevel
from routing_rules.practice import Practice

# 一个盟市一周的误报件数，三种查法分摊
OF_TOPICS, OF_NAMES, OF_CELLS = 0.5, 0.25, 0.25
BEFORE = 56  # 天：与此前八周相比
WINDOWS = ("一日", "三日", "七日")
CELLS_A_DEMAND = 3  # 一件诉求进到几个格子：事项×旗县、事项×盟市、大类×盟市
LEAST_GROWTH = 1.5
USUAL_TIMES = 3  # 本来天天有的，须达到平日几倍才算苗头
FEWEST_WEEKS = 3
SEASONAL = 0.01  # 比往年同期仍少于此概率的，不能归为季节
MOSTLY = 0.5
LEAGUE = 4


@dataclass(frozen=True)
class Limits:
    """From how many on something is said, and how often it may be wrong (起报数、误报上限).

    Args:
        false_a_week: false alarms a week in one league that are put up with, on average.
    """

    tickets: int
    people: int
    spot_a_day: int
    danger_a_day: int
    false_a_week: int


def limits_of(practice: Practice) -> Limits:
    """The limits of the rule tables in force."""
    return Limits(
        practice.number("热点最少件数"), practice.number("热点最少人数"), practice.number("苗头同地一日件数"),
        practice.number("苗头险情一日件数"), practice.number("热点每周误报上限"),
    )  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One thing that stands out (发现).

    Args:
        cell: what was counted, so that the next look finds the same; expected: how many were to be expected;
            chance: of so many by chance; tickets: their ids.
    """

    cell: str
    kind: TopicKind
    level: WarningLevel
    why: str
    expected: float
    growth: float
    chance: float
    name: str = ""
    category: str | None = None
    region: str = ""
    tickets: tuple[int, ...] = ()


@dataclass(frozen=True)
class NameCount:
    """How often one name was spoken of in one league (名称计数): people by window and before, tickets of the last day."""

    league: str
    name: str
    people: tuple[int, int, int]
    before: int
    tickets: int
    tickets_of_day: int
    danger_of_day: int


@dataclass(frozen=True)
class Volume:
    """How much a league has to tell (诉求总量): demands by window and in the weeks before, names told in a week."""

    demands: tuple[int, int, int]
    before: int
    names: int


def names_found(counts: Sequence[NameCount], volumes: Mapping[str, Volume], limits: Limits) -> list[Found]:
    """Names that stand out in a day, three days or a week, and names that are a risk by themselves."""
    if not counts:
        return []
    inside = np.array([one.people for one in counts], dtype=np.float64)
    whole = inside[:, 2] + np.array([one.before for one in counts], dtype=np.float64)
    demands = np.array([volumes[one.league].demands for one in counts], dtype=np.float64)
    before = np.array([volumes[one.league].before for one in counts], dtype=np.float64)
    shares = demands / np.maximum(demands[:, 2] + before, 1)[:, None]
    chances = bursts(inside, whole[:, None], shares)
    found = []
    for at, one in enumerate(counts):
        window = int(chances[at].argmin())
        chance, expected = float(chances[at, window]), float(whole[at] * shares[at, window])
        known = before[at] > 0  # 没有此前各周可比的，只按起报数
        enough = allowed(limits.false_a_week * OF_NAMES, volumes[one.league].names, len(WINDOWS))
        stands = known and chance <= enough
        found.append(
            _risk(one, limits, chance, stands or not known) or _burst(one, limits, window, expected, chance, stands)
        )
    return [one for one in found if one is not None]


def _risk(one: NameCount, limits: Limits, chance: float, stands: bool) -> Found | None:
    """A spot with many demands in one day, or with several that speak of danger: the latter whatever the test says."""
    spot, usual = spot_in(one.name), one.before / BEFORE
    danger = one.danger_of_day >= limits.danger_a_day
    if one.tickets_of_day < USUAL_TIMES * usual or not (danger or (stands and one.tickets_of_day >= limits.spot_a_day)):
        return None
    why = f"「{spot}」一日内 {one.tickets_of_day} 件，平日 {usual:.1f} 件"
    why += f"，其中涉险情 {one.danger_of_day} 件" if one.danger_of_day else ""
    level = WarningLevel.GRAVE if danger else WarningLevel.SERIOUS
    growth = one.tickets_of_day / max(usual, 1.0)
    return Found(f"{one.league}|{one.name}", TopicKind.RISK, level, why, usual, growth, chance, one.name)


def _burst(one: NameCount, limits: Limits, window: int, expected: float, chance: float, stands: bool) -> Found | None:
    people = one.people[window]
    growth = people / max(expected, 1.0)
    if not stands or people < limits.people or one.tickets < limits.tickets or growth < LEAST_GROWTH:
        return None
    why = f"{WINDOWS[window]}内 {people} 人反映，按此前八周应有 {expected:.1f} 人"
    cell = f"{one.league}|{one.name}"
    return Found(cell, TopicKind.COMMON, WarningLevel.SERIOUS, why, expected, growth, chance, one.name)


@dataclass(frozen=True)
class CellCount:
    """One matter in one place week by week (格子计数): the last seven days first, then the weeks before.

    Args:
        demands: of its league in the last seven days; seasons: the same weeks of past years, as far as there are any.
    """

    category: str
    region: str
    weeks: tuple[int, ...]
    people: int
    demands: int
    seasons: tuple[int, ...] = ()


def cells_found(counts: Sequence[CellCount], month: int, limits: Limits) -> list[Found]:
    """Matters that a place speaks of more than in the weeks before; those usual for the time of the year say so."""
    if not counts or len(counts[0].weeks) <= FEWEST_WEEKS:
        return []
    now = np.array([one.weeks[0] for one in counts], dtype=np.float64)
    expected, chances = cells_tested(now, np.array([one.weeks[1:] for one in counts], dtype=np.float64))
    usual_of_season = _within_season(now, counts)
    rate = limits.false_a_week * OF_CELLS
    return [
        _cell(one, float(expected[at]), float(chances[at]), usual_of_season[at], month)
        for at, one in enumerate(counts)
        if chances[at] <= allowed(rate, one.demands, CELLS_A_DEMAND)
        and one.weeks[0] >= max(limits.tickets, LEAST_GROWTH * expected[at])
        and one.people >= limits.people
    ]


def _within_season(now: npt.NDArray[np.float64], counts: Sequence[CellCount]) -> list[bool]:
    if len(counts[0].seasons) < FEWEST_WEEKS:
        return [False] * len(counts)
    _, chances = cells_tested(now, np.array([one.seasons for one in counts], dtype=np.float64))
    return [bool(chance > SEASONAL) for chance in chances]


def _cell(one: CellCount, expected: float, chance: float, usual_of_season: bool, month: int) -> Found:
    season = season_of(month, one.category)
    seasonal = usual_of_season or bool(season and not one.seasons)
    why = f"近七天 {one.weeks[0]} 件、{one.people} 人，按此前各周应有 {expected:.1f} 件"
    if seasonal:
        why += f"；与往年同期相当{f'（{season}）' if season else ''}" if usual_of_season else f"；正值{season}"
    return Found(
        f"{one.category}|{one.region}", TopicKind.SEASONAL if seasonal else TopicKind.COMMON, WarningLevel.NOTICE,
        why, expected, one.weeks[0] / max(expected, 1.0), chance, category=one.category, region=one.region,
    )  # fmt: skip


def folded(found: Iterable[Found]) -> list[Found]:
    """The findings without those that mostly repeat a stronger one (去重): risks first, then names, then cells."""
    order = sorted(found, key=lambda one: (one.kind is not TopicKind.RISK, not one.name, one.chance, -len(one.region)))
    kept: list[Found] = []
    for one in order:
        mine = set(one.tickets)
        for at, other in enumerate(kept):
            if mine and len(mine & set(other.tickets)) >= MOSTLY * len(mine):
                if one.name and other.name and one.cell[:LEAGUE] == other.cell[:LEAGUE]:
                    kept[at] = replace(other, tickets=tuple(sorted(mine | set(other.tickets))))
                break
        else:
            kept.append(one)
    return kept
