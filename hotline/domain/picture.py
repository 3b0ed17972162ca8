"""The picture of the lifecycle (工单流转图): the table in lifecycle.py as a page that people can read."""

from hotline.domain.lifecycle import FINAL, MOVES, NEEDS, Move
from hotline.domain.vocabulary import State

HEAD = """# 工单流转 / Lifecycle of a ticket

本页由 `hotline docs` 依 `hotline/domain/lifecycle.py` 的流转表生成，请勿手改；改了流转表就重新生成，测试会核对。
This page is generated from the table `MOVES` by `hotline docs`; do not edit it by hand.
"""


def lifecycle_page() -> str:
    """docs/lifecycle.md: the picture and the table of all permitted steps."""
    return "\n".join((HEAD, *_diagram(), "", *_table(), "", *_endings(), ""))


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


def _table() -> list[str]:
    return ["| 动作 | 从 | 到 | 由谁 | 须带 |", "| --- | --- | --- | --- | --- |", *map(_row, MOVES)]


def _row(move: Move) -> str:
    by = "、".join(role.label for role in move.by)
    needs = "、".join(NEEDS[need] for need in move.needs) or "—"
    return f"| {move.action.label} | {move.before.label} | {move.after.label} | {by} | {needs} |"


def _endings() -> list[str]:
    ends = "、".join(state.label for state in State if state in FINAL)
    return [f"办完的状态：{ends}。其余状态的工单都还在办。"]
