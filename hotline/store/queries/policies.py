"""The library of policies, those in force, and who was told of which (政策清单)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, case, func, or_, select, true, update
from sqlalchemy.orm import InstrumentedAttribute

from hotline.domain.analysis.policies import PolicyState, PushState
from hotline.domain.errors import Conflict, NotFound
from hotline.domain.moments import beijing
from hotline.domain.permissions import Permission, permitted
from hotline.domain.vocabulary import Channel, RequesterKind, Role
from hotline.store.analysis.enterprises import Enterprise, EnterpriseDemand
from hotline.store.analysis.policies import Policy, PolicyPush
from hotline.store.people import Requester
from hotline.store.queries.figures.tallying import WHOLE, Stretch
from hotline.store.tickets import Ticket
from hotline.store.work import Work

MOST = 100


@dataclass(frozen=True)
class PolicyWanted:
    """Which policies are asked for (政策检索条件); without a state, those in force."""

    words: str = ""
    matter: str = ""
    region: str = ""
    state: PolicyState | None = None


@dataclass(frozen=True)
class ToldPolicy:
    """A policy that an enterprise was told of, for which demand (已推送政策)."""

    policy: Policy
    number: str


def readable(work: Work) -> ColumnElement[bool]:
    """The condition on policies that this person may read: drafts are for those who write them."""
    if work.person.role == Role.SYSTEM or permitted(work.person.role, Permission.WRITE_POLICIES):
        return true()
    return Policy.state != PolicyState.DRAFT


def in_force(day: date) -> ColumnElement[bool]:
    """The condition on policies that hold on that day."""
    return (
        (Policy.state == PolicyState.PUBLISHED)
        & (Policy.valid_from <= day)
        & or_(Policy.valid_until.is_(None), Policy.valid_until >= day)
    )


def policies(work: Work, wanted: PolicyWanted) -> Sequence[Policy]:
    """Policies by words, matter, place and state, the newest first."""
    found = select(Policy).where(readable(work))
    held = in_force(beijing(work.now).date()) if wanted.state is None else Policy.state == wanted.state
    for word in wanted.words.split():
        said = (Policy.title, Policy.document_number, Policy.issuer, Policy.summary)
        found = found.where(or_(*(one.icontains(word, autoescape=True) for one in said)))
    found = found.where(held, _holding(Policy.matters, wanted.matter), _holding(Policy.regions, wanted.region))
    return work.session.scalars(found.order_by(Policy.valid_from.desc(), Policy.id.desc()).limit(MOST)).all()


def _holding(column: InstrumentedAttribute[list[Any]], code: str) -> ColumnElement[bool]:
    """The condition on a list of codes that it reaches this one: by itself, by one above it, or because it is empty."""
    above = [code[:at] for at in range(1, len(code) + 1)]
    reached: list[ColumnElement[bool]] = [column.contains([one]) for one in above]
    return or_(column == [], *reached) if code else true()


def policy(work: Work, policy_id: int) -> Policy:
    """One policy; NotFound if there is none for this person's eyes."""
    return _found(work, select(Policy).where(Policy.id == policy_id, readable(work)))


def held_policy(work: Work, policy_id: int, seen: int | None = None) -> Policy:
    """The same, locked; Conflict if it was changed since that version was read."""
    found = _found(work, select(Policy).where(Policy.id == policy_id, readable(work)).with_for_update())
    if seen is not None and seen != found.version:
        raise Conflict(f"《{found.title}》刚被他人改动，请核对页面上的最新内容后再提交")
    return found


def _found(work: Work, wanted: Select[Policy]) -> Policy:
    found = work.session.scalar(wanted)
    if found is None:
        raise NotFound("没有这条政策，或您无权查看，请回到政策库查找")
    return found


def same_policy(work: Work, document_number: str, title: str, but: int | None = None) -> bool:
    """Whether another policy has this document number and title."""
    wanted = select(Policy.id).where(Policy.document_number == document_number, Policy.title == title)
    return any(one != but for one in work.session.scalars(wanted))


def policies_in_force(work: Work) -> Sequence[Policy]:
    """All that hold today, for matching."""
    return work.session.scalars(select(Policy).where(in_force(beijing(work.now).date())).order_by(Policy.id)).all()


def enterprise_ticket(work: Work, number: str) -> Ticket:
    """A ticket this person may see; NotFound otherwise."""
    found = work.session.scalar(select(Ticket).where(Ticket.number == number))
    if found is None:
        raise NotFound(f"没有工单 {number}，或您无权查看")
    return found


def enterprise_of(work: Work, ticket: Ticket) -> Enterprise | None:
    """The enterprise of a ticket, by the code that was attached to it or that its requester gave."""
    attached = select(EnterpriseDemand.uscc).where(EnterpriseDemand.ticket_id == ticket.id)
    given = select(Requester.uscc).where(Requester.id == ticket.requester_id)
    code = work.session.scalar(attached) or work.session.scalar(given)
    return work.session.scalar(select(Enterprise).where(Enterprise.uscc == code)) if code else None


def pushes_of(work: Work, ticket_id: int) -> dict[int, PolicyPush]:
    """What the enterprise of a ticket was told, by policy."""
    rows = work.session.scalars(select(PolicyPush).where(PolicyPush.ticket_id == ticket_id))
    return {one.policy_id: one for one in rows}


def recent_enterprise_tickets(work: Work, most: int = 20) -> Sequence[Ticket]:
    """The newest enterprise demands that this person may see and whose matter is known."""
    wanted = select(Ticket).where(Ticket.requester_kind == RequesterKind.ENTERPRISE, Ticket.category.is_not(None))
    return work.session.scalars(wanted.order_by(Ticket.id.desc()).limit(most)).all()


def policies_told(work: Work) -> list[ToldPolicy]:
    """What a requester of 蒙速办 was told of for their own demands and holds today, the newest first (企业所见)."""
    wanted = (
        select(Policy, Ticket.number)
        .join(PolicyPush, PolicyPush.policy_id == Policy.id)
        .join(Ticket, Ticket.id == PolicyPush.ticket_id)
        .where(
            Ticket.channel == Channel.MENGSUBAN,
            Ticket.requester_kind == RequesterKind.ENTERPRISE,
            in_force(beijing(work.now).date()),
        )
        .order_by(PolicyPush.id.desc())
        .limit(MOST)
    )
    return [ToldPolicy(found, number) for found, number in work.session.execute(wanted)]


def pushes_in(work: Work, stretch: Stretch, most: int) -> list[tuple[str, str, int, int]]:
    """Of each policy its title and number, how often enterprises were told of it, and how often it reached them."""
    arrived = func.count(case((PolicyPush.state == PushState.TOLD, 1)))
    asked = (
        select(Policy.title, Policy.document_number, func.count(), arrived)
        .join(PolicyPush, PolicyPush.policy_id == Policy.id)
        .join(Ticket, Ticket.id == PolicyPush.ticket_id)
        .where(PolicyPush.at >= stretch.start, PolicyPush.at < stretch.end)
        .group_by(Policy.id)
        .order_by(func.count().desc(), Policy.id)
        .limit(most)
    )
    if len(stretch.region) > len(WHOLE):
        asked = asked.where(Ticket.region.startswith(stretch.region, autoescape=True))
    return [(title, number, told, came) for title, number, told, came in work.session.execute(asked)]


def told_as(work: Work, push_id: int, state: PushState) -> None:
    """Keep whether a message of a policy arrived; what arrived stays so (送达情况)."""
    kept = update(PolicyPush).where(PolicyPush.id == push_id, PolicyPush.state != PushState.TOLD)
    work.session.execute(kept.values(state=state))
