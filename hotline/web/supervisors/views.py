"""Review, callback, requests, supervision and what is overdue (审核督办)."""

from typing import Any

from flask import Blueprint, render_template

from hotline.analytics.feed.review import late_drafts
from hotline.domain.handling_terms import RequestKind
from hotline.store.queries import inbox
from hotline.store.work import Work
from hotline.web.desk import work_of_this_person
from hotline.web.naming import names_for

bp = Blueprint("supervisors", __name__)


@bp.get("/")
def room() -> str:
    """The lists of a supervisor."""
    with work_of_this_person() as work:
        return render_template("supervisors/room.html", **_shown(work))


def _shown(work: Work) -> dict[str, Any]:
    """Every list of the room, with the names that stand in them."""
    lists = {
        "reviews": inbox.to_review(work), "callbacks": inbox.to_call_back(work), "late": inbox.overdue(work),
        "appeals": inbox.appeals_to_decide(work), "pressed": inbox.supervised(work),
        "suspended": inbox.suspended(work),
    }  # fmt: skip
    asked, loads = inbox.to_decide(work, set(RequestKind)), inbox.loads(work)
    shown = [*(one for some in lists.values() for one in some.tickets), *(one.ticket for one in asked)]
    return {
        **lists,
        "asked": asked,
        "loads": loads,
        "names": names_for(work, shown, [one.agency for one in loads]),
        "counts": inbox.counts_by_state(work),
        "late_callbacks": inbox.late_callbacks(work),
        "late_feeds": late_drafts(work),
    }
