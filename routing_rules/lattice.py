"""The rules in force on one day, laid out by category, region and requester (权责格): the narrowest is found by looking up.

A rule with several codes in a cell stands at several places. Because a table with unsettled crossings is refused
(checking/crossings.py), the first rule met when one goes from the longest category code to the shortest, then from
the longest region, then from the named requester, is a narrowest one; the proof is a property test.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product

from routing_rules.rows import Rule
from routing_rules.scope import Scope

Tree = dict[str, dict[str, dict[str, Rule]]]


@lru_cache(maxsize=4096)
def upwards(code: str) -> tuple[str, ...]:
    """A code and all above it, the narrowest first: 150105, 1501, 15, and the empty code that means 不限."""
    return (*(code[:length] for length in range(len(code) - len(code) % 2, 0, -2)), "")


class Lattice:
    """The rules of one day, to be asked by category, region and requester."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._tree: Tree = {}
        self._rules: dict[str, list[Rule]] = {}
        for rule in rules:
            for code in rule.scope.category:
                self._rules.setdefault(code, []).append(rule)
            for category, region, requester in product(*(codes for _, codes in rule.scope.parts())):
                place = self._tree.setdefault(category, {}).setdefault(region, {})
                known = place.get(requester)
                if known is None or _before(rule, known):
                    place[requester] = rule

    def narrowest(self, category: str, region: str, requester: str) -> Rule | None:
        """The rule that counts there, or None if none reaches so far."""
        for code in upwards(category):
            regions = self._tree.get(code)
            if regions is None:
                continue
            for place in upwards(region):
                requesters = regions.get(place)
                if requesters is None:
                    continue
                rule = requesters.get(requester) or requesters.get("")
                if rule is not None:
                    return rule
        return None

    def reaching(self, category: str, region: str, requester: str) -> list[Rule]:
        """All rules that reach this demand, the narrowest first; for explanations, not for deciding."""
        asked = Scope.of(category, region, requester)
        near = {id(rule): rule for code in upwards(category) for rule in self._rules.get(code, ())}
        left = [rule for rule in near.values() if asked.within(rule.scope)]
        return list(_ranked(left, self.narrowest(category, region, requester)))


def _ranked(left: list[Rule], winner: Rule | None) -> Iterator[Rule]:
    if winner is not None:
        left.remove(winner)
        yield winner
    while left:
        best = left[0]
        for other in left[1:]:
            best = other if _before(other, best) else best
        left.remove(best)
        yield best


def _before(one: Rule, other: Rule) -> bool:
    """Whether the one is the narrower; of two that reach the same, the lower number."""
    if one.scope == other.scope:
        return one.number < other.number
    return one.scope.within(other.scope)
