"""One ticket with all that belongs to it (工单详情)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from hotline.domain.errors import NotFound
from hotline.domain.permissions import Permission, permitted
from hotline.domain.privacy import mask_name, mask_phone
from hotline.store.agencies import AgencyRecord, RegionRecord
from hotline.store.notes import Note
from hotline.store.tickets import Ticket
from hotline.store.work import Work


@dataclass(frozen=True)
class Contact:
    """The requester as this person may see them (联系人): plain by permission, else masked."""

    name: str
    phone: str
    company: str
    uscc: str
    masked: bool


@dataclass(frozen=True)
class Details:
    """A ticket, its requester, what was written at its steps, the names of codes, and closed tickets most alike."""

    ticket: Ticket
    contact: Contact
    notes: dict[int, list[Note]]
    agencies: dict[str, str]
    region: str
    alike: Sequence[Ticket]


def details(work: Work, number: str) -> Details:
    """Everything about one ticket that this person may see; NotFound otherwise."""
    ticket = work.session.scalar(
        select(Ticket)
        .where(Ticket.number == number)
        .options(selectinload(Ticket.steps), selectinload(Ticket.assignments), selectinload(Ticket.requester))
    )
    if ticket is None:
        raise NotFound(f"没有工单 {number}，或您无权查看")
    notes: dict[int, list[Note]] = {}
    for note in work.session.scalars(select(Note).where(Note.ticket_id == ticket.id).order_by(Note.id)):
        notes.setdefault(note.step_id, []).append(note)
    codes = {assignment.agency for assignment in ticket.assignments}
    codes |= {str(step.brings["agency"]) for step in ticket.steps if "agency" in step.brings}
    region = work.session.get(RegionRecord, ticket.region)
    return Details(
        ticket,
        contact_of(work, ticket),
        notes,
        agency_names(work, codes),
        region.name if region else "",
        _alike(work, ticket),
    )


def _alike(work: Work, ticket: Ticket) -> Sequence[Ticket]:
    """The closed tickets that stood with the decision, as far as this person may see them."""
    numbers = ticket.reasons.get("alike", [])
    return work.session.scalars(select(Ticket).where(Ticket.number.in_(numbers))).all() if numbers else []


def contact_of(work: Work, ticket: Ticket) -> Contact:
    """The requester of a ticket: plain for those who may see phone numbers, unless secrecy was asked for."""
    requester = ticket.requester
    if requester is None:
        return Contact("匿名", "", "", "", masked=True)
    name = work.vault.open(requester.name_sealed, f"requesters.name.{requester.id}") if requester.name_sealed else ""
    phone = (
        work.vault.open(requester.phone_sealed, f"requesters.phone.{requester.id}") if requester.phone_sealed else ""
    )
    plain = permitted(work.person.role, Permission.SEE_PHONE) and not ticket.secret
    company = "" if ticket.secret else requester.company or ""
    if plain:
        return Contact(name, phone, company, requester.uscc or "", masked=False)
    uscc = "" if ticket.secret else requester.uscc or ""
    return Contact(mask_name(name), mask_phone(phone), company, uscc, masked=True)


def agency_names(work: Work, codes: set[str]) -> dict[str, str]:
    """The names of agencies by their codes."""
    rows = work.session.execute(select(AgencyRecord.code, AgencyRecord.name).where(AgencyRecord.code.in_(codes)))
    return {code: name for code, name in rows}
