"""One edition against another on past tickets (回放比对): what would move, from whom to whom, and what returns it would save."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from routing_rules.engine import Demand, InForce, RuleBook

EXAMPLES = 20


class Past(NamedTuple):
    """A ticket of the past, as it would be decided again (历史工单).

    Args:
        agency: the unit that handled it in the end; empty if none did.
        returned: the units that gave it back with success (退单获准).
    """

    number: str
    demand: Demand
    agency: str = ""
    returned: tuple[str, ...] = ()


class Moved(NamedTuple):
    """One ticket that the two editions decide differently (去向不同的工单)."""

    number: str
    before: str
    after: str
    rule_before: str
    rule_after: str


@dataclass
class Comparison:
    """What came of it (比对结果).

    Args:
        ways: (unit before, unit after) → how many tickets; an empty unit means left to a dispatcher.
        limits: (limit before, limit after) → how many tickets that stay with their unit.
        avoided: tickets whose return would not have happened: their unit of then is not asked, the right one is.
        caused: tickets that would now go to a unit that gave them back then.
    """

    tried: int = 0
    ways: Counter[tuple[str, str]] = field(default_factory=Counter)
    limits: Counter[tuple[str, str]] = field(default_factory=Counter)
    examples: list[Moved] = field(default_factory=list)
    avoided: list[str] = field(default_factory=list)
    caused: list[str] = field(default_factory=list)
    unreadable: int = 0

    @property
    def moved(self) -> int:
        """How many tickets would go to another unit."""
        return sum(self.ways.values())


def compare(old: RuleBook, new: RuleBook, tickets: Iterable[Past], day: date) -> Comparison:
    """Decide every ticket by both editions, as they stand on one day.

    Args:
        day: usually the day on which the new edition would come into force.
    """
    found, before, after = Comparison(), old.on(day), new.on(day)
    for past in tickets:
        found.tried += 1
        one, other = _decided(before, past.demand), _decided(after, past.demand)
        if one is None or other is None:
            found.unreadable += 1
            continue
        if one[0] != other[0]:
            found.ways[one[0], other[0]] += 1
            if len(found.examples) < EXAMPLES:
                found.examples.append(Moved(past.number, one[0], other[0], one[1], other[1]))
        elif one[2] != other[2]:
            found.limits[one[2], other[2]] += 1
        if past.returned and one[0] in past.returned and other[0] == past.agency:
            found.avoided.append(past.number)
        if past.returned and one[0] not in past.returned and other[0] in past.returned:
            found.caused.append(past.number)
    return found


def _decided(force: InForce, demand: Demand) -> tuple[str, str, str] | None:
    """Unit, rule and limit; None if this edition does not know the codes any more."""
    if demand.category not in force.book.categories or demand.region not in force.book.directory.regions:
        return None
    route = force.route(demand)
    if route is None:
        return "", "", ""
    return route.agency.code, route.row.number, str(force.limit(demand, route.row))
