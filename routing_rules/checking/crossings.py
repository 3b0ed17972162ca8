"""Rules that cross with neither the narrower (范围交叉): found by walking up from each code, not by comparing all pairs."""

from collections.abc import Iterator, Sequence
from datetime import date

from routing_rules.columns import RESPONSIBILITY
from routing_rules.directory import Agency
from routing_rules.errors import Mistake
from routing_rules.lattice import upwards
from routing_rules.rows import NamedPlace, Rule
from routing_rules.scope import Scope

ONE_OF = "请删去其一"
A_ROW = "请为交叉部分单列一行"


def days_of_both(one: Rule | Agency | NamedPlace, other: Rule | Agency | NamedPlace) -> tuple[date, date] | None:
    """The first and the last day on which both are in force, or None."""
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    last = min(one.valid_until or date.max, other.valid_until or date.max)
    return (first, last) if first <= last else None


def crossing_rules(rules: Sequence[Rule]) -> Iterator[Mistake]:
    """Two rules reach the same demands with different results, and nothing says which one counts."""
    by_code: dict[str, list[int]] = {}
    for place, rule in enumerate(rules):
        for code in rule.scope.category:
            by_code.setdefault(code, []).append(place)
    told: set[Mistake] = set()
    for first, second in _meeting(rules, by_code):
        one, other = rules[first], rules[second]
        near = [rules[p] for p in _near(one, other, by_code)]
        if (found := _crossing(one, other, near)) is not None:
            told.add(found)
    yield from sorted(told)


def _meeting(rules: Sequence[Rule], by_code: dict[str, list[int]]) -> Iterator[tuple[int, int]]:
    """The pairs of rules with different results that may meet: one's category lies above or at the other's."""
    seen: set[tuple[int, int]] = set()
    for place, rule in enumerate(rules):
        for code in rule.scope.category:
            for up in upwards(code):
                for other in by_code.get(up, ()):
                    pair = (min(place, other), max(place, other))
                    if other == place or pair in seen or rule.outcome == rules[other].outcome:
                        continue
                    if _apart(rule.scope, rules[other].scope):
                        continue
                    seen.add(pair)
                    yield pair


def _apart(one: Scope, other: Scope) -> bool:
    """A quick no for most pairs: no region of the one lies above or below one of the other."""
    return not any(a.startswith(b) or b.startswith(a) for a in one.region for b in other.region)


def _near(one: Rule, other: Rule, by_code: dict[str, list[int]]) -> set[int]:
    codes = {up for rule in (one, other) for code in rule.scope.category for up in upwards(code)}
    below = {code for code in by_code for mine in (*one.scope.category, *other.scope.category) if code.startswith(mine)}
    return {place for code in codes | below for place in by_code.get(code, ())}


def _crossing(one: Rule, other: Rule, group: Sequence[Rule]) -> Mistake | None:
    common, days = one.scope.meet(other.scope), days_of_both(one, other)
    if common is None or days is None or one.outcome == other.outcome:
        return None
    narrower, wider = other.scope.within(one.scope), one.scope.within(other.scope)
    earlier = f"{other.number} 与第 {one.line} 行 {one.number} "
    if narrower and wider:
        return Mistake(RESPONSIBILITY.name, other.line, "", f"{earlier}适用范围相同而结果不同", ONE_OF)
    if narrower or wider or any(_settles(third, one, other, common, days) for third in group):
        return None
    return Mistake(RESPONSIBILITY.name, other.line, "", f"{earlier}范围交叉而分不出大小", A_ROW)


def _settles(third: Rule, one: Rule, other: Rule, common: Scope, days: tuple[date, date]) -> bool:
    """Whether a third, narrower rule covers all that the two have in common, on all days that they have in common."""
    lasts = (third.valid_from or date.min) <= days[0] and days[1] <= (third.valid_until or date.max)
    between = third.scope.within(one.scope) and third.scope.within(other.scope)
    return lasts and between and common.within(third.scope)
