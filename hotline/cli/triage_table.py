"""The table that `hotline tickets triage` writes (研判结果表): how dispatch is measured; its form is kept."""

from hotline.casework.judgement import Judgement
from hotline.casework.judging.verdict import Verdict
from hotline.domain.moments import beijing

HEADINGS = (
    "id", "category", "confidence", "second", "third", "demand_type", "urgency", "requester", "company", "region",
    "agency", "function", "co_agencies", "limit", "due_at", "rule", "edition", "decision", "reason",
)  # fmt: skip


def line_of(key: str, verdict: Verdict, judgement: Judgement) -> list[str]:
    """One row: codes where there are codes, Chinese where people read; `decision` is auto or person."""
    decision = verdict.decision
    others = [guess.category for guess in verdict.guesses[1:3]] + ["", ""]
    return [
        key,
        verdict.category,
        f"{verdict.confidence:.4f}" if verdict.confidence is not None else "",
        others[0],
        others[1],
        verdict.demand_type.label,
        verdict.urgency.label,
        verdict.requester.label,
        verdict.company,
        verdict.region,
        decision.agency.name if decision else "",
        judgement.rules.directory.functions[decision.agency.function].name if decision else "",
        "、".join(agency.name for agency in decision.co_handlers) if decision else "",
        str(decision.limit) if decision else "",
        f"{beijing(decision.deadline.at):%Y-%m-%d %H:%M}" if decision else "",
        decision.rule if decision else "",
        judgement.rules.edition,
        "auto" if verdict.auto else "person",
        verdict.reason or (verdict.explained.matched if verdict.explained else ""),
    ]
