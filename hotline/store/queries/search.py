"""Finding tickets (检索、台账): exact Chinese substrings over an index, filters, and keyset paging."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Text, cast, false, func, literal, or_, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import InstrumentedAttribute

from hotline.domain.lifecycle import OPEN
from hotline.domain.numbering import well_formed
from hotline.domain.searching import alone, bigrams_within
from hotline.domain.vocabulary import Channel, DemandType, Language, RequesterKind, State, Urgency
from hotline.store.audit import AuditEntry
from hotline.store.tickets import Ticket
from hotline.store.work import Work

PAGE = 25
BRANCH_LENGTH, LEAGUE_LENGTH = 2, 4  # 大类、盟市的代码长度
EXPORTED = 10_000
LONG_NUMBER = re.compile(r"\d{4}")
BATCH = 500


@dataclass(frozen=True)
class Wanted:
    """What is looked for (检索条件); empty conditions hold always.

    Args:
        words: a ticket number, or words that must all occur, parted by spaces.
        since, until: registered at or after the one and before the other.
        under_way: nothing final has happened to it; overdue: a unit has it and its time is up.
        before: the id before which the page begins (keyset); after: the id after which it ends, going back.
        most: how many a page.
    """

    words: str = ""
    state: State | None = None
    category: str = ""
    region: str = ""
    agency: str = ""
    channel: Channel | None = None
    requester_kind: RequesterKind | None = None
    demand_type: DemandType | None = None
    urgency: Urgency | None = None
    language: Language | None = None
    watcher: str = ""
    event: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    under_way: bool = False
    overdue: bool = False
    supervised: bool = False
    problem: bool = False
    before: int | None = None
    after: int | None = None
    most: int = PAGE


@dataclass(frozen=True)
class Found:
    """One page of tickets, newest first, where the next page begins and where the one before it ends."""

    tickets: Sequence[Ticket]
    next_before: int | None
    previous_after: int | None = None


def search(work: Work, wanted: Wanted) -> Found:
    """The newest tickets that fit, 25 a page unless more are asked for."""
    chosen, most = _chosen(work, wanted).limit(wanted.most + 1), wanted.most
    if wanted.after is not None:
        back = work.session.scalars(chosen.where(Ticket.id > wanted.after).order_by(Ticket.id)).all()
        page = back[:most][::-1]
        return Found(page, page[-1].id if page else None, page[0].id if len(back) > most else None)
    if wanted.before is not None:
        chosen = chosen.where(Ticket.id < wanted.before)
    found = work.session.scalars(chosen.order_by(Ticket.id.desc())).all()
    page = found[:most]
    return Found(page, page[-1].id if len(found) > most else None, page[0].id if page and wanted.before else None)


def export(work: Work, wanted: Wanted) -> Iterator[Ticket]:
    """All tickets that fit, newest first, 10,000 at most."""
    chosen = _chosen(work, wanted).order_by(Ticket.id.desc()).limit(EXPORTED)
    return iter(work.session.scalars(chosen.execution_options(yield_per=BATCH)))


def numbers_tried(work: Work, since: datetime) -> int:
    """How often this person has looked for tickets by a telephone since then (按电话检索次数)."""
    tried = AuditEntry.actor == work.person.account, AuditEntry.deed == "search_by_phone", AuditEntry.at > since
    return work.session.scalar(select(func.count()).where(*tried)) or 0


def _chosen(work: Work, wanted: Wanted) -> Select[Ticket]:
    conditions: list[ColumnElement[bool]] = []
    for column, value in (
        (Ticket.state, wanted.state),
        (Ticket.channel, wanted.channel),
        (Ticket.requester_kind, wanted.requester_kind),
        (Ticket.demand_type, wanted.demand_type),
        (Ticket.urgency, wanted.urgency),
        (Ticket.language, wanted.language),
        (Ticket.agency, wanted.agency),
        (Ticket.watcher, wanted.watcher),
        (Ticket.event_id, wanted.event),
    ):
        if value:
            conditions.append(column == value)
    conditions += [_below(Ticket.category, wanted.category, BRANCH_LENGTH)] if wanted.category else []
    conditions += [_below(Ticket.region, wanted.region, LEAGUE_LENGTH)] if wanted.region else []
    conditions += _standing(work, wanted) + _about(wanted.words)
    return select(Ticket).where(*conditions)


def _below(column: InstrumentedAttribute[Any], code: str, length: int) -> ColumnElement[bool]:
    """A code and all below it; asked as the indexes are laid, a whole code or a beginning of that length."""
    if len(code) == length:
        return func.left(column, length) == code
    return column == code if len(code) > length else column.startswith(code, autoescape=True)


def _standing(work: Work, wanted: Wanted) -> list[ColumnElement[bool]]:
    """When it came, and how it stands now."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.since is not None:
        conditions.append(Ticket.registered_at >= wanted.since)
    if wanted.until is not None:
        conditions.append(Ticket.registered_at < wanted.until)
    with_a_unit = Ticket.state.in_([State.DISPATCHED, State.HANDLING])
    asked = (
        (wanted.under_way, Ticket.state.in_(OPEN)),
        (wanted.overdue, with_a_unit & Ticket.suspended_until.is_(None) & (Ticket.due_at < work.now)),
        (wanted.supervised, Ticket.supervised.is_not(None)),
        (wanted.problem, Ticket.problem.is_(True)),
    )
    return conditions + [condition for is_asked, condition in asked if is_asked]


def _about(words: str) -> list[ColumnElement[bool]]:
    """Each word must occur; the index narrows, LIKE makes it exact (相邻两字之外的误配).

    A single character beside other words narrows further; by itself it would have every ticket read, and is not asked.
    """
    words = words.strip()[:200]
    if "\x00" in words:  # PostgreSQL 不收此字符，故没有工单含它
        return [false()]
    if well_formed(words):
        return [Ticket.number == words]
    if words and all(map(alone, words.split())):
        return [false()]
    conditions: list[ColumnElement[bool]] = []
    for word in words.split():
        terms = [] if alone(word) else bigrams_within(word)
        if terms:
            conditions.append(Ticket.search.op("@@")(holding_all(terms)))
            if len(terms) == 1 and terms[0] == word:  # 恰好两个字：索引本身就是准的
                continue
        columns = (Ticket.title, Ticket.text, Ticket.address, Ticket.translation)
        if (whole := _whole_numbers(word)) is not None:
            conditions.append(or_(*(column.op("~*")(whole) for column in columns)))
        else:
            conditions.append(or_(*(column.icontains(word, autoescape=True) for column in columns)))
    return conditions


def _whole_numbers(word: str) -> str | None:
    """A pattern by which a word's number must not go on in the text, or None for a word without a long one.

    Else a telephone that is masked on the page could be guessed, a digit at a time (电话1394…).
    """
    if not LONG_NUMBER.search(word):
        return None
    before = r"(?<!\d)" if word[0].isdigit() else ""
    after = r"(?!\d)" if word[-1].isdigit() else ""
    return f"{before}{re.escape(word)}{after}"


def holding_all(terms: Sequence[str]) -> ColumnElement[object]:
    """A tsquery that asks for every term, each taken as it is."""
    quoted = " & ".join("'" + term.replace("\\", "\\\\").replace("'", "''") + "'" for term in terms)
    return cast(literal(quoted, Text), TSQUERY)


def holding_any(terms: Sequence[str]) -> ColumnElement[object]:
    """A tsquery that asks for one term at least."""
    quoted = " | ".join("'" + term.replace("\\", "\\\\").replace("'", "''") + "'" for term in terms)
    return cast(literal(quoted, Text), TSQUERY)
