"""The dispatchers' queue (派单岗): what no rule or no sure judgement decided, with candidates and reasons."""

from flask import Blueprint, render_template

from hotline.store.queries.inbox import dispatch_queue
from hotline.web.desk import work_of_this_person
from hotline.web.naming import names_for

bp = Blueprint("dispatchers", __name__)


@bp.get("/")
def queue() -> str:
    """The queue, the gravest first; one key accepts a candidate."""
    with work_of_this_person() as work:
        inbox = dispatch_queue(work)
        return render_template("dispatchers/queue.html", inbox=inbox, names=names_for(work, inbox.tickets))
