"""Time limits (办理时限): rows read in their order of precedence; the first whose conditions all hold counts."""

from collections.abc import Iterable
from dataclasses import dataclass

from routing_rules.scope import Codes, within


@dataclass(frozen=True)
class TimeLimit:
    """One row of the time limits (时限表); an empty condition holds always."""

    number: str
    precedence: int
    urgency: str
    requester: str
    demand_types: frozenset[str]
    category: Codes
    amount: int
    clock: str
    basis: str
    grade: str

    def holds(self, category: str, urgency: str, requester: str, demand_type: str) -> bool:
        """Whether all conditions of the row hold."""
        return (
            self.urgency in ("", urgency)
            and self.requester in ("", requester)
            and (not self.demand_types or demand_type in self.demand_types)
            and within(frozenset({category}), self.category)
        )

    def __str__(self) -> str:
        return f"{self.amount} {self.clock}"


def limit_for(limits: Iterable[TimeLimit], category: str, urgency: str, requester: str, demand_type: str) -> TimeLimit:
    """The row that counts; `limits` stand in order of precedence and the last has no conditions (checked)."""
    return next(limit for limit in limits if limit.holds(category, urgency, requester, demand_type))
