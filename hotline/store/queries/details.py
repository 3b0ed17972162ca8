"""One ticket with all that belongs to it (工单详情)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from hotline.domain.errors import NotFound
from hotline.domain.permissions import Permission, permitted
from hotline.domain.privacy import mask_name, mask_phone
from hotline.domain.vocabulary import Part, State
from hotline.store.agencies import AgencyRecord, RegionRecord
from hotline.store.casefile.handling import Attachment, ContactRecord, HandlingForm
from hotline.store.casefile.requests import AgencyRequest
from hotline.store.casefile.supervision import RatingAppeal, Supervision
from hotline.store.notes import Note
from hotline.store.people import Staff
from hotline.store.scope import PAST_SCOPE
from hotline.store.tickets import Assignment, Ticket
from hotline.store.work import Work
from routing_rules.columns import GRASSROOTS

OfTicket = TypeVar("OfTicket", AgencyRequest, ContactRecord, Attachment, HandlingForm, Supervision, RatingAppeal)


@dataclass(frozen=True)
class Contact:
    """The requester as this person may see them (联系人): masked; in full by one logged click, where it is permitted."""

    name: str
    phone: str
    company: str
    uscc: str
    masked: bool
    may_reveal: bool = False


@dataclass(frozen=True)
class Details:
    """A ticket with everything on its file, as far as this person may see it (工单详情).

    Args:
        helps: whether this person's unit helps another that leads; helps_still: its part is not done; helps_unaccepted: and it
            has not reported in.
        lead: the ticket that this one follows; followers: those that follow it, as far as this person may see them.
        following: how many follow it in all, for they are all answered with it.
    """

    ticket: Ticket
    contact: Contact
    notes: dict[int, list[Note]]
    agencies: dict[str, str]
    region: str
    alike: Sequence[Ticket]
    requests: Sequence[AgencyRequest]
    contacts: Sequence[ContactRecord]
    files: Sequence[Attachment]
    form: HandlingForm | None
    supervisions: Sequence[Supervision]
    appeal: RatingAppeal | None
    lead: Ticket | None
    followers: Sequence[Ticket]
    following: int
    helps: bool
    helps_still: bool
    helps_unaccepted: bool
    is_grassroots: bool


def details(work: Work, number: str) -> Details:
    """Everything about one ticket that this person may see; NotFound otherwise."""
    ticket = work.session.scalar(
        select(Ticket)
        .where(Ticket.number == number)
        .options(selectinload(Ticket.steps), selectinload(Ticket.assignments), selectinload(Ticket.requester))
    )
    if ticket is None:
        raise NotFound(f"没有工单 {number}，或您无权查看")
    requests = _all(work, AgencyRequest, ticket)
    codes = {assignment.agency for assignment in ticket.assignments}
    codes |= {str(step.brings["agency"]) for step in ticket.steps if "agency" in step.brings}
    codes |= {code for one in requests for code in (one.agency, one.suggests) if code}
    contacts, files = _all(work, ContactRecord, ticket), _all(work, Attachment, ticket)
    codes |= {one.agency for one in contacts if one.agency} | {one.agency for one in files if one.agency}
    region = work.session.get(RegionRecord, ticket.region)
    mine = _parts_of(work, ticket)
    forms, appeals = _all(work, HandlingForm, ticket), _all(work, RatingAppeal, ticket)
    unit = work.session.get(AgencyRecord, work.person.agency) if work.person.agency else None
    return Details(
        ticket,
        contact_of(work, ticket),
        _notes(work, ticket),
        agency_names(work, codes),
        region.name if region else "",
        _alike(work, ticket),
        requests=requests,
        contacts=contacts,
        files=files,
        form=forms[-1] if forms else None,
        supervisions=_all(work, Supervision, ticket),
        appeal=appeals[-1] if appeals else None,
        lead=work.session.scalar(select(Ticket).where(Ticket.id == ticket.merged_into)) if ticket.merged_into else None,
        followers=work.session.scalars(select(Ticket).where(Ticket.merged_into == ticket.id).order_by(Ticket.id)).all(),
        following=_following(work, ticket),
        helps=bool(mine) and all(one.part != Part.LEAD for one in mine),
        helps_still=any(one.part != Part.LEAD and one.ended_at is None for one in mine),
        helps_unaccepted=any(one.part != Part.LEAD and one.accepted_at is None for one in mine),
        is_grassroots=unit is not None and unit.kind in GRASSROOTS,
    )


def _notes(work: Work, ticket: Ticket) -> dict[int, list[Note]]:
    """What was written at each step."""
    notes: dict[int, list[Note]] = {}
    for note in work.session.scalars(select(Note).where(Note.ticket_id == ticket.id).order_by(Note.id)):
        notes.setdefault(note.step_id, []).append(note)
    return notes


def _following(work: Work, ticket: Ticket) -> int:
    counted = select(func.count()).select_from(Ticket).where(Ticket.merged_into == ticket.id)
    return work.session.scalar(counted.execution_options(**PAST_SCOPE)) or 0


def _all(work: Work, kind: type[OfTicket], ticket: Ticket) -> Sequence[OfTicket]:
    return work.session.scalars(select(kind).where(kind.ticket_id == ticket.id).order_by(kind.id)).all()


def _parts_of(work: Work, ticket: Ticket) -> Sequence[Assignment]:
    """This person's unit's parts in the ticket, open or done; not those that were taken back."""
    if work.person.agency is None:
        return ()
    mine = select(Assignment).where(
        Assignment.ticket_id == ticket.id,
        Assignment.ended_why.is_(None),
        Assignment.agency.in_(work.house),
    )
    return work.session.scalars(mine).all()


def _alike(work: Work, ticket: Ticket) -> Sequence[Ticket]:
    """The closed tickets that stood with the decision, as far as this person may see them."""
    numbers = ticket.reasons.get("alike", [])
    return work.session.scalars(select(Ticket).where(Ticket.number.in_(numbers))).all() if numbers else []


def contact_of(work: Work, ticket: Ticket) -> Contact:
    """The requester of a ticket as the page shows them: number and name masked until somebody asks for them in full."""
    requester = ticket.requester
    if requester is None:
        return Contact("匿名", "", "", "", masked=True)
    opened = work.vault.open
    name = opened(requester.name_sealed, f"requesters.name.{requester.id}") if requester.name_sealed else ""
    phone = opened(requester.phone_sealed, f"requesters.phone.{requester.id}") if requester.phone_sealed else ""
    hidden = ticket.secret and work.person.agency is not None
    may_reveal = permitted(work.person.role, Permission.SEE_PHONE) and not hidden
    company, uscc = ("", "") if ticket.secret else (requester.company or "", requester.uscc or "")
    if ticket.state == State.DRAFT and may_reveal:  # 坐席正在补记的来电，要接着往下填
        return Contact(name, phone, company, uscc, masked=False)
    return Contact(mask_name(name), mask_phone(phone), company, uscc, masked=True, may_reveal=may_reveal)


def staff_names(work: Work, accounts: Collection[str | None]) -> dict[str, str]:
    """The names of people who work here by their accounts."""
    rows = work.session.execute(select(Staff.account, Staff.name).where(Staff.account.in_({a for a in accounts if a})))
    return {account: name for account, name in rows}


def agency_names(work: Work, codes: set[str]) -> dict[str, str]:
    """The names of agencies by their codes."""
    rows = work.session.execute(select(AgencyRecord.code, AgencyRecord.name).where(AgencyRecord.code.in_(codes)))
    return {code: name for code, name in rows}
