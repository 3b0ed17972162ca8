"""Review, callback and what is overdue (审核督办)."""

from flask import Blueprint, render_template

from hotline.store.queries.inbox import counts_by_state, overdue, to_call_back, to_review
from hotline.web.desk import work_of_this_person
from hotline.web.naming import names_for

bp = Blueprint("supervisors", __name__)


@bp.get("/")
def room() -> str:
    """The three lists of a supervisor."""
    with work_of_this_person() as work:
        reviews, callbacks, late = to_review(work), to_call_back(work), overdue(work)
        names = names_for(work, [*reviews.tickets, *callbacks.tickets, *late.tickets])
        counts = counts_by_state(work)
        lists = {"reviews": reviews, "callbacks": callbacks, "late": late}
        return render_template("supervisors/room.html", names=names, counts=counts, **lists)
