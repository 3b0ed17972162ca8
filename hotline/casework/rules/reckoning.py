"""What a new calendar moves (时限重算): previewed before it is in force, then done for provisional deadlines only."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from hotline.casework.steps import take
from hotline.domain.vocabulary import Action, State
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from routing_rules import RuleBook

BATCH = 500
RUNNING = (State.DISPATCHED, State.HANDLING)


class Shift(NamedTuple):
    """One deadline that a calendar moves (时限变动)."""

    number: str
    before: datetime
    after: datetime
    settled: bool


def preview(work: Work, book: RuleBook) -> list[Shift]:
    """What this edition's calendar would do to the provisional deadlines of open tickets; nothing is written."""
    return [shift for _, shift in _shifts(work, book) if shift.after != shift.before or shift.settled]


def reckon(work: Work) -> int:
    """Reckon the provisional deadlines anew by the calendar in force; how many steps were written, 500 at most.

    A deadline is never brought forward: the unit was told the later one.
    """
    done = 0
    for ticket, shift in _shifts(work, work.rules):
        if shift.after == shift.before and not shift.settled:
            continue
        start = datetime.fromisoformat(ticket.explanation["clock"]["start"])
        clock = {**ticket.explanation["clock"], **_spans(work.rules, ticket, start), "provisional": not shift.settled}
        explanation = {**ticket.explanation, "clock": {**clock, "due_at": shift.after.isoformat()}}
        sets = {"due_at": shift.after, "provisional": not shift.settled, "explanation": explanation}
        take(work, ticket, Action.RECKON, due_at=shift.after, sets=sets)
        if (done := done + 1) == BATCH:
            break
    return done


def _shifts(work: Work, book: RuleBook) -> Iterator[tuple[Ticket, Shift]]:
    provisional = select(Ticket).where(Ticket.provisional, Ticket.state.in_(RUNNING), Ticket.due_at.is_not(None))
    for ticket in work.session.scalars(provisional.order_by(Ticket.id)):
        clock = ticket.explanation.get("clock")
        by_hand = ticket.extended or ticket.redone or (clock or {}).get("kept")
        if clock is None or ticket.due_at is None or by_hand:
            continue  # 延期、重办或补足过的时限是人定的，不由日历改
        start = datetime.fromisoformat(clock["start"])
        found = book.calendar.after(start, int(clock["amount"]), str(clock["clock"]))
        yield ticket, Shift(ticket.number, ticket.due_at, max(ticket.due_at, found.at), not found.provisional)


def _spans(book: RuleBook, ticket: Ticket, start: datetime) -> dict[str, list[str]]:
    clock = ticket.explanation["clock"]
    explained = book.calendar.explained(start, int(clock["amount"]), str(clock["clock"]))
    return {"spans": [str(span) for span in explained.spans]}
