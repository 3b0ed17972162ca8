"""What requesters do by their own hand in 蒙速办 (诉求人自助): file a demand, and add to it later."""

import re
from datetime import timedelta

from sqlalchemy import cast, func, select
from sqlalchemy.dialects.postgresql import TSVECTOR, insert

from hotline.casework import intake
from hotline.casework.steps import take
from hotline.domain.errors import Conflict, Forbidden, Incomplete, TooMany
from hotline.domain.lifecycle import find_move
from hotline.domain.searching import bigrams
from hotline.domain.vocabulary import Action, Language, Role
from hotline.store.audit import write_down
from hotline.store.people import Requester
from hotline.store.tickets import Step, Ticket
from hotline.store.work import Work

AN_HOUR = timedelta(hours=1)
MOST_FILED = 10  # 件：同一诉求人一小时内
MOST_ADDED = 10  # 次：同一工单一小时内
TRANSLATORS = frozenset({Role.AGENT, Role.DISPATCHER, Role.SUPERVISOR})
MONGOLIAN_SCRIPT = re.compile("[\u1800-\u18af]")


def file(work: Work, demand: intake.Demand) -> Ticket:
    """Take down what a requester files themselves (自助提交); the same external id again gives the same ticket.

    The original text stays as it was written; where it is in Mongolian script the ticket says so, and waits for a
    human translation.

    Raises:
        TooMany: ten demands of this requester within the hour.
    """
    _know_the_requester(work, demand)
    known = select(Ticket).where(Ticket.external_id == demand.external_id)
    if demand.external_id and (found := work.session.scalar(known)) is not None:
        return found
    _refuse_too_many(work)
    return note_language(intake.register(work, demand))


def note_language(ticket: Ticket) -> Ticket:
    """Note the language in which the demand was put, by its script (诉求语言)."""
    if MONGOLIAN_SCRIPT.search(f"{ticket.title}{ticket.text}"):
        ticket.language = Language.MONGOLIAN
    return ticket


def supplement(work: Work, number: str, *, words: str, seen: int | None = None) -> Ticket:
    """The requester, or an agent for them, adds to a demand that is not yet answered (补充诉求).

    Raises:
        TooMany: ten times within the hour.
    """
    ticket = work.ticket(number)
    find_move(Action.SUPPLEMENT, ticket.state, work.person.role, {"words"} if words.strip() else set())
    if len(words) > intake.LONGEST:
        raise Incomplete(f"「补充内容」有 {len(words)} 字，最多 {intake.LONGEST} 字，请摘要填写，其余作附件")
    recent = select(func.count()).where(
        Step.ticket_id == ticket.id, Step.action == Action.SUPPLEMENT, Step.taken_at > work.now - AN_HOUR
    )
    if (work.session.scalar(recent) or 0) >= MOST_ADDED:
        raise TooMany(f"本工单一小时内已补充 {MOST_ADDED} 次，请稍后再补充，或把内容合在一起一次提交")
    return take(work, ticket, Action.SUPPLEMENT, seen=seen, words=words)


def _know_the_requester(work: Work, demand: intake.Demand) -> None:
    """A record of this requester, locked: made at the first filing, under the id by which their session is scoped.

    Whoever taps twice waits here for their own first tap, so that neither limit nor double filing can be raced.
    """
    if work.person.role != Role.REQUESTER or work.person.requester is None or not demand.mengsuban_id:
        raise Forbidden("只有从「蒙速办」进入的诉求人可以自助提交")
    fresh = insert(Requester).values(
        id=work.person.requester, created_at=work.now, kind=demand.requester_kind, mengsuban_id=demand.mengsuban_id
    )
    work.session.execute(fresh.on_conflict_do_nothing())
    mine = select(Requester.id).where(Requester.mengsuban_id == demand.mengsuban_id).with_for_update()
    if work.session.scalar(mine) != work.person.requester:
        raise Conflict("您的身份信息刚刚更新，请再提交一次")


def _refuse_too_many(work: Work) -> None:
    mine = Ticket.requester_id == work.person.requester, Ticket.registered_by == work.person.account
    filed = select(func.count()).where(*mine, Ticket.registered_at > work.now - AN_HOUR)
    if (work.session.scalar(filed) or 0) >= MOST_FILED:
        raise TooMany(f"您一小时内已提交 {MOST_FILED} 件诉求，请稍后再提；情况紧急的，请直接拨打 110、119 或 120")


def translate(work: Work, number: str, *, words: str) -> Ticket:
    """Write down a person's translation beside the original, which stays as it was (登记译文); it is searched as well.

    Raises:
        Forbidden: only who speaks with requesters or decides where tickets go may do so.
        Incomplete: no words, or more than a demand may have.
    """
    if work.person.role not in TRANSLATORS:
        raise Forbidden(f"{work.person.role.label}不能登记译文")
    ticket = work.ticket(number)
    if not words.strip() or len(words) > intake.LONGEST:
        raise Incomplete(f"请写译文，最多 {intake.LONGEST} 字")
    ticket.translation = words.strip()
    terms = bigrams(f"{ticket.title} {ticket.text} {ticket.address} {ticket.translation}")
    ticket.search = cast(func.array_to_tsvector(terms), TSVECTOR)
    write_down(work.session, work.now, work.person.account, "translate", {"number": number})
    return ticket
