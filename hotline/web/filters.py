"""How values are shown (显示格式): moments in Beijing time, time left with its colour, shares, terms by their label."""

from datetime import datetime

from flask import Flask, g, session

from hotline.domain.lifecycle import moves_open_to, outward, outward_label
from hotline.domain.moments import beijing, time_left
from hotline.domain.permissions import Permission, permitted
from hotline.domain.privacy import mask_text
from hotline.domain.vocabulary import State, Urgency
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from hotline.web.citizens.look import look_of_request
from hotline.web.doors import menu_for
from hotline.web.naming import coded_options
from routing_rules.calendar import WORKING_DAYS

SOON = 48 * 3600
BADGES = {
    State.DRAFT: "secondary", State.REGISTERED: "azure", State.QUEUED: "orange", State.DISPATCHED: "blue",
    State.HANDLING: "indigo", State.REPLIED: "purple", State.CALLBACK: "cyan", State.CLOSED: "green",
    State.GUIDED: "teal", State.TRANSFERRED: "red", State.VOID: "secondary", State.WITHDRAWN: "secondary",
    State.ARCHIVED: "secondary",
    State.MERGED: "azure", State.TERMINATED: "secondary",
    Urgency.ORDINARY: "secondary", Urgency.URGENT: "yellow", Urgency.CRITICAL: "orange", Urgency.EMERGENCY: "red",
}  # fmt: skip


def moment(value: datetime | None, form: str = "%m-%d %H:%M") -> str:
    """A moment on a clock in Beijing, or a dash."""
    return beijing(value).strftime(form) if value else "—"


def share(value: float | None, digits: int = 1) -> str:
    """A share in percent, or a dash where nothing could be counted."""
    return f"{value:.{digits}%}" if value is not None else "—"


def left(due_at: datetime | None) -> str:
    """How long until the deadline, in words."""
    return time_left(due_at, g.now) if due_at else "—"


def left_of(ticket: Ticket) -> str:
    """How long a ticket's unit has left: in working days and hours where its limit counts them, else in days."""
    work: Work | None = g.get("work")
    if (
        ticket.due_at is None
        or ticket.due_at <= g.now
        or work is None
        or not (ticket.limit or "").endswith(WORKING_DAYS)
    ):
        return left(ticket.due_at)
    days, rest = work.rules.calendar.working_time_left(g.now, ticket.due_at)
    return f"剩余 {days} 工作日 {int(rest.total_seconds() // 3600)} 小时"


def haste(due_at: datetime | None) -> str:
    """The colour class of a deadline: late, soon or calm."""
    if due_at is None:
        return ""
    seconds = (due_at - g.now).total_seconds()
    return "late" if seconds < 0 else "soon" if seconds < SOON else "calm"


def teach(app: Flask) -> None:
    """Give the templates these filters and the words that every page needs."""
    app.jinja_env.filters.update(
        moment=moment,
        share=share,
        left=left,
        left_of=left_of,
        haste=haste,
        masked=mask_text,
        outward=lambda state: outward_label(outward(state)),
        badge=lambda term: BADGES.get(term, "blue"),
    )
    app.jinja_env.globals.update(
        coded_options=coded_options, moves_open_to=moves_open_to, may=permitted, Permission=Permission
    )

    @app.context_processor
    def always() -> dict[str, object]:
        person = g.get("person")
        look = look_of_request()
        return {
            "look": look,
            "person": person,
            "menu": menu_for(person.role) if person else [],
            "signed_in": "account" in session,
        }
