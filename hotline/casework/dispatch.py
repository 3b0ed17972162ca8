"""Giving a ticket to an agency (派单): lead and co-handlers, by which rule, until when, decided by whom."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import update

from hotline.casework.judgement import Judgement
from hotline.casework.steps import take
from hotline.domain.errors import Incomplete
from hotline.domain.lifecycle import find_move
from hotline.domain.vocabulary import Action, Decider, Part, State
from hotline.store.agencies import AgencyRecord
from hotline.store.tickets import Assignment, Ticket
from hotline.store.work import Work
from routing_rules import Decision, Demand


@dataclass(frozen=True)
class Chosen:
    """Who is to handle a ticket, and on what grounds (派单结果)."""

    agency: str
    co_handlers: tuple[str, ...]
    due_at: datetime
    limit: str
    rule: str
    edition: str
    basis: str

    @classmethod
    def by_rule(cls, decision: Decision) -> "Chosen":
        """What the rule book decided."""
        return cls(
            agency=decision.agency.code,
            co_handlers=tuple(agency.code for agency in decision.co_handlers),
            due_at=decision.deadline.at,
            limit=str(decision.limit),
            rule=decision.rule,
            edition=decision.edition,
            basis=f"{decision.matched}；{decision.basis}（{decision.grade}）",
        )


def choose(work: Work, judgement: Judgement, ticket: Ticket, *, category: str, region: str, agency: str) -> Chosen:
    """What a person's choice of category, region and perhaps agency comes to under the current rules.

    Args:
        agency: a unit's code that overrides the rule, or empty to follow the rule.

    Raises:
        Incomplete: an unknown category, region or agency, or no rule and no agency.
    """
    known = judgement.rules
    wrong = [f"事项分类「{category}」不在分类表中，请重新选择"] if category not in known.categories else []
    wrong += [f"区划「{region}」不在区划表中，请重新选择"] if region not in known.directory.regions else []
    if agency and work.session.get(AgencyRecord, agency) is None:
        wrong.append(f"承办单位「{agency}」不在单位名录中，请重新选择")
    if wrong:
        raise Incomplete("；".join(wrong))
    demand = Demand(
        category, region, ticket.requester_kind.label, ticket.demand_type.label, ticket.urgency.label, ticket.text
    )
    decision = known.decide(demand, work.now)
    if decision is None and not agency:
        raise Incomplete(f"规则表没有覆盖「{judgement.category_name(category)}」在此地的承办单位，请直接选定承办单位")
    if decision is not None and agency in ("", decision.agency.code):
        return Chosen.by_rule(decision)
    advised = f"规则建议 {decision.agency.name}，{decision.rule}" if decision else "规则表没有覆盖"
    limit, deadline = known.time_allowed(demand, work.now)
    return Chosen(agency, (), deadline.at, str(limit), "", known.edition, f"人工指定（{advised}）")


def dispatch(
    work: Work, ticket: Ticket, chosen: Chosen, decided_by: Decider, *, seen: int | None = None, **also: Any
) -> Ticket:
    """Give the ticket to its agencies; what they had of it before is ended.

    Args:
        also: further columns of the ticket that are decided with it.
    """
    take(
        work, ticket, Action.DISPATCH, seen=seen,
        agency=chosen.agency, due_at=chosen.due_at, rule=chosen.rule, decided_by=decided_by,
        sets={
            "agency": chosen.agency, "due_at": chosen.due_at, "limit": chosen.limit, "rule": chosen.rule,
            "rule_edition": chosen.edition, "basis": chosen.basis, "decided_by": decided_by,
            "dispatched_at": work.now, "waits_for": "", **also,
        },
    )  # fmt: skip
    _end(work, ticket, "改派")
    parts = [(chosen.agency, Part.LEAD), *((code, Part.CO_HANDLER) for code in chosen.co_handlers)]
    work.session.add_all(
        Assignment(
            ticket_id=ticket.id, agency=code, part=part, decided_by=decided_by,
            rule=chosen.rule, due_at=chosen.due_at, given_at=work.now,
        )
        for code, part in parts
    )  # fmt: skip
    work.session.flush()
    return ticket


def take_back(work: Work, ticket: Ticket, why: str) -> Ticket:
    """The ticket is no agency's any more (收回派单)."""
    _end(work, ticket, why)
    ticket.agency = ticket.due_at = None
    return ticket


def conclude(work: Work, ticket: Ticket) -> Ticket:
    """Nothing more is asked of the agencies; what they were given stays theirs to look up (派单终结)."""
    _end(work, ticket, None)
    return ticket


def _end(work: Work, ticket: Ticket, why: str | None) -> None:
    """End what is open of the ticket's assignments; with a reason they were taken back, without one they were done."""
    work.session.execute(
        update(Assignment)
        .where(Assignment.ticket_id == ticket.id, Assignment.ended_at.is_(None))
        .values(ended_at=work.now, ended_why=why)
        .execution_options(synchronize_session=False)
    )


def dispatch_by_person(
    work: Work, judgement: Judgement, number: str, *, category: str, region: str, agency: str = "", seen: int | None
) -> Ticket:
    """A dispatcher or an agent decides (人工派单); the rule still gives the time limit."""
    ticket = work.ticket(number)
    find_move(Action.DISPATCH, ticket.state, work.person.role, {"agency", "due_at"})  # 先问可否，再看材料
    chosen = choose(work, judgement, ticket, category=category, region=region, agency=agency)
    decider = Decider.DISPATCHER if ticket.state == State.QUEUED else Decider.AGENT
    return dispatch(work, ticket, chosen, decider, seen=seen, category=category, region=region)
