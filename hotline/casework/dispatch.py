"""Giving a ticket to an agency (派单): lead and co-handlers, by which rule, until when, decided by whom."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select, update

from hotline.casework.clocks import again, allowed, demand_of, told
from hotline.casework.judgement import Judgement
from hotline.casework.steps import refuse_stale, take
from hotline.casework.watch.supervision import note_wandering
from hotline.domain.errors import Incomplete
from hotline.domain.handling_terms import Stage
from hotline.domain.lifecycle import find_move
from hotline.domain.vocabulary import Action, Decider, Part, State
from hotline.store.agencies import AgencyRecord
from hotline.store.casefile.supervision import Recusal
from hotline.store.scope import same_body
from hotline.store.tickets import Assignment, Ticket
from hotline.store.work import Work
from routing_rules import Explanation, RuleBook, TimeLimit, explain
from routing_rules.columns import GRASSROOTS

RETURNED, RULED, TAKEN_BACK = "退单改派", "裁定指定", "退回重派"
REDONE, UNMERGED, ESCALATED = "重办", "解除并单", "提级改派"


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
    provisional: bool = False
    explanation: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def by_rule(cls, rules: RuleBook, found: Explanation, at: datetime) -> "Chosen":
        """What the rule book decided, with everything that answers “why us?”."""
        decision = found.decision
        return cls(
            agency=decision.agency.code,
            co_handlers=tuple(agency.code for agency in decision.co_handlers),
            due_at=decision.deadline.at,
            limit=str(decision.limit),
            rule=decision.rule,
            edition=decision.edition,
            basis=f"{found.matched}；{graded(decision.basis, decision.grade)}",
            provisional=decision.deadline.provisional,
            explanation={**why(found), "clock": told(rules, decision.limit, at)},
        )


def graded(basis: str, grade: str) -> str:
    """A basis with its grade (依据等级), which many already name: 本库推定（D），须由人核对."""
    return basis if f"（{grade}）" in basis else f"{basis}（{grade}）"


def why(found: Explanation) -> dict[str, Any]:
    """Why this agency, as it is kept with the ticket: cells that matched, and the row that came second."""
    second = found.runner_up
    return {
        "table": found.table,
        "rule": found.decision.rule,
        "cells": [{"column": cell.column, "cell": cell.cell, "met": cell.met} for cell in found.cells],
        "basis": found.decision.basis,
        "grade": found.decision.grade,
        "runner_up": vars(second) if second else None,
    }


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
    demand = demand_of(ticket, category=category, region=region)
    found = explain(known, demand, work.now)
    if found is None and not agency:
        raise Incomplete(f"规则表没有覆盖「{judgement.category_name(category)}」在此地的承办单位，请直接选定承办单位")
    if found is not None and agency in ("", found.decision.agency.code):
        return Chosen.by_rule(known, found, work.now)
    return by_person(known, ticket, agency, found, work.now, category=category, region=region)


def by_person(
    rules: RuleBook, ticket: Ticket, agency: str, found: Explanation | None, at: datetime, *, category: str, region: str
) -> Chosen:
    """A unit that a person names; the rules still give the time limit, and what they would have advised is kept."""
    if found is not None:  # 规则行自己的时限也算数：换的是单位，不是事
        limit, deadline = found.decision.limit, found.decision.deadline
    else:
        allowed_here = rules.time_allowed(demand_of(ticket, category=category, region=region), at)
        limit, deadline = allowed_here if allowed_here else _last_limit(rules, at)
    advised = f"规则建议 {found.decision.agency.name}，{found.decision.rule}" if found else "规则表没有覆盖"
    return Chosen(
        agency, (), deadline.at, str(limit), "", rules.edition, f"人工指定（{advised}）", deadline.provisional,
        {**(why(found) if found else {}), "by_person": True, "clock": told(rules, limit, at)},
    )  # fmt: skip


def _last_limit(rules: RuleBook, at: datetime) -> tuple[TimeLimit, Any]:
    limit = rules.limits[Stage.CLOSE.label][-1]
    return limit, rules.calendar.after(at, limit.limit.amount, limit.limit.clock)


def dispatch(
    work: Work,
    ticket: Ticket,
    chosen: Chosen,
    decided_by: Decider,
    *,
    seen: int | None = None,
    ruling: str = "",
    **also: Any,
) -> Ticket:
    """Give the ticket to its agencies; what they had of it before is ended.

    Args:
        ruling: the number of the ruling by which the unit was appointed (裁定号).
        also: further columns of the ticket that are decided with it.

    Raises:
        Incomplete: a unit that the ticket is about (回避).
    """
    refuse_stale(ticket, seen)
    for column, value in also.items():
        setattr(ticket, column, value)
    _refuse_recused(work, ticket, (chosen.agency, *chosen.co_handlers))
    _refuse_grassroots(work, ticket, chosen.agency)
    _end(work, ticket, "改派")
    due_at, explanation, started = _clock(work, ticket, chosen)
    sets = {
        "agency": chosen.agency, "due_at": due_at, "limit": chosen.limit, "rule": chosen.rule,
        "rule_edition": chosen.edition, "basis": chosen.basis, "decided_by": decided_by, "dispatched_at": work.now,
        "waits_for": "", "provisional": chosen.provisional, "explanation": explanation, "clock_started_at": started,
        "redispatch": None, "reminded": 0, "ruling": ruling or ticket.ruling, **_first_steps(work, ticket, due_at),
    }  # fmt: skip
    take(
        work, ticket, Action.DISPATCH,
        agency=chosen.agency, due_at=due_at, rule=chosen.rule, decided_by=decided_by, ruling=ruling, sets=sets,
    )  # fmt: skip
    _assign(work, ticket, chosen, decided_by)
    note_wandering(work, ticket)
    return ticket


def _first_steps(work: Work, ticket: Ticket, due_at: datetime) -> dict[str, Any]:
    """By when the requester is to be contacted, and told how it stands; nothing of it is done yet."""
    contact, interim = allowed(work, ticket, Stage.CONTACT), allowed(work, ticket, Stage.INTERIM)
    return {
        "accepted_at": None, "contacted_at": None, "interim_at": None, "suspended_at": None, "suspended_until": None,
        "contact_by": min(contact.at, due_at) if contact else None,
        "interim_by": interim.at if interim and interim.at < due_at else None,
    }  # fmt: skip


def _clock(work: Work, ticket: Ticket, chosen: Chosen) -> tuple[datetime, dict[str, Any], datetime]:
    """The deadline, how it explains itself, and when its clock started; a clock that went on keeps its beginning."""
    old = ticket.due_at
    if ticket.dispatched_at is None or ticket.redispatch is None:
        return chosen.due_at, chosen.explanation, work.now
    case = ESCALATED if ticket.problem and ticket.redispatch in (RULED, TAKEN_BACK) else ticket.redispatch
    due_at = again(work, case, chosen.due_at, old)
    if due_at == chosen.due_at:
        return due_at, chosen.explanation, work.now
    went_on = due_at == old
    clock = ticket.explanation.get("clock", {}) if went_on else chosen.explanation.get("clock", {})
    told_so = {**clock, "due_at": due_at.isoformat(), "kept": not went_on, "case": case}
    return due_at, {**chosen.explanation, "clock": told_so}, (ticket.clock_started_at if went_on else None) or work.now


def _assign(work: Work, ticket: Ticket, chosen: Chosen, decided_by: Decider) -> None:
    """Each unit with a clock of its own: the lead's is the ticket's, a co-handler's the shorter one of 协办."""
    helping = allowed(work, ticket, Stage.CO_HANDLING)
    due_at = ticket.due_at or chosen.due_at
    helped_by = min(helping.at, due_at) if helping else due_at
    parts = [(chosen.agency, Part.LEAD, due_at), *((code, Part.CO_HANDLER, helped_by) for code in chosen.co_handlers)]
    work.session.add_all(
        Assignment(
            ticket_id=ticket.id, agency=code, part=part, decided_by=decided_by,
            rule=chosen.rule, due_at=until, given_at=work.now,
        )
        for code, part, until in parts
    )  # fmt: skip
    work.session.flush()


def _refuse_recused(work: Work, ticket: Ticket, agencies: tuple[str, ...]) -> None:
    for code in agencies:
        about = select(Recusal.id).where(
            Recusal.ticket_id == ticket.id, or_(Recusal.agency == code, Recusal.agency.in_(same_body(code)))
        )
        if work.session.scalar(about.limit(1)) is not None:
            raise Incomplete("选定的单位是本工单反映的对象，须回避，请改派其上级或有权监督的单位")


def _refuse_grassroots(work: Work, ticket: Ticket, agency: str) -> None:
    """No department's work goes to a township, a street or a community (国办函〔2025〕66号（五）)."""
    unit, category = work.session.get(AgencyRecord, agency), work.rules.categories.get(ticket.category or "")
    if unit is not None and unit.kind in GRASSROOTS and not (category and category.grassroots):
        raise Incomplete("部门职责事项不得派给苏木乡镇、街道、社区，请改派职能部门；基层可作协办")


def taken_back() -> dict[str, Any]:
    """The columns of a ticket that is no agency's any more; its deadline stands, for the clock may go on (收回派单)."""
    return {"agency": None, "accepted_at": None, "suspended_at": None, "suspended_until": None}


def take_back(work: Work, ticket: Ticket, why_ended: str) -> Ticket:
    """The units that had it have it no more (收回派单)."""
    _end(work, ticket, why_ended)
    return ticket


def conclude(work: Work, ticket: Ticket) -> Ticket:
    """Nothing more is asked of the agencies; what they were given stays theirs to look up (派单终结)."""
    _end(work, ticket, None)
    return ticket


def _end(work: Work, ticket: Ticket, why_ended: str | None) -> None:
    """End what is open of the ticket's assignments; with a reason they were taken back, without one they were done."""
    work.session.execute(
        update(Assignment)
        .where(Assignment.ticket_id == ticket.id, Assignment.ended_at.is_(None))
        .values(ended_at=work.now, ended_why=why_ended)
        .execution_options(synchronize_session=False)
    )


def dispatch_by_person(
    work: Work, judgement: Judgement, number: str, *, category: str, region: str, agency: str = "", seen: int | None
) -> Ticket:
    """A dispatcher or an agent decides (人工派单); the rule still gives the time limit."""
    ticket = work.ticket(number)
    # 先问可否，再看材料；已派出的只能凭裁定改派，裁定另走一路
    find_move(Action.DISPATCH, ticket.state, work.person.role, {"agency", "due_at"})
    chosen = choose(work, judgement, ticket, category=category, region=region, agency=agency)
    decider = Decider.DISPATCHER if ticket.state == State.QUEUED else Decider.AGENT
    return dispatch(work, ticket, chosen, decider, seen=seen, category=category, region=region)
