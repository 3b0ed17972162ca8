"""Time limits (时限): rows by stage, read in their order of precedence; the first whose conditions all hold counts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from routing_rules.columns import CLOCKS
from routing_rules.scope import Codes, within

CLOSE = "办结"
_WRITTEN = re.compile(rf"([1-9]\d{{0,3}}) ?({'|'.join(CLOCKS)})")


@dataclass(frozen=True)
class Limit:
    """So many hours, natural days or working days (时限长短)."""

    amount: int
    clock: str

    @classmethod
    def read(cls, written: str) -> "Limit | None":
        """The limit that is written as 「5工作日」; None if it is not written so."""
        found = _WRITTEN.fullmatch(written)
        return cls(int(found[1]), found[2]) if found else None

    def __str__(self) -> str:
        return f"{self.amount} {self.clock}"


@dataclass(frozen=True)
class TimeLimit:
    """One row of the time limits (时限表); an empty condition holds always.

    Args:
        stage: the part of a ticket's life that is limited (环节).
        start: for 办结 the moment from which it counts, 派单 or 签收; empty means 派单.
    """

    number: str
    stage: str
    precedence: int
    urgency: str
    requester: str
    demand_types: frozenset[str]
    category: Codes
    limit: Limit
    start: str
    basis: str
    grade: str
    line: int = 0

    def holds(self, category: str, urgency: str, requester: str, demand_type: str) -> bool:
        """Whether all conditions of the row hold."""
        return (
            self.urgency in ("", urgency)
            and self.requester in ("", requester)
            and (not self.demand_types or demand_type in self.demand_types)
            and within(frozenset({category}), self.category)
        )

    @property
    def unconditional(self) -> bool:
        """Whether it holds for every demand."""
        return not (self.urgency or self.requester or self.demand_types) and "" in self.category

    def __str__(self) -> str:
        return str(self.limit)


def limit_for(
    limits: Iterable[TimeLimit], category: str, urgency: str, requester: str, demand_type: str
) -> TimeLimit | None:
    """The row that counts; `limits` are those of one stage in their order of precedence. None: no clock for this stage."""
    return next((row for row in limits if row.holds(category, urgency, requester, demand_type)), None)
