"""Why this agency and not another (派单依据): the row that won with its matched cells, and the row that came second."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from routing_rules.calendar import BEIJING, Deadline
from routing_rules.engine import Decision, Demand, InForce, Row, RuleBook
from routing_rules.rows import CrossDuty, NamedPlace, Rule
from routing_rules.scope import within


@dataclass(frozen=True)
class Cell:
    """One cell of the winning row, and what of the demand it matched (命中的格)."""

    column: str
    cell: str
    met: str


@dataclass(frozen=True)
class RunnerUp:
    """The row that came second, and the cell where it lost (次优规则)."""

    rule: str
    agency: str
    column: str
    why: str


@dataclass(frozen=True)
class Explanation:
    """Everything that answers “why us?” (为什么派给我们)."""

    decision: Decision
    table: str
    cells: tuple[Cell, ...]
    runner_up: RunnerUp | None
    deadline: Deadline

    @property
    def matched(self) -> str:
        """The winning row with its matched cells, in one line."""
        told = "，".join(f"{cell.column} {cell.cell}（{cell.met}）" for cell in self.cells)
        return f"{self.table} {self.decision.rule}：{told or '不限'}"


def explain(book: RuleBook, demand: Demand, at: datetime) -> Explanation | None:
    """Why `book.decide` answers as it does; None where it answers None."""
    decision = book.decide(demand, at)
    if decision is None:
        return None
    force = book.on(at.astimezone(BEIJING).date())
    route = force.route(demand)
    if route is None:
        return None
    limit = decision.limit.limit
    return Explanation(
        decision=decision,
        table=_table(route.row),
        cells=tuple(_cells(book, route.row, demand)),
        runner_up=_runner_up(force, route.row, demand),
        deadline=book.calendar.explained(at, limit.amount, limit.clock),
    )


def _table(row: Row) -> str:
    return "例外表" if isinstance(row, NamedPlace) else "交叉职责判定表" if isinstance(row, CrossDuty) else "权责清单"


def _cells(book: RuleBook, row: Row, demand: Demand) -> Iterator[Cell]:
    met = {
        "事项分类": f"{demand.category} {book.categories[demand.category].name}",
        "行政区划": f"{demand.region} {book.directory.regions[demand.region].name}",
        "诉求主体": demand.requester,
    }
    for column, codes in row.scope.parts():
        if "" not in codes:
            yield Cell(column, "、".join(sorted(codes)), met[column])
    if isinstance(row, NamedPlace):
        yield Cell("地名", row.word_in(demand.text), "诉求中出现")
    elif isinstance(row, CrossDuty):
        yield Cell("关键词", row.word_in(demand.text), f"{row.matter}：{row.case}")


def _runner_up(force: InForce, winner: Row, demand: Demand) -> RunnerUp | None:
    ranked = force.reaching(demand)
    if isinstance(winner, Rule):
        second = next((rule for rule in ranked if rule is not winner and rule.scope != winner.scope), None)
        return _beaten_by_scope(force, winner, second, demand.region) if second else None
    others = [row for row in force.specials(demand) if row is not winner]
    beaten: Row | None = next(iter([*others, *ranked]), None)
    if beaten is None:
        return None
    column = "地名" if isinstance(winner, NamedPlace) else "关键词"
    if isinstance(beaten, type(winner)):
        why = f"优先级 {beaten.precedence} 在 {winner.number} 的 {winner.precedence} 之后"
        column = "优先级"
    else:
        why = f"{_table(winner)}先于{_table(beaten)}判定"
    return RunnerUp(beaten.number, _unit_name(force, beaten, demand.region), column, why)


def _beaten_by_scope(force: InForce, winner: Rule, second: Rule, region: str) -> RunnerUp:
    pairs = zip(winner.scope.parts(), second.scope.parts(), strict=True)
    column = next(head for (head, mine), (_, theirs) in pairs if not within(theirs, mine))
    why = f"「{column}」的范围比 {winner.number} 宽"
    return RunnerUp(second.number, _unit_name(force, second, region), column, why)


def _unit_name(force: InForce, row: Row, region: str) -> str:
    if isinstance(row, NamedPlace):
        agency = force.book.directory.named(row.agency, force.day)
    else:
        agency = force.unit_of(row.outcome, region)
    return agency.name if agency else "（该职能在当地没有单位）"
