"""How much the tables reach (覆盖率): every leaf category × banner × requester, and those that reach no unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from routing_rules.columns import REQUESTERS
from routing_rules.engine import Demand, RuleBook


@dataclass(frozen=True)
class Coverage:
    """The combinations tried, and those for which no unit was found (空档)."""

    tried: int
    gaps: tuple[Demand, ...]
    dead: tuple[str, ...]

    @property
    def share(self) -> float:
        """The share of combinations that reach an agency, 0–1."""
        return 1 - len(self.gaps) / self.tried if self.tried else 0.0


def coverage(book: RuleBook, day: date) -> Coverage:
    """Try every combination; note gaps and rules that never won (死规则)."""
    force, gaps, won, tried = book.on(day), [], set(), 0
    for demand in _combinations(book):
        tried += 1
        route = force.route(demand)
        if route is None:
            gaps.append(demand)
        else:
            won.add(route.row.number)
    waiting = {rule.number for rule in book.rules if rule.valid_from and rule.valid_from > day}
    dead = tuple(rule.number for rule in book.rules if rule.number not in won | waiting)
    return Coverage(tried, tuple(gaps), dead)


def _combinations(book: RuleBook) -> Iterator[Demand]:
    """Every leaf category in every place where people live: banners and zones, and what stands above them."""
    banners = [region.code for region in book.directory.regions.values() if region.level == "旗县"]
    for category in book.leaves:
        for region in banners:
            for requester in REQUESTERS:
                yield Demand(category, region, requester)
