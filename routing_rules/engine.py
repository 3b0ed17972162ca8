"""Who is responsible (派单判定): exceptions first, then crossing duties, then of all rules the narrowest.

The order of rows in 权责清单 means nothing, so the table may be sorted in a spreadsheet at will. Two rules that
cross, neither the narrower, would leave the answer open; `checking` refuses such a table. Deciding only looks up;
why it came out so is told apart (explain.py).
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

from routing_rules.calendar import BEIJING, Deadline, WorkCalendar
from routing_rules.directory import Agency, Directory
from routing_rules.guidance import Guidance
from routing_rules.indicators.definition import Indicator
from routing_rules.lattice import Lattice
from routing_rules.limits import CLOSE, TimeLimit, limit_for
from routing_rules.practice import Practice
from routing_rules.rows import CrossDuty, NamedPlace, Outcome, Rule
from routing_rules.scope import ANY, within

ORDINARY = "普通"


@dataclass(frozen=True)
class Category:
    """A node of the category tree (事项分类).

    Args:
        grassroots: whether townships, streets and communities may handle it (基层可办).
    """

    code: str
    name: str
    parent: str
    grassroots: bool = False


class Demand(NamedTuple):
    """What must be known of a demand to route it; all by code or by the tables' Chinese words."""

    category: str
    region: str
    requester: str = "个人"
    demand_type: str = "求助"
    urgency: str = ORDINARY
    text: str = ""


Row = NamedPlace | CrossDuty | Rule


class Route(NamedTuple):
    """The unit that a row leads to, before any clock (去向)."""

    agency: Agency
    co_handlers: tuple[Agency, ...]
    row: Row


class Decision(NamedTuple):
    """Who handles a demand, by when, and by which row of which edition (派单结果)."""

    agency: Agency
    co_handlers: tuple[Agency, ...]
    limit: TimeLimit
    deadline: Deadline
    rule: str
    basis: str
    grade: str
    edition: str


@dataclass(frozen=True)
class RuleBook:
    """One edition of the rule tables (规则库版本)."""

    edition: str
    categories: Mapping[str, Category]
    directory: Directory
    rules: tuple[Rule, ...]
    exceptions: tuple[NamedPlace, ...]
    cross_duties: tuple[CrossDuty, ...]
    limits: Mapping[str, tuple[TimeLimit, ...]]
    practice: Practice
    calendar: WorkCalendar
    guidance: tuple[Guidance, ...]
    indicators: tuple[Indicator, ...] = ()

    @property
    def leaves(self) -> list[str]:
        """The category codes that demands are given."""
        parents = {category.parent for category in self.categories.values()}
        return [code for code in self.categories if code not in parents]

    @cached_property
    def _turns(self) -> list[date]:
        """The days on which something comes into force or goes out of it."""
        dated: tuple[Rule | NamedPlace | Agency, ...] = (*self.rules, *self.exceptions, *self.directory.listed)
        begins = {row.valid_from for row in dated if row.valid_from}
        return sorted(begins | {row.valid_until + timedelta(days=1) for row in dated if row.valid_until})

    @cached_property
    def _in_force(self) -> dict[int, "InForce"]:
        return {}

    def on(self, day: date) -> "InForce":
        """The edition as it stands on a day; the same object for all days between two turns."""
        turn = bisect_right(self._turns, day)
        if (found := self._in_force.get(turn)) is None:
            found = self._in_force[turn] = InForce(self, day)
        return found

    def decide(self, demand: Demand, at: datetime) -> Decision | None:
        """The agency responsible and its deadline, or None: then a dispatcher decides (人工派单).

        Args:
            demand: with a known category and region; KeyError otherwise.
            at: the moment of dispatch, with its zone; the clock starts here.
        """
        here = at.astimezone(BEIJING)
        force = self.on(here.date())
        route = force.route(demand)
        if route is None:
            return None
        limit = force.limit(demand, route.row)
        outcome = route.row if isinstance(route.row, NamedPlace) else route.row.outcome
        return Decision(
            route.agency, route.co_handlers, limit, self.calendar.after(here, limit.limit.amount, limit.limit.clock),
            route.row.number, outcome.basis, outcome.grade, self.edition,
        )  # fmt: skip

    def time_allowed(self, demand: Demand, at: datetime, stage: str = CLOSE) -> tuple[TimeLimit, Deadline] | None:
        """The time limit that counts for a demand in a stage, and when it runs out; None: no clock for this stage."""
        rows = self.limits.get(stage, ())
        row = limit_for(rows, demand.category, demand.urgency, demand.requester, demand.demand_type)
        return (row, self.calendar.after(at, row.limit.amount, row.limit.clock)) if row else None


@dataclass
class InForce:
    """The rows of an edition that are in force on a day, with what has been looked up kept (当日有效的规则)."""

    book: RuleBook
    day: date
    _lattice: Lattice = field(init=False)
    _places: dict[str, tuple[NamedPlace, ...]] = field(default_factory=dict)
    _duties: dict[str, tuple[CrossDuty, ...]] = field(default_factory=dict)
    _routes: dict[tuple[str, str, str], Route | None] = field(default_factory=dict)
    _limits: dict[tuple[str, str, str, str], TimeLimit] = field(default_factory=dict)
    _units: dict[tuple[str, str, str], Agency | None] = field(default_factory=dict)
    _led: dict[tuple[str, str], Route | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lattice = Lattice(rule for rule in self.book.rules if rule.is_valid_on(self.day))

    def route(self, demand: Demand) -> Route | None:
        """Where this demand goes, or None if no row reaches it or the row leads to no unit."""
        special = self.special(demand) if demand.text else None
        if special is not None:
            return self._led_to(special, demand.region)
        key = demand[:3]
        if key not in self._routes:
            if demand.category not in self.book.categories:
                raise KeyError(demand.category)
            self._routes[key] = self._led_by(self._lattice.narrowest(*key), demand.region)
        return self._routes[key]

    def special(self, demand: Demand) -> NamedPlace | CrossDuty | None:
        """The exception, or else the crossing duty, that decides before the rules are read."""
        return next(self.specials(demand), None)

    def specials(self, demand: Demand) -> Iterator[NamedPlace | CrossDuty]:
        """All rows that would decide before the rules, in their order (例外先于交叉判定)."""
        category, text = demand.category, demand.text
        if category not in self._places:
            self._know(category)
        for place in self._places[category]:
            if place.word_in(text) and _reached(place, demand):
                yield place
        for duty in self._duties[category]:
            if duty.word_in(text) and _reached(duty, demand):
                yield duty

    def reaching(self, demand: Demand) -> list[Rule]:
        """The rules that reach this demand, the narrowest first."""
        return self._lattice.reaching(*demand[:3])

    def limit(self, demand: Demand, row: Row) -> TimeLimit:
        """The limit for closing: the row's own where the demand is ordinary, else by the time limits."""
        if not isinstance(row, NamedPlace) and (own := row.outcome.limit) and demand.urgency == ORDINARY:
            outcome = row.outcome
            return TimeLimit(row.number, CLOSE, 0, "", "", frozenset(), ANY, own, "", outcome.basis, outcome.grade)
        key = (demand.category, demand.urgency, demand.requester, demand.demand_type)
        if (found := self._limits.get(key)) is None:
            found = self._limits[key] = limit_for(self.book.limits[CLOSE], *key) or self.book.limits[CLOSE][-1]
        return found

    def unit_of(self, outcome: Outcome, region: str) -> Agency | None:
        """The lead's unit in a region."""
        return self._responsible(outcome.lead, region, outcome.level)

    def _responsible(self, function: str, region: str, level: str) -> Agency | None:
        key = (function, region, level)
        if key not in self._units:
            self._units[key] = self.book.directory.responsible(function, region, level, self.day)
        return self._units[key]

    def _know(self, category: str) -> None:
        asked = frozenset({category})
        self._places[category] = tuple(
            row for row in self.book.exceptions if row.is_valid_on(self.day) and within(asked, row.scope.category)
        )
        self._duties[category] = tuple(row for row in self.book.cross_duties if row.reaches(category))

    def _led_by(self, rule: Rule | None, region: str) -> Route | None:
        """Where a rule leads in a region; the same for every demand that it decides there."""
        if rule is None:
            return None
        key = (rule.number, region)
        if key not in self._led:
            self._led[key] = self._led_to(rule, region)
        return self._led[key]

    def _led_to(self, row: Row, region: str) -> Route | None:
        directory = self.book.directory
        if isinstance(row, NamedPlace):
            lead = directory.named(row.agency, self.day)
            others = [directory.named(code, self.day) for code in row.co_agencies]
        else:
            lead, level = self.unit_of(row.outcome, region), row.outcome.level
            others = [self._responsible(code, region, level) for code in row.outcome.co_handlers]
        if lead is None:
            return None
        co_handlers = {unit.code: unit for unit in others if unit is not None and unit.code != lead.code}
        return Route(lead, tuple(co_handlers.values()), row)


def _reached(row: NamedPlace | CrossDuty, demand: Demand) -> bool:
    scope = row.scope
    return within(frozenset({demand.region}), scope.region) and within(frozenset({demand.requester}), scope.requester)
