"""What an agency does with a ticket (承办单位办理): accept it, say how it stands, reply with evidence."""

from dataclasses import dataclass

from sqlalchemy import select

from hotline.casework.clocks import demand_of
from hotline.casework.contacts import Spoken, has_contact, speak
from hotline.casework.evidence import has_evidence
from hotline.casework.joint.helping import close_helping, open_helpers
from hotline.casework.steps import refuse_stale, step_of, take
from hotline.casework.units import led_here
from hotline.domain.errors import Incomplete
from hotline.domain.handling_terms import Stage, Truth
from hotline.domain.lifecycle import find_move
from hotline.domain.vocabulary import Action, Part, Solved
from hotline.store.casefile.handling import HandlingForm
from hotline.store.tickets import Assignment, Ticket
from hotline.store.work import Work


@dataclass(frozen=True)
class Handled:
    """The handling form (办理表): what was done, told inside and outside apart.

    Args:
        text: the public reply (公开答复).
        inside: the internal handling (内部办理情况), never shown outside.
        unsolved: the code of the reason why it is not solved, where it is not.
        contact: a talk with the requester that is put on record together with the reply.
    """

    text: str
    inside: str = ""
    truth: Truth | None = None
    beyond: bool = False
    solved: Solved | None = None
    unsolved: str = ""
    contact: Spoken | None = None
    unheard: str = ""


def accept(work: Work, number: str, *, seen: int | None = None) -> Ticket:
    """The agency takes the ticket on (签收); a limit that counts from here starts now."""
    ticket = led_here(work, number)
    sets = {"accepted_at": work.now}
    found = work.rules.time_allowed(demand_of(ticket), work.now)
    if found and found[0].start == Stage.ACCEPT.label and ticket.due_at and not ticket.ruling:
        sets |= {"due_at": max(ticket.due_at, found[1].at), "clock_started_at": work.now}
    take(work, ticket, Action.ACCEPT, seen=seen, sets=sets)
    lead = select(Assignment).where(
        Assignment.ticket_id == ticket.id, Assignment.part == Part.LEAD, Assignment.ended_at.is_(None)
    )
    for assignment in work.session.scalars(lead):
        assignment.accepted_at, assignment.due_at = work.now, ticket.due_at or assignment.due_at
    return ticket


def interim(work: Work, number: str, *, said: str, seen: int | None = None) -> Ticket:
    """The agency says how it stands before it is done (阶段答复)."""
    return take(work, led_here(work, number), Action.INTERIM, seen=seen, said=said, sets={"interim_at": work.now})


def reply(work: Work, number: str, handled: Handled, *, seen: int | None = None) -> Ticket:
    """The agency says what it has done (提交办理结果), with the evidence that such a demand asks for.

    Raises:
        Incomplete: everything that is still lacking, told at once.
    """
    ticket = led_here(work, number)
    find_move(Action.REPLY, ticket.state, work.person.role, {"reply"})
    refuse_stale(ticket, seen)
    if handled.contact is not None:
        speak(work, ticket, handled.contact)
    wanting = lacking(work, ticket, handled)
    sets = {"reply": handled.text, "replied_at": work.now, "suspended_at": None, "suspended_until": None}
    if not wanting:
        step = step_of(
            work, ticket, Action.REPLY, reply=handled.text, handling=handled.inside,
            truth=handled.truth, solved=handled.solved, sets=sets,
        )  # fmt: skip
        _put_on_file(work, ticket, step.id, handled)
        close_helping(work, ticket)
        return ticket
    if handled.text.strip():
        raise Incomplete(f"「提交办理结果」还缺：{'；'.join(wanting)}")
    return take(work, ticket, Action.REPLY, reply=handled.text, sets=sets)


def lacking(work: Work, ticket: Ticket, handled: Handled) -> list[str]:
    """What this reply still lacks by the closing rules (办结规范), each with how to mend it."""
    demand = demand_of(ticket)
    rule = work.rules.practice.closing_for(demand.requester, demand.demand_type)
    helpers = open_helpers(work, ticket)
    unsolved = handled.solved is not None and handled.solved != Solved.YES
    found = (
        (rule.public_reply and not handled.text.strip(), "公开答复"),
        (
            rule.contact and not has_contact(work, ticket),
            "联系记录（何时、怎样联系的诉求人；不能联系的登记免联系理由）",
        ),
        (rule.evidence and not has_evidence(work, ticket), "证据附件（照片、文书或录音，先上传再提交）"),
        (unsolved and not handled.unsolved, "未解决的理由"),
        (
            bool(handled.unsolved and handled.unsolved not in work.rules.practice.reasons),
            "未解决的理由（理由代码不在表中）",
        ),
        (
            bool(helpers and not handled.unheard.strip()),
            f"协办单位尚未回复（{'、'.join(helpers)}），请写明为何先行答复",
        ),
    )
    return [what for is_lacking, what in found if is_lacking]


def _put_on_file(work: Work, ticket: Ticket, step: int, handled: Handled) -> None:
    work.session.add(
        HandlingForm(
            ticket_id=ticket.id,
            step_id=step,
            agency=ticket.agency or "",
            truth=handled.truth,
            beyond=handled.beyond,
            solved=handled.solved,
            unsolved=handled.unsolved or None,
            at=work.now,
        )
    )
    work.session.flush()
