"""Review, callback, requests, supervision and what is overdue (审核督办)."""

from flask import Blueprint, render_template

from hotline.domain.handling_terms import RequestKind
from hotline.store.queries import inbox
from hotline.web.desk import work_of_this_person
from hotline.web.naming import names_for

bp = Blueprint("supervisors", __name__)


@bp.get("/")
def room() -> str:
    """The lists of a supervisor."""
    with work_of_this_person() as work:
        lists = {
            "reviews": inbox.to_review(work), "callbacks": inbox.to_call_back(work), "late": inbox.overdue(work),
            "appeals": inbox.appeals_to_decide(work), "pressed": inbox.supervised(work),
            "suspended": inbox.suspended(work),
        }  # fmt: skip
        asked = inbox.to_decide(work, set(RequestKind))
        names = names_for(work, [*(one for some in lists.values() for one in some.tickets), *(a.ticket for a in asked)])
        figures = {"counts": inbox.counts_by_state(work), "late_callbacks": inbox.late_callbacks(work)}
        return render_template("supervisors/room.html", names=names, asked=asked, **figures, **lists)
