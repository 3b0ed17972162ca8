"""The one hand that moves a ticket (流转): ask the table, set the state, wind the clock, write the step and what follows."""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from sqlalchemy import update

from hotline.casework.clocks import wind
from hotline.casework.notices import is_told, waking_hour
from hotline.casework.watchers import see_to_a_watcher
from hotline.domain.errors import Conflict, Incomplete
from hotline.domain.follow_ups import FOLLOW_UPS
from hotline.domain.lifecycle import NEEDS, Move, find_move
from hotline.domain.vocabulary import Action, Part
from hotline.store.notes import Note
from hotline.store.tickets import Assignment, Step, Ticket, changes_of
from hotline.store.work import SYSTEM, Work

WRITING = ("text", "reply", "reason", "guidance", "handling", "said", "words")  # 文字另存于流转意见，流转记录里只留字数


def take(
    work: Work,
    ticket: Ticket,
    action: Action,
    *,
    seen: int | None = None,
    sets: Mapping[str, Any] | None = None,
    **brings: Any,
) -> Ticket:
    """Take one step of the lifecycle table, and leave its record.

    Args:
        seen: the row version that the person had before their eyes; None for the machine.
        sets: columns of the ticket that change together with its state.
        brings: what the step needs and brings; empty values count as missing.

    Raises:
        Forbidden, Conflict, Incomplete: in this order; Conflict also if somebody was quicker.
    """
    step_of(work, ticket, action, seen=seen, sets=sets, **brings)
    return ticket


def step_of(
    work: Work,
    ticket: Ticket,
    action: Action,
    *,
    seen: int | None = None,
    sets: Mapping[str, Any] | None = None,
    **brings: Any,
) -> Step:
    """As `take`, but answer the step: for what hangs on it."""
    given = {name: value for name, value in brings.items() if not _empty(value)}
    move = find_move(action, ticket.state, work.person.role, given.keys())
    if unkeepable := [NEEDS[name] for name in WRITING if name in given and not keepable(str(given[name]))]:
        raise Incomplete(f"「{'」「'.join(unkeepable)}」含有无法保存的二进制字符，请粘贴为纯文本")
    refuse_stale(ticket, seen)
    ticket.state = move.after
    for column, value in (sets or {}).items():
        setattr(ticket, column, value)
    wind(work, ticket, move.before)
    see_to_a_watcher(work, ticket)
    step = _write(work, ticket, move, given)
    if "due_at" in step.changes and ticket.due_at is not None:
        _keep_the_lead_in_time(work, ticket)
    _follow(work, ticket, step)
    work.announce("ticket_moved", str(ticket.id))
    return step


def refuse_stale(ticket: Ticket, seen: int | None) -> None:
    """Raise Conflict if somebody was quicker; for verbs that touch the ticket before they take their step."""
    if seen is not None and ticket.version is not None and seen != ticket.version:
        raise Conflict(f"工单 {ticket.number} 刚被他人更新，请核对页面上的最新内容后再提交")


def as_system(work: Work) -> Work:
    """The same piece of work, in which a rule acts and not the person who happened to set it off."""
    return Work(work.session, SYSTEM, work.now, work.vault, work.rules_of)


def _write(work: Work, ticket: Ticket, move: Move, given: Mapping[str, Any]) -> Step:
    """The step, and beside it the words that it brought."""
    step = Step(
        ticket=ticket,
        action=move.action,
        before=move.before,
        after=move.after,
        actor=work.person.account,
        role=work.person.role,
        brings={name: _reference(name, value) for name, value in given.items()},
        changes={name: _plain(value) for name, value in changes_of(ticket).items()},
        taken_at=work.now,
    )
    work.session.add(step)
    work.session.flush()
    for name in WRITING:
        if name in given:
            work.session.add(Note(step_id=step.id, ticket_id=ticket.id, kind=name, text=str(given[name])))
    return step


def _keep_the_lead_in_time(work: Work, ticket: Ticket) -> None:
    """The lead's clock is the ticket's: what moves the one moves the other."""
    work.session.execute(
        update(Assignment)
        .where(Assignment.ticket_id == ticket.id, Assignment.part == Part.LEAD, Assignment.ended_at.is_(None))
        .values(due_at=ticket.due_at)
    )


def keepable(text: str) -> bool:
    """Whether the database can keep this text: no NUL, and no half of a surrogate pair (可保存的文字)."""
    return "\x00" not in text and not any("\ud800" <= char <= "\udfff" for char in text)


def _empty(value: Any) -> bool:
    """Whether nothing was given; blanks alone say nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def _reference(name: str, value: Any) -> Any:
    """What a step keeps of a value: never the writing itself."""
    return len(str(value)) if name in WRITING else _plain(value)


def _plain(value: Any) -> Any:
    """A value as JSON keeps it."""
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if hasattr(value, "isoformat") else value


def _follow(work: Work, ticket: Ticket, step: Step) -> None:
    for follow_up in FOLLOW_UPS[step.action]:
        if follow_up.to is None or is_told(work, ticket, step, follow_up):
            not_before = waking_hour(work, ticket, follow_up)
            work.must_follow(
                follow_up.job, follow_up.lane, step=step, about={"number": ticket.number}, not_before=not_before
            )
