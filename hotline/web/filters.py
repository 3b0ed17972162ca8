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
from hotline.web.analysts.showing import FILTERS
from hotline.web.citizens.look import look_of_request
from hotline.web.doors import menu_for
from hotline.web.files import file_terms
from hotline.web.naming import coded_options
from routing_rules.calendar import NATURAL_DAYS, WORKING_DAYS

SOON = 48 * 3600
DAY_CLOCKS = (WORKING_DAYS, NATURAL_DAYS)
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
    """How long until a deadline: in hours for two days, further off in working days; what is over, in hours and days."""
    if due_at is None:
        return "—"
    far = (due_at - g.now).total_seconds() >= SOON
    return (_whole_days(due_at, WORKING_DAYS) if far else "") or time_left(due_at, g.now)


def left_of(ticket: Ticket) -> str:
    """How long a ticket's unit has left, in the days that its limit counts; in hours once no whole day is left."""
    clock = next((one for one in DAY_CLOCKS if (ticket.limit or "").endswith(one)), "")
    if ticket.due_at is None or not clock:
        return left(ticket.due_at)
    return _whole_days(ticket.due_at, clock) or time_left(ticket.due_at, g.now)


def _whole_days(due_at: datetime, clock: str) -> str:
    """So many days as the calendar in force counts them; empty where no whole day is left, or no calendar at hand."""
    work: Work | None = g.get("work")
    days = work.rules.calendar.days_left(g.now, due_at, clock) if work and due_at > g.now else 0
    return f"剩余 {days} 个{clock}" if days else ""


def edition_note(note: str) -> str:
    """What an edition of the rules changed, or a dash; houses loaded before 1.0 kept another word for the first."""
    return {"仓库自带规则表": "系统初始规则表"}.get(note, note) or "—"


def in_words(limit: object) -> str:
    """A time limit as one writes it: 7 个工作日, 24 小时."""
    amount, _, clock = str(limit or "").partition(" ")
    return f"{amount} 个{clock}" if clock in DAY_CLOCKS else f"{amount} {clock}".strip()


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
        in_words=in_words,
        edition_note=edition_note,
        haste=haste,
        masked=mask_text,
        outward=lambda state: outward_label(outward(state)),
        badge=lambda term: BADGES.get(term, "blue"),
        **FILTERS,
    )
    app.jinja_env.globals.update(
        coded_options=coded_options,
        moves_open_to=moves_open_to,
        may=permitted,
        Permission=Permission,
        file_terms=file_terms,
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
