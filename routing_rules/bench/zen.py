"""The same table in zen-engine (参照引擎); it is looked for only when the bench is run, and nothing else needs it."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any

from routing_rules.engine import Demand, RuleBook

# zen-engine 的列名只认西文
LEVEL_COLUMNS = ("heading", "category", "league", "banner", "requester")
PREFIX_COLUMNS = ("category", "region", "requester")

Scope = tuple[str, str, str]


class Zen:
    """The same table in zen-engine, as a decision table whose first hit counts (参照引擎).

    Args:
        prefixes: written as the table is, a code standing for all below it; else one column a level, compared whole,
            which zen-engine finds without going through the rows.
    """

    def __init__(self, book: RuleBook, *, prefixes: bool) -> None:
        self._columns = PREFIX_COLUMNS if prefixes else LEVEL_COLUMNS
        rows = [([next(iter(codes)) for _, codes in rule.scope.parts()], rule.number) for rule in book.rules]
        rows.sort(key=lambda row: [-len(code) for code in row[0]])
        told = _prefix_tests if prefixes else _level_tests
        content = _decision_table(self._columns, [(told(*scope), number) for scope, number in rows])
        # create_decision 每问一次都重编一遍；交给装载器的才只编一次
        self._engine: Any = import_module("zen").ZenEngine({"loader": {"type": "static", "content": {"表": content}}})

    def asked(self, demands: Iterable[Demand]) -> list[dict[str, str]]:
        """The demands as the columns want them (问句)."""
        spread = self._columns == LEVEL_COLUMNS
        cells = (_levels(*demand[:3]) if spread else demand[:3] for demand in demands)
        return [dict(zip(self._columns, one, strict=True)) for one in cells]

    def rule(self, asked: dict[str, str]) -> str:
        """The number of the row that counts; empty if none does (命中行)."""
        return str(self._engine.evaluate("表", asked)["result"].get("rule", ""))


def _decision_table(columns: Sequence[str], rows: Iterable[tuple[Sequence[str], str]]) -> dict[str, Any]:
    rules = [
        {"_id": number, **dict(zip(columns, tests, strict=True)), "rule": _quoted(number)} for tests, number in rows
    ]
    table = {"hitPolicy": "first", "rules": rules, "outputs": [{"id": "rule", "name": "rule", "field": "rule"}]}
    table["inputs"] = [{"id": one, "name": one, "field": one} for one in columns]
    kinds: Sequence[tuple[str, str, object]] = (
        ("问", "inputNode", {}), ("表", "decisionTableNode", table), ("答", "outputNode", {}),
    )  # fmt: skip
    nodes = [{"id": one, "name": one, "type": kind, "content": held} for one, kind, held in kinds]
    return {"nodes": nodes, "edges": [{"id": a + b, "sourceId": a, "targetId": b, "type": "edge"} for a, b in ("问表", "表答")]}  # fmt: skip


def _prefix_tests(*scope: str) -> list[str]:
    return [one and f"startsWith($, {_quoted(one)})" for one in scope]


def _level_tests(*scope: str) -> list[str]:
    top, leaf, league, banner, requester = _levels(*scope)
    return [one and _quoted(one) for one in ("" if leaf else top, leaf, "" if banner else league, banner, requester)]


def _levels(category: str, region: str, requester: str) -> tuple[str, ...]:
    return category[:2], category[2:] and category, region[2:] and region[:4], region[4:] and region, requester


def _quoted(text: str) -> str:
    return f'"{text}"'
