"""The rows that decide (判定行): of the responsibility table, the exceptions and the crossing duties."""

from dataclasses import dataclass
from datetime import date

from routing_rules.limits import Limit
from routing_rules.scope import Scope, within


@dataclass(frozen=True)
class Outcome:
    """What a row decides: function and level of the lead, functions of the co-handlers (主办 协办).

    Args:
        limit: the time limit of the row's own, or None: then the time limits decide.
    """

    lead: str
    level: str
    co_handlers: tuple[str, ...]
    basis: str
    grade: str
    limit: Limit | None = None


@dataclass(frozen=True)
class Rule:
    """One row of the responsibility table (权责清单)."""

    number: str
    scope: Scope
    outcome: Outcome
    line: int
    valid_from: date | None = None
    valid_until: date | None = None

    def is_valid_on(self, day: date) -> bool:
        """Whether the row is in force on that day."""
        return (self.valid_from or day) <= day <= (self.valid_until or day)


@dataclass(frozen=True)
class NamedPlace:
    """One row of the exceptions (例外): at a place of this name another unit answers.

    Args:
        words: names of the place, as people write them.
    """

    number: str
    precedence: int
    scope: Scope
    words: tuple[str, ...]
    agency: str
    co_agencies: tuple[str, ...]
    basis: str
    grade: str
    example: str
    line: int
    valid_from: date | None = None
    valid_until: date | None = None

    def is_valid_on(self, day: date) -> bool:
        """Whether the row is in force on that day."""
        return (self.valid_from or day) <= day <= (self.valid_until or day)

    def word_in(self, text: str) -> str:
        """The first of its names that the text holds, or an empty text."""
        return next((word for word in self.words if word in text), "")


@dataclass(frozen=True)
class CrossDuty:
    """One row of a decision table for duties that cross (交叉职责判定).

    Args:
        matter: which decision table it belongs to (噪声、违法建设 …).
        case: the case in words, as an official reads it.
        but_not: words that keep the row from holding.
    """

    number: str
    matter: str
    precedence: int
    scope: Scope
    case: str
    words: tuple[str, ...]
    but_not: tuple[str, ...]
    outcome: Outcome
    example: str
    line: int

    def word_in(self, text: str) -> str:
        """The first of its words that the text holds, or an empty text; none where an excluding word stands."""
        word = next((word for word in self.words if word in text), "")
        return "" if word and any(other in text for other in self.but_not) else word

    def reaches(self, category: str) -> bool:
        """Whether demands of this category may be decided by it."""
        return within(frozenset({category}), self.scope.category)
