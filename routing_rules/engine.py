"""Who is responsible (派单判定): exceptions are read first, in their order; then of all rules the narrowest wins.

The order of rows in 权责清单 means nothing, so the table may be sorted in a spreadsheet at will. Two rules that
cross, neither the narrower, would leave the answer open; `checks` refuses such a table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, reduce

from routing_rules.calendar import BEIJING, Deadline, WorkCalendar
from routing_rules.directory import Agency, Directory
from routing_rules.guidance import Guidance
from routing_rules.limits import TimeLimit, limit_for
from routing_rules.scope import Codes, Scope, within


@dataclass(frozen=True)
class Outcome:
    """What a row decides: function and level of the lead, functions of the co-handlers (主办 协办)."""

    lead: str
    level: str
    co_handlers: tuple[str, ...]
    basis: str
    grade: str


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
class SpecialCase:
    """One row of the exceptions (判定例外): a category and a word in the text decide before the rules are read."""

    number: str
    precedence: int
    category: Codes
    words: tuple[str, ...]
    outcome: Outcome
    example: str
    line: int

    def holds(self, category: str, text: str) -> bool:
        """Whether it decides this demand."""
        return within(frozenset({category}), self.category) and any(word in text for word in self.words)


@dataclass(frozen=True)
class Category:
    """A node of the category tree (事项分类)."""

    code: str
    name: str
    parent: str


@dataclass(frozen=True)
class Demand:
    """What must be known of a demand to route it; all by code or by the tables' Chinese words."""

    category: str
    region: str
    requester: str = "个人"
    demand_type: str = "求助"
    urgency: str = "普通"
    text: str = ""


@dataclass(frozen=True)
class RunnerUp:
    """The row that came second, and where it lost (次优规则)."""

    rule: str
    agency: str
    column: str
    why: str


@dataclass(frozen=True)
class Decision:
    """Who handles a demand, by when, and by which row of which edition (派单结果及依据)."""

    agency: Agency
    co_handlers: tuple[Agency, ...]
    limit: TimeLimit
    deadline: Deadline
    rule: str
    matched: str
    basis: str
    grade: str
    edition: str
    runner_up: RunnerUp | None


@dataclass(frozen=True)
class RuleBook:
    """One edition of the rule tables (规则库版本)."""

    edition: str
    categories: Mapping[str, Category]
    directory: Directory
    rules: tuple[Rule, ...]
    special_cases: tuple[SpecialCase, ...]
    limits: tuple[TimeLimit, ...]
    calendar: WorkCalendar
    guidance: tuple[Guidance, ...]

    @cached_property
    def _by_branch(self) -> dict[str, list[Rule]]:
        """Rules by the first two digits of their categories: a decision looks at few of them."""
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            for branch in {code[:2] for code in rule.scope.category}:
                found.setdefault(branch, []).append(rule)
        return found

    @property
    def leaves(self) -> list[str]:
        """The category codes that demands are given."""
        parents = {category.parent for category in self.categories.values()}
        return [code for code in self.categories if code not in parents]

    def decide(self, demand: Demand, at: datetime) -> Decision | None:
        """The agency responsible and its deadline, or None: then a dispatcher decides (人工派单).

        Args:
            demand: with a known category and region; KeyError otherwise.
            at: the moment of dispatch, with its zone; the clock starts here.
        """
        day = at.astimezone(BEIJING).date()
        ranked = self.reaching(demand, day)
        special = next((row for row in self.special_cases if row.holds(demand.category, demand.text)), None)
        if special is None and not ranked:
            return None
        outcome = special.outcome if special else ranked[0].outcome
        agency = self.directory.responsible(outcome.lead, demand.region, outcome.level, day)
        if agency is None:
            return None
        limit, deadline = self.time_allowed(demand, at)
        return Decision(
            agency=agency,
            co_handlers=self._co_handlers(outcome, demand.region, day, agency),
            limit=limit,
            deadline=deadline,
            rule=special.number if special else ranked[0].number,
            matched=_matched(special, ranked[0] if ranked else None, self, demand),
            basis=outcome.basis,
            grade=outcome.grade,
            edition=self.edition,
            runner_up=self._runner_up(special, ranked, demand, day),
        )

    def time_allowed(self, demand: Demand, at: datetime) -> tuple[TimeLimit, Deadline]:
        """The time limit that counts for a demand, and when it runs out; also where a person names the agency."""
        limit = limit_for(self.limits, demand.category, demand.urgency, demand.requester, demand.demand_type)
        return limit, self.calendar.after(at, limit.amount, limit.clock)

    def reaching(self, demand: Demand, day: date) -> list[Rule]:
        """The rules that reach this demand, the narrowest first."""
        asked = Scope.of(demand.category, demand.region, demand.requester)
        near = [*self._by_branch.get(demand.category[:2], ()), *self._by_branch.get("", ())]
        left = [rule for rule in near if rule.is_valid_on(day) and asked.within(rule.scope)]
        ranked = []
        while left:
            best = reduce(lambda best, other: other if other.scope.within(best.scope) else best, left)
            ranked.append(best)
            left.remove(best)
        return ranked

    def _co_handlers(self, outcome: Outcome, region: str, day: date, lead: Agency) -> tuple[Agency, ...]:
        found = (self.directory.responsible(code, region, outcome.level, day) for code in outcome.co_handlers)
        return tuple(agency for agency in found if agency is not None and agency.code != lead.code)

    def _runner_up(
        self, special: SpecialCase | None, ranked: Sequence[Rule], demand: Demand, day: date
    ) -> RunnerUp | None:
        lost = ranked if special else [rule for rule in ranked[1:] if rule.scope != ranked[0].scope]
        second = next(iter(lost), None)
        if second is None:
            return None
        agency = self.directory.responsible(second.outcome.lead, demand.region, second.outcome.level, day)
        name = agency.name if agency else "（该职能在当地没有单位）"
        if special:
            return RunnerUp(second.number, name, "关键词", f"例外 {special.number} 先于权责清单判定")
        winner = ranked[0]
        pairs = zip(winner.scope.parts(), second.scope.parts(), strict=True)
        column = next(head for (head, mine), (_, theirs) in pairs if not within(theirs, mine))
        return RunnerUp(second.number, name, column, f"「{column}」的范围比 {winner.number} 宽")


def _matched(special: SpecialCase | None, rule: Rule | None, book: RuleBook, demand: Demand) -> str:
    """The cells that matched, in words."""
    if special:
        word = next(word for word in special.words if word in demand.text)
        return f"例外 {special.number}：正文出现「{word}」"
    if rule is None:
        return ""
    category = book.categories[demand.category].name
    cells = [f"{head}={'、'.join(sorted(codes))}" for head, codes in rule.scope.parts() if "" not in codes]
    return f"规则 {rule.number}（{category}）：{'，'.join(cells) or '不限'}"
