"""Finding tickets (检索、台账): exact Chinese substrings over an index, filters, and keyset paging."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Text, cast, false, func, literal, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY

from hotline.domain.numbering import well_formed
from hotline.domain.searching import bigrams, bigrams_within
from hotline.domain.vocabulary import Channel, RequesterKind, State
from hotline.store.tickets import Ticket
from hotline.store.work import Work

PAGE = 25
EXPORTED = 10_000
BATCH = 500


@dataclass(frozen=True)
class Wanted:
    """What is looked for (检索条件); empty conditions hold always.

    Args:
        words: a ticket number, or words that must all occur, parted by spaces.
        before: the id before which the page begins (keyset).
    """

    words: str = ""
    state: State | None = None
    category: str = ""
    region: str = ""
    agency: str = ""
    channel: Channel | None = None
    requester_kind: RequesterKind | None = None
    before: int | None = None


@dataclass(frozen=True)
class Found:
    """One page of tickets, newest first, and where the next page begins."""

    tickets: Sequence[Ticket]
    next_before: int | None


def search(work: Work, wanted: Wanted) -> Found:
    """The newest tickets that fit, 25 a page."""
    chosen = _chosen(wanted).order_by(Ticket.id.desc()).limit(PAGE + 1)
    if wanted.before is not None:
        chosen = chosen.where(Ticket.id < wanted.before)
    tickets = work.session.scalars(chosen).all()
    more = len(tickets) > PAGE
    return Found(tickets[:PAGE], tickets[PAGE - 1].id if more else None)


def export(work: Work, wanted: Wanted) -> Iterator[Ticket]:
    """All tickets that fit, newest first, 10,000 at most."""
    chosen = _chosen(wanted).order_by(Ticket.id.desc()).limit(EXPORTED)
    return iter(work.session.scalars(chosen.execution_options(yield_per=BATCH)))


def _chosen(wanted: Wanted) -> Select[Ticket]:
    conditions: list[ColumnElement[bool]] = []
    for column, value in (
        (Ticket.state, wanted.state),
        (Ticket.channel, wanted.channel),
        (Ticket.requester_kind, wanted.requester_kind),
        (Ticket.agency, wanted.agency),
    ):
        if value:
            conditions.append(column == value)
    for column, prefix in ((Ticket.category, wanted.category), (Ticket.region, wanted.region)):
        if prefix:
            conditions.append(column.startswith(prefix, autoescape=True))
    conditions += _about(wanted.words)
    return select(Ticket).where(*conditions)


def _about(words: str) -> list[ColumnElement[bool]]:
    """Each word must occur; the index narrows, LIKE makes it exact (相邻两字之外的误配)."""
    words = words.strip()[:200]
    if "\x00" in words:  # PostgreSQL 不收此字符，故没有工单含它
        return [false()]
    if well_formed(words):
        return [Ticket.number == words]
    conditions: list[ColumnElement[bool]] = []
    for word in words.split():
        terms = bigrams_within(word)
        if terms:
            conditions.append(Ticket.search.op("@@")(holding_all(terms)))
        columns = (Ticket.title, Ticket.text, Ticket.address)
        conditions.append(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    return conditions


def holding_all(terms: Sequence[str]) -> ColumnElement[object]:
    """A tsquery that asks for every term, each taken as it is."""
    quoted = " & ".join("'" + term.replace("\\", "\\\\").replace("'", "''") + "'" for term in terms)
    return cast(literal(quoted, Text), TSQUERY)


def holding_any(terms: Sequence[str]) -> ColumnElement[object]:
    """A tsquery that asks for one term at least."""
    quoted = " | ".join("'" + term.replace("\\", "\\\\").replace("'", "''") + "'" for term in terms)
    return cast(literal(quoted, Text), TSQUERY)


def alike(
    work: Work, text: str, *, category: str = "", closed: bool = False, since: datetime | None = None, most: int = 40
) -> Sequence[Ticket]:
    """Recent tickets that share most terms with a text; the caller ranks them."""
    terms = bigrams(text)[:60]
    if not terms:
        return []
    recent = (
        select(Ticket)
        .where(Ticket.search.op("@@")(holding_any(terms)), Ticket.state != State.DRAFT)
        .order_by(func.ts_rank(Ticket.search, holding_any(terms)).desc(), Ticket.id.desc())
        .limit(most)
    )
    if category:
        recent = recent.where(Ticket.category == category)
    if since is not None:
        recent = recent.where(Ticket.registered_at >= since)
    if closed:
        recent = recent.where(Ticket.state == State.CLOSED)
    return work.session.scalars(recent).all()
