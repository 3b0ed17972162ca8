"""What requesters see in 蒙速办 (诉求人所见): their own demands, public answers, and what many others ask."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, String, cast, distinct, func, or_, select

from hotline.domain.errors import NotFound
from hotline.domain.follow_ups import FOLLOW_UPS
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import Action, Channel, RequesterKind, Role, State
from hotline.store.casefile.handling import Attachment
from hotline.store.contacts import Message
from hotline.store.knowledge import Article
from hotline.store.notes import Note
from hotline.store.people import Requester
from hotline.store.queries.knowledge import in_force, known_wrong
from hotline.store.queries.search import Found
from hotline.store.tickets import Step, Ticket
from hotline.store.work import Work

PAGE = 20
FEWEST = 5  # 人：不足五人的事项不公开（k-匿名）
MOST_TOPICS = 8
OUTWARD_STEPS = frozenset(
    action for action, row in FOLLOW_UPS.items() if any(one.by == Channel.MENGSUBAN for one in row)
)
OWN_WORDS = {Action.SUPPLEMENT: "words", Action.PRESS: "reason"}


class Happened(NamedTuple):
    """One thing that the requester may know of their ticket (诉求人可见的一步)."""

    at: datetime
    action: Action
    before: State
    after: State
    told: str
    said: str


class Topic(NamedTuple):
    """A matter that many people ask about (大家都在问)."""

    category: str
    people: int


def requester_in(work: Work, mengsuban_id: str) -> Requester | None:
    """The record of a user of 蒙速办, if they ever filed."""
    return work.session.scalar(select(Requester).where(Requester.mengsuban_id == mengsuban_id))


def own_tickets(work: Work, *, before: int | None = None, kind: RequesterKind | None = None) -> Found:
    """A page of this requester's demands, the newest first."""
    wanted = _own().order_by(Ticket.id.desc()).limit(PAGE + 1)
    if before is not None:
        wanted = wanted.where(Ticket.id < before)
    if kind is not None:
        wanted = wanted.where(Ticket.requester_kind == kind)
    tickets = work.session.scalars(wanted).all()
    return Found(tickets[:PAGE], tickets[PAGE - 1].id if len(tickets) > PAGE else None)


def own_ticket(work: Work, number: str) -> Ticket:
    """One demand that this requester filed; NotFound for any other.

    A call may have been joined to their record by a number that nobody proved to be theirs: it is not shown here.
    """
    ticket = work.session.scalar(_own().where(Ticket.number == number))
    if ticket is None:
        raise NotFound(f"没有诉求 {number}，或不是您提交的，请在「我的诉求」里查找")
    return ticket


def _own() -> Select[Ticket]:
    return select(Ticket).where(Ticket.channel == Channel.MENGSUBAN, Ticket.state != State.DRAFT)


def happened_to(work: Work, ticket: Ticket) -> list[Happened]:
    """What the requester is told of a ticket, and what they said themselves; the newest first."""
    theirs = Step.action.in_(OWN_WORDS) & (Step.role == Role.REQUESTER)
    steps = select(Step).where(Step.ticket_id == ticket.id, or_(Step.action.in_(OUTWARD_STEPS), theirs))
    told = {row.message_id: row.text for row in work.session.scalars(_told_to_requester(ticket))}
    notes = work.session.scalars(select(Note).where(Note.ticket_id == ticket.id, Note.kind.in_(OWN_WORDS.values())))
    said = {(note.step_id, note.kind): note.text for note in notes}
    return [
        Happened(
            step.taken_at, step.action, step.before, step.after, told.get(f"step-{step.id}", ""),
            said.get((step.id, OWN_WORDS.get(step.action, "")), ""),
        )
        for step in work.session.scalars(steps.order_by(Step.id.desc()))
    ]  # fmt: skip


def before_archiving(work: Work, tickets: Sequence[Ticket]) -> dict[int, State]:
    """Where each of these tickets stood before it was archived: what is archived is told as what it was."""
    archived = [ticket.id for ticket in tickets if ticket.state == State.ARCHIVED]
    if not archived:
        return {}
    steps = select(Step.ticket_id, Step.before).where(Step.ticket_id.in_(archived), Step.action == Action.ARCHIVE)
    return {ticket: before for ticket, before in work.session.execute(steps)}


def _told_to_requester(ticket: Ticket) -> Select[Message]:
    return select(Message).where(
        Message.ticket_id == ticket.id, Message.to_account.is_(None), Message.channel == Channel.MENGSUBAN
    )


def own_photos(work: Work, ticket: Ticket) -> Sequence[Attachment]:
    """The files that the requester put to the ticket; what the units put there is not for them."""
    mine = Attachment.ticket_id == ticket.id, Attachment.by == work.person.account, Attachment.agency.is_(None)
    return work.session.scalars(select(Attachment).where(*mine).order_by(Attachment.id)).all()


def own_photo(work: Work, ticket: Ticket, photo: int) -> Attachment:
    """One of these files; NotFound for any other."""
    for one in own_photos(work, ticket):
        if one.id == photo:
            return one
    raise NotFound("没有这张照片，或不是您提交的")


def most_read(work: Work, most: int = 10) -> Sequence[Article]:
    """The published articles that hold today and that nobody proved wrong, the most read first."""
    wanted = select(Article).where(*_public(work)).order_by(Article.read.desc(), Article.id).limit(most)
    return work.session.scalars(wanted).all()


def public_article(work: Work, article: int) -> Article:
    """A published article that holds today; NotFound for any other."""
    found = work.session.scalar(select(Article).where(Article.id == article, *_public(work)))
    if found is None:
        raise NotFound("没有这条解答，或已经失效，请在「大家都在问」里重新查找")
    return found


def _public(work: Work) -> tuple[ColumnElement[bool], ...]:
    today = beijing(work.now).date()
    return in_force(today), ~known_wrong()


def asked_about(work: Work, since: datetime, *, kind: RequesterKind | None = None) -> list[Topic]:
    """What five people or more put to the hotline since then, by category, the most first; never a text, never a place.

    One enterprise, or one person with several records, is one: by code, by name or by telephone, whichever gives
    fewer; who is not known does not count, for all of them may be one. For a Work that sees all.
    """
    who = cast(Requester.id, String)
    people = func.least(
        func.count(distinct(func.coalesce(Requester.uscc, Requester.company, who))),
        func.count(distinct(func.coalesce(Requester.company, Requester.uscc, who))),
        func.count(distinct(func.coalesce(Requester.phone_index, who))),
    )
    wanted = (
        select(Ticket.category, people)
        .join(Requester, Requester.id == Ticket.requester_id)
        .where(
            Ticket.registered_at >= since,
            Ticket.category.is_not(None),
            Ticket.state.not_in([State.DRAFT, State.VOID]),
            *([Ticket.requester_kind == kind] if kind else []),
        )
        .group_by(Ticket.category)
        .having(people >= FEWEST)
        .order_by(people.desc(), Ticket.category)
        .limit(MOST_TOPICS)
    )
    return [Topic(str(category), count) for category, count in work.session.execute(wanted)]
