"""The head's signature before a reply goes out (分管领导审签): asked for, given, refused with words, or taken back.

Signing is no step of the ticket: outside the unit nothing has happened until the head has signed, and then it is a reply.
"""

from typing import Any

from sqlalchemy import select, update

from hotline.casework.contacts import speak
from hotline.casework.handling import Handled, lacking, reply
from hotline.casework.office.templates import refuse_gaps
from hotline.casework.steps import keepable, refuse_stale
from hotline.casework.units import led_here
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.handling_terms import RequestState, Truth
from hotline.domain.lifecycle import find_move
from hotline.domain.vocabulary import Action, Role, Solved
from hotline.store.audit import write_down
from hotline.store.queries.office import colleagues, still_waits, waits_on
from hotline.store.scope import same_body
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from hotline.store.workbench.office import SignOff

LONGEST = 1000  # 字：批语
WHOSE = {
    Role.HEAD: "审签由本单位分管领导办理",
    Role.CLERK: "撤回送审由承办人操作；分管领导请签发或退回修改",
}


def ask(work: Work, number: str, handled: Handled, *, seen: int | None = None) -> SignOff:
    """Lay a handling form before the head (送分管领导审签); a talk that comes with it is put on record at once.

    Raises:
        Forbidden, Conflict, Incomplete: not the lead, or a head; not now, or one waits already; what a reply still lacks.
    """
    ticket = led_here(work, number)
    find_move(Action.REPLY, ticket.state, work.person.role, {"reply"})
    refuse_stale(ticket, seen)
    if work.person.role == Role.HEAD:
        raise Forbidden("分管领导不必送审，请直接提交办理结果")
    refuse_while_waiting(work, ticket)
    if not any(one.role == Role.HEAD for one in colleagues(work)):
        raise Conflict("本单位还没有分管领导账号，请直接提交办理结果，或请系统管理员开设")
    if handled.contact is not None:
        speak(work, ticket, handled.contact)
    if wanting := lacking(work, ticket, handled):
        raise Incomplete(f"送审前还缺：{'；'.join(wanting)}")
    refuse_gaps(handled.text)
    if not keepable(handled.text + handled.inside + handled.unheard):
        raise Incomplete("办理表含有无法保存的字符，请粘贴为纯文本")
    stale = SignOff.ticket_id == ticket.id, SignOff.state == RequestState.PENDING
    work.session.execute(update(SignOff).where(*stale).values(state=RequestState.LAPSED))  # 上一轮没签完的，作废
    found = SignOff(
        ticket_id=ticket.id, agency=ticket.agency or "", form=form_of(handled), asked_by=work.person.account,
        asked_at=work.now, words="",
    )  # fmt: skip
    work.session.add(found)
    work.session.flush()
    _note(work, ticket, "ask_signature", found)
    return found


def sign(work: Work, number: str, form: int, *, words: str = "") -> Ticket:
    """The head signs (签发): the form goes out as this head's reply.

    Raises:
        Forbidden, NotFound, Conflict, Incomplete: no head; no such form; it waits no more; what the reply lacks by now.
    """
    ticket, found = _waiting(work, number, form, Role.HEAD)
    _refuse_words(words)
    reply(work, number, handled_of(found.form))
    return _decided(work, ticket, found, RequestState.GRANTED, words, "sign_off")


def send_back(work: Work, number: str, form: int, *, words: str) -> Ticket:
    """The head wants it written otherwise (退回修改), and says how."""
    ticket, found = _waiting(work, number, form, Role.HEAD)
    if not words.strip():
        raise Incomplete("请在「批语」写明退回的理由、要改什么")
    _refuse_words(words)
    return _decided(work, ticket, found, RequestState.REFUSED, words, "refuse_signature")


def take_back(work: Work, number: str, form: int) -> Ticket:
    """A clerk takes the form back before it is signed (撤回送审): to mend it, or because no head is there."""
    ticket, found = _waiting(work, number, form, Role.CLERK)
    return _decided(work, ticket, found, RequestState.LAPSED, "", "recall_signature")


def submit(work: Work, number: str, handled: Handled, *, seen: int | None = None) -> Ticket:
    """Reply without a signature (直接提交办理结果), unless a form of this ticket waits for one.

    Raises:
        Forbidden, Conflict, Incomplete: as for any reply; and while one waits, or a gap of a template is left open.
    """
    ticket = led_here(work, number)
    find_move(Action.REPLY, ticket.state, work.person.role, {"reply"})
    refuse_while_waiting(work, ticket)
    refuse_gaps(handled.text)
    return reply(work, number, handled, seen=seen)


def refuse_while_waiting(work: Work, ticket: Ticket) -> None:
    """Raise Conflict while a form of this ticket waits for the head: two versions must not go two ways."""
    if waits_on(work, ticket) is not None:
        raise Conflict("办理表已送分管领导审签，要修改或直接提交，请先撤回送审")


def form_of(handled: Handled) -> dict[str, Any]:
    """The handling form as it is kept (办理表各栏); the talk is on record by then."""
    return {
        "text": handled.text,
        "inside": handled.inside,
        "truth": handled.truth.value if handled.truth else None,
        "beyond": handled.beyond,
        "solved": handled.solved.value if handled.solved else None,
        "unsolved": handled.unsolved,
        "unheard": handled.unheard,
    }


def handled_of(form: dict[str, Any]) -> Handled:
    """The handling form as the verb takes it."""
    truth, solved = form.get("truth"), form.get("solved")
    return Handled(
        text=form["text"],
        inside=form["inside"],
        truth=Truth.coded(truth) if truth else None,
        beyond=form["beyond"],
        solved=Solved.coded(solved) if solved else None,
        unsolved=form["unsolved"],
        unheard=form["unheard"],
    )


def _waiting(work: Work, number: str, form: int, by: Role) -> tuple[Ticket, SignOff]:
    """The ticket, and its form that waits, both locked, for somebody of that role."""
    ticket = led_here(work, number)
    if work.person.role != by:
        raise Forbidden(WHOSE[by])
    house = same_body(work.person.agency or "")
    mine = select(SignOff).where(SignOff.id == form, SignOff.ticket_id == ticket.id, SignOff.agency.in_(house))
    found = work.session.scalars(mine.with_for_update(of=SignOff)).first()
    if found is None:
        raise NotFound(f"工单 {number} 没有这份送审的办理表，请刷新页面")
    live = select(SignOff.id).join(Ticket, Ticket.id == SignOff.ticket_id).where(SignOff.id == form, still_waits())
    if work.session.scalar(live) is None:
        raise Conflict("这份办理表已经签发、退回或撤回，或工单已另行提交，请刷新后再看")
    return ticket, found


def _refuse_words(words: str) -> None:
    if len(words) > LONGEST or not keepable(words):
        raise Incomplete(f"「批语」最多 {LONGEST} 字，须为纯文本")


def _decided(work: Work, ticket: Ticket, found: SignOff, state: RequestState, words: str, deed: str) -> Ticket:
    found.state, found.words = state, words.strip()
    found.decided_by, found.decided_at = work.person.account, work.now
    work.session.flush()
    _note(work, ticket, deed, found)
    return ticket


def _note(work: Work, ticket: Ticket, deed: str, found: SignOff) -> None:
    """Into the audit, and onto the colleagues' screens."""
    write_down(work.session, work.now, work.person.account, deed, {"number": ticket.number, "form": found.id})
    work.announce("ticket_moved", str(ticket.id))
