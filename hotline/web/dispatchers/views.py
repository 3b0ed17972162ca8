"""The dispatchers' queue (派单岗): what no rule or no sure judgement decided, with candidates and reasons."""

from flask import Blueprint, render_template

from hotline.domain.handling_terms import RequestKind
from hotline.store.queries.inbox import dispatch_queue, to_decide
from hotline.web.desk import work_of_this_person
from hotline.web.naming import names_for

bp = Blueprint("dispatchers", __name__)


@bp.get("/")
def queue() -> str:
    """The queue, the gravest first; one key accepts a candidate."""
    with work_of_this_person() as work:
        inbox, asked = dispatch_queue(work), to_decide(work, (RequestKind.RETURN, RequestKind.CONSULT))
        names = names_for(
            work, [*inbox.tickets, *(one.ticket for one in asked)], [a.request.agency or "" for a in asked]
        )
        return render_template("dispatchers/queue.html", inbox=inbox, asked=asked, names=names)
