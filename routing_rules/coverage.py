"""How much the tables reach (覆盖率): every leaf category × banner × requester, and those that reach no unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

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


def coverage(book: RuleBook, at: datetime) -> Coverage:
    """Try every combination; note gaps and rules that never won (死规则)."""
    gaps, won, tried = [], set(), 0
    for demand in _combinations(book):
        tried += 1
        decision = book.decide(demand, at)
        if decision is None:
            gaps.append(demand)
        else:
            won.add(decision.rule)
    dead = tuple(rule.number for rule in book.rules if rule.number not in won)
    return Coverage(tried, tuple(gaps), dead)


def _combinations(book: RuleBook) -> Iterator[Demand]:
    banners = [region.code for region in book.directory.regions.values() if region.level == "旗县"]
    for category in book.leaves:
        for region in banners:
            for requester in REQUESTERS:
                yield Demand(category, region, requester)
