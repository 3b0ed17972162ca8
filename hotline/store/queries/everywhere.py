"""What is found besides tickets (综合检索): knowledge, units, a caller's tickets, and what the filters offer."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, Text, cast, false, or_, select

from classifier.reading.entities import normal_phone
from hotline.domain.lifecycle import OPEN
from hotline.domain.vocabulary import ArticleState, Role
from hotline.store.agencies import AgencyRecord
from hotline.store.knowledge import Article
from hotline.store.people import Requester, Staff
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from hotline.store.workbench.callroom import KnownEvent

PAGE = 25
OF_A_CALLER = 50
OFFERED = 100
LARGEST_ID = 2**63 - 1

Row = TypeVar("Row", Article, AgencyRecord)


@dataclass(frozen=True)
class Leaf(Generic[Row]):
    """One page of rows, with the keys by which the next page and the one before it are asked for (一页)."""

    rows: Sequence[Row]
    next_key: str = ""
    previous_key: str = ""


@dataclass(frozen=True)
class Turned:
    """Where a page begins (翻页): after the row of this key, or, going back, before the row of that one."""

    after: str = ""
    before: str = ""
    most: int = PAGE


@dataclass(frozen=True)
class OfACaller:
    """The newest tickets of one caller, and whether there are more than are shown (来电人的工单)."""

    tickets: Sequence[Ticket]
    more: bool


def articles_holding(work: Work, words: str, turned: Turned) -> Leaf[Article]:
    """Published articles that hold every word in title, text or questions, the newest first (知识检索).

    An article is looked through whole: there are thousands of them, not millions, and so every substring is found.
    """
    columns = (Article.title, Article.body, cast(Article.questions, Text))
    held = [_holds(word, columns) for word in words.split()]
    chosen = select(Article).where(Article.state == ArticleState.PUBLISHED, *held)
    if turned.after:
        chosen = chosen.where(Article.id < _id(turned.after))
    elif turned.before:
        chosen = chosen.where(Article.id > _id(turned.before))
    chosen = chosen.order_by(Article.id if turned.before else Article.id.desc())
    return _leaf(work, chosen, turned, lambda row: str(row.id))


def units_holding(work: Work, words: str, region: str, turned: Turned) -> Leaf[AgencyRecord]:
    """Units whose name or function holds every word, or whose code begins with it, by code (单位检索).

    Args:
        region: a region's code; only units there and below it. Empty: everywhere.
    """
    columns = (AgencyRecord.name, AgencyRecord.function_name)
    held = [or_(_holds(word, columns), AgencyRecord.code.istartswith(word, autoescape=True)) for word in words.split()]
    chosen = select(AgencyRecord).where(AgencyRecord.region.startswith(region, autoescape=True), *held)
    if turned.after:
        chosen = chosen.where(AgencyRecord.code > turned.after)
    elif turned.before:
        chosen = chosen.where(AgencyRecord.code < turned.before)
    chosen = chosen.order_by(AgencyRecord.code.desc() if turned.before else AgencyRecord.code)
    return _leaf(work, chosen, turned, lambda row: row.code)


def _holds(word: str, columns: Sequence[Any]) -> ColumnElement[bool]:
    return or_(false(), *(column.icontains(word, autoescape=True) for column in columns))


def _id(key: str) -> int:
    """The id that a key stands for; a key that nobody gave out leads to the end of the list."""
    return min(int(key), LARGEST_ID) if key.isascii() and key.isdigit() else 0


def _leaf(work: Work, chosen: Select[Row], turned: Turned, key: Callable[[Row], str]) -> Leaf[Row]:
    found = work.session.scalars(chosen.limit(turned.most + 1)).all()
    more, rows = len(found) > turned.most, found[: turned.most]
    if not rows:
        return Leaf(())
    if turned.before:
        return Leaf(rows[::-1], key(rows[0]), key(rows[-1]) if more else "")
    return Leaf(rows, key(rows[-1]) if more else "", key(rows[0]) if turned.after else "")


def under_way_at(work: Work, codes: Collection[str]) -> set[str]:
    """Which of these units have open tickets that this person may see (有可见的在办工单)."""
    having = select(Ticket.agency).where(Ticket.agency.in_(codes), Ticket.state.in_(OPEN)).distinct()
    return {code for code in work.session.scalars(having) if code}


def number_seen(work: Work, number: str) -> bool:
    """Whether there is a ticket of that number that this person may see (编号可见)."""
    return work.session.scalar(select(Ticket.id).where(Ticket.number == number)) is not None


def tickets_of_caller(work: Work, phone: str) -> OfACaller:
    """The newest tickets whose requester has that number, by its blind index (按来电号码查).

    Of who asked for secrecy a unit learns nothing here: to know the number already must not tell who complained.
    """
    theirs = select(Requester.id).where(Requester.phone_index == work.vault.blind(normal_phone(phone)))
    chosen = select(Ticket).where(Ticket.requester_id.in_(theirs)).order_by(Ticket.id.desc())
    if work.person.agency is not None:
        chosen = chosen.where(Ticket.secret.is_(False))
    found = work.session.scalars(chosen.limit(OF_A_CALLER + 1)).all()
    return OfACaller(found[:OF_A_CALLER], len(found) > OF_A_CALLER)


def unit_names(work: Work) -> dict[str, str]:
    """The names of all units by their codes, for a register of many rows (单位名称对照)."""
    return {code: name for code, name in work.session.execute(select(AgencyRecord.code, AgencyRecord.name))}


def officers(work: Work) -> dict[str, str]:
    """The officers of this person's region and of those above it: names by account (服务专员)."""
    own = work.person.region
    above = [own[:length] for length in range(len(own), 0, -2)]
    within = or_(Staff.region.startswith(own, autoescape=True), Staff.region.in_(above))
    chosen = select(Staff.account, Staff.name).where(Staff.role == Role.OFFICER, Staff.active, within)
    return {account: name for account, name in work.session.execute(chosen.order_by(Staff.account).limit(OFFERED))}


def known_events(work: Work) -> dict[int, str]:
    """The newest known events of this person's region and below: titles by id (已知事件)."""
    chosen = select(KnownEvent.id, KnownEvent.title).where(
        KnownEvent.region.startswith(work.person.region, autoescape=True)
    )
    return {event: title for event, title in work.session.execute(chosen.order_by(KnownEvent.id.desc()).limit(OFFERED))}
