"""Matters that many speak of though no name and no category holds them together (同一件事): groups of like demands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from classifier.matters.places_in_text import GAP, areas
from classifier.text import normalise
from classifier.topics.finding import groups_of
from classifier.topics.naming import named
from hotline.analytics.warning.chances import allowed, bursts, series_of, size_chance
from hotline.analytics.warning.found import OF_TOPICS, Found, Limits
from hotline.domain.analysis.terms import TopicKind, WarningLevel

REFERENCE = 180  # 天：在近半年的诉求里归并同一件事
SIZED = 56  # 天：八周内有多少人说同一件事
WINDOWS = (1, 3, 7, 28)
WEEK = 7
TESTS = len(WINDOWS) + 1
NAMED_BY = 12
OPENING = 60
MOSTLY_ALONE = 0.9  # 还没有多少诉求时，当作十件事里九件只有一个人说


@dataclass(frozen=True)
class Voice:
    """One demand, as far as it matters who said what how long ago (一次反映).

    Args:
        person: tells people apart; age: in days, 0 to `REFERENCE`.
    """

    ticket: int
    person: str
    age: float
    title: str
    text: str


def matters_found(voices: Sequence[Voice], league: str, limits: Limits) -> list[Found]:
    """The matters of which more people spoke than chance would have it, of late or at all in eight weeks.

    Args:
        voices: all demands of one league within the reference, none of them older.
    """
    voices = [replace(one, title=_placeless(one.title), text=_placeless(one.text)) for one in voices]
    groups = [
        [voices[at] for at in places]
        for places in groups_of([one.title for one in voices], [one.text for one in voices])
    ]
    demands = [sum(one.age < days for one in voices) for days in WINDOWS]
    usual = _usual_size(voices, groups)
    rate = allowed(limits.false_a_week * OF_TOPICS, demands[WINDOWS.index(WEEK)], TESTS)
    shares = np.array(demands) / max(len(voices), 1)
    found = [_tested(group, shares, usual, limits) for group in groups if len(group) >= limits.people]
    standing = [one for one in found if one.chance <= rate]
    names = named([[f"{one.title}\n{one.text[:OPENING]}" for one in _of(voices, found)] for found in standing])
    return [
        Found(f"{league}|事:{min(one.tickets)}", TopicKind.COMMON, WarningLevel.NOTICE, one.why, one.expected,
              one.growth, one.chance, f"事:{name.name}", tickets=one.tickets)
        for one, name in zip(standing, names, strict=True)
    ]  # fmt: skip


def _placeless(text: str) -> str:
    """A text without leagues and banners: a rare banner's name must not make one matter of all that is said there."""
    return areas(normalise(text))[0].replace(GAP, " ").strip()


@dataclass(frozen=True)
class _Tested:
    chance: float
    why: str
    expected: float
    growth: float
    tickets: tuple[int, ...]


def _of(voices: Iterable[Voice], found: _Tested) -> list[Voice]:
    inside = set(found.tickets)
    return [one for one in voices if one.ticket in inside][:NAMED_BY]


def _usual_size(voices: Sequence[Voice], groups: Sequence[Sequence[Voice]]) -> float:
    """The parameter of how many people a matter usually has in eight weeks."""
    sizes = [len({one.person for one in group if one.age < SIZED}) for group in groups]
    grouped = sum(one.age < SIZED for group in groups for one in group)
    alone = sum(one.age < SIZED for one in voices) - grouped + sizes.count(1)
    matters = alone + sum(size > 1 for size in sizes)
    return series_of(alone / matters) if alone and matters else series_of(MOSTLY_ALONE)


def _tested(group: Sequence[Voice], shares: npt.NDArray[np.float64], theta: float, limits: Limits) -> _Tested:
    latest: dict[str, float] = {}
    for one in group:
        latest[one.person] = min(one.age, latest.get(one.person, one.age))
    ages, tickets = np.array(list(latest.values())), tuple(sorted(one.ticket for one in group))
    inside = np.array([float((ages < days).sum()) for days in WINDOWS])
    chances = np.where(inside >= limits.people, bursts(inside, np.full(len(WINDOWS), float(len(ages))), shares), 1.0)
    at, sized = int(chances.argmin()), int((ages < SIZED).sum())
    size = size_chance(sized, theta) if sized >= limits.people else 1.0
    if size < chances[at]:
        usual = theta / (-np.log1p(-theta) * (1 - theta))
        why = f"近八周 {sized} 人反映同一件事，一件事通常只有 {usual:.1f} 人"
        return _Tested(size, why, float(usual), float(sized / usual), tickets)
    expected = float(len(ages) * shares[at])
    why = f"近 {WINDOWS[at]} 天 {inside[at]:.0f} 人反映同一件事，按近半年应有 {expected:.1f} 人"
    return _Tested(float(chances[at]), why, expected, float(inside[at] / max(expected, 1.0)), tickets)
