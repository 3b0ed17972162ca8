"""The picture of the lifecycle (工单流转图): the table in lifecycle.py as a page that people can read."""

from collections.abc import Sequence

from hotline.domain.agency_requests import EXPLAINED, REQUESTS
from hotline.domain.lifecycle import FINAL, MARKS, MOVES, NEEDS, Move
from hotline.domain.vocabulary import State

HEAD = """# 工单流转 / Lifecycle of a ticket

本页由 `hotline docs` 依 `hotline/domain/lifecycle.py` 的流转表生成，请勿手改；改了流转表就重新生成，测试会核对。
This page is generated from the table `MOVES` by `hotline docs`; do not edit it by hand.
"""


def lifecycle_page() -> str:
    """docs/lifecycle.md: the picture and the table of all permitted steps."""
    return "\n".join(
        (HEAD, *_diagram(), "", *_table(MOVES), "", *_endings(), "", *_marks(), "", *_requests(), "")
    )  # fmt: skip


def _diagram() -> list[str]:
    """A Mermaid state diagram; moves between the same two states share an arrow."""
    arrows: dict[tuple[State, State], list[str]] = {}
    for move in MOVES:
        labels = arrows.setdefault((move.before, move.after), [])
        if move.action.label not in labels:
            labels.append(move.action.label)
    names = [f'    state "{state.label}" as {state.value}' for state in State]
    lines = [
        f"    {before.value} --> {after.value} : {'、'.join(labels)}" for (before, after), labels in arrows.items()
    ]
    return ["```mermaid", "stateDiagram-v2", *names, f"    [*] --> {State.DRAFT.value}", *lines, "```"]


def _table(moves: Sequence[Move]) -> list[str]:
    return ["| 动作 | 从 | 到 | 由谁 | 须带 |", "| --- | --- | --- | --- | --- |", *map(_row, moves)]


def _marks() -> list[str]:
    """The side steps: one line an action, with the states in which it may be taken."""
    lines = ["## 不改变状态的动作", "", "| 动作 | 在哪些状态 | 由谁 | 须带 |", "| --- | --- | --- | --- |"]
    for action in dict.fromkeys(mark.action for mark in MARKS):
        rows = [mark for mark in MARKS if mark.action == action]
        by, needs = _said(rows[0])
        lines.append(f"| {action.label} | {'、'.join(row.before.label for row in rows)} | {by} | {needs} |")
    return lines


def _requests() -> list[str]:
    """What may be asked for: who asks, who grants, and what then happens."""
    lines = [
        "## 申请与审批",
        "",
        "| 申请 | 谁可提 | 在哪些状态 | 谁来批 | 同意后 | 说明 |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for kind, rule in REQUESTS.items():
        asked, states, granted = (
            "、".join(one.label for one in some) for some in (rule.asked_by, rule.states, rule.granted_by)
        )  # fmt: skip
        effect = rule.effect.label if rule.effect else "以裁定指定作结"
        lines.append(f"| {kind.label} | {asked} | {states} | {granted} | {effect} | {EXPLAINED[kind]} |")
    return lines


def _row(move: Move) -> str:
    by, needs = _said(move)
    return f"| {move.action.label} | {move.before.label} | {move.after.label} | {by} | {needs} |"


def _said(move: Move) -> tuple[str, str]:
    return "、".join(role.label for role in move.by), "、".join(NEEDS[need] for need in move.needs) or "—"


def _endings() -> list[str]:
    ends = "、".join(state.label for state in State if state in FINAL)
    return [f"办完的状态：{ends}。其余状态的工单都还在办。"]
