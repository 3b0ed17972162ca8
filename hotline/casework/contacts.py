"""Speaking with the requester (联系诉求人): whom, when, how, with what result; the number itself is never kept here."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from hotline.casework.steps import step_of
from hotline.casework.units import UNIT, led_here
from hotline.domain.errors import Forbidden, Incomplete
from hotline.domain.handling_terms import Means, Reached
from hotline.domain.lifecycle import find_move
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.vocabulary import Action, Role
from hotline.store.audit import write_down
from hotline.store.casefile.handling import ContactRecord
from hotline.store.people import Requester
from hotline.store.tickets import Ticket
from hotline.store.work import Work

A_MOMENT = timedelta(minutes=5)  # 页面时钟与服务器的偏差


@dataclass(frozen=True)
class Spoken:
    """One talk with the requester, or an attempt (联系情况).

    Args:
        exemption: the code of the reason why nobody was spoken to, where the means is 免联系.
        words: what was said; kept with the step's notes.
    """

    means: Means
    reached: Reached
    at: datetime
    words: str = ""
    exemption: str = ""


def contact(work: Work, number: str, spoken: Spoken, *, seen: int | None = None) -> Ticket:
    """The unit, or the hotline for it, puts a talk on record (登记联系记录)."""
    ticket = led_here(work, number)
    speak(work, ticket, spoken, seen=seen)
    return ticket


def speak(work: Work, ticket: Ticket, spoken: Spoken, *, seen: int | None = None) -> None:
    """The record of one talk, checked; the contact clock stops if the requester was reached."""
    find_move(Action.CONTACT, ticket.state, work.person.role, {"means", "reached"})
    wrong = []
    if spoken.at > work.now + A_MOMENT:
        wrong.append("联系时间不能晚于现在")
    if spoken.at < ticket.registered_at - A_MOMENT:
        wrong.append("联系时间不能早于登记时间")
    exempt = spoken.means == Means.EXEMPT
    if exempt and spoken.exemption not in {one.code for one in work.rules.practice.reasons_for("免联系")}:
        wrong.append("免联系须选理由")
    if ticket.secret and work.person.role in UNIT and not exempt:
        wrong.append("诉求人要求保密，请申请热线代联系，或登记免联系理由")
    if wrong:
        raise Incomplete("；".join(wrong))
    done = spoken.reached == Reached.YES or exempt
    sets = {"contacted_at": ticket.contacted_at or spoken.at} if done else {}
    step = step_of(
        work,
        ticket,
        Action.CONTACT,
        seen=seen,
        means=spoken.means,
        reached=spoken.reached,
        said=spoken.words,
        sets=sets,
    )
    work.session.add(
        ContactRecord(
            ticket_id=ticket.id, step_id=step.id, agency=work.person.agency, by=work.person.account,
            means=spoken.means, reached=spoken.reached, exemption=spoken.exemption or None, spoken_at=spoken.at,
            at=work.now,
        )
    )  # fmt: skip
    work.session.flush()


def has_contact(work: Work, ticket: Ticket) -> bool:
    """Whether, since the unit was given the ticket, somebody was reached, or an exemption is on record."""
    since = ticket.dispatched_at or ticket.registered_at
    done = select(ContactRecord.id).where(
        ContactRecord.ticket_id == ticket.id, ContactRecord.at >= since,
        (ContactRecord.reached == Reached.YES) | (ContactRecord.means == Means.EXEMPT),
    )  # fmt: skip
    return work.session.scalar(done.limit(1)) is not None


@dataclass(frozen=True)
class Revealed:
    """A requester's number in full (完整号码)."""

    name: str
    phone: str
    text: str


def reveal(work: Work, number: str, *, address: str = "") -> Revealed:
    """The full number, one click away and written into the audit (查看完整号码).

    Raises Forbidden where the requester asked for secrecy and the person is of a unit (热线代联系).
    """
    demand_permission(work.person.role, Permission.SEE_PHONE)
    ticket = work.ticket(number)
    if ticket.secret and work.person.role not in (Role.AGENT, Role.SUPERVISOR):
        raise Forbidden("诉求人要求个人信息保密，请通过「热线代联系」与诉求人沟通")
    about = {"number": number, "secret": ticket.secret}
    write_down(work.session, work.now, work.person.account, "view_sensitive", about, address)
    if ticket.requester_id is None:
        return Revealed("匿名", "未留", ticket.text)
    requester = work.session.get_one(Requester, ticket.requester_id)
    opened = work.vault.open
    name = opened(requester.name_sealed, f"requesters.name.{requester.id}") if requester.name_sealed else ""
    phone = opened(requester.phone_sealed, f"requesters.phone.{requester.id}") if requester.phone_sealed else ""
    return Revealed(name or "未留", phone or "未留", ticket.text)
