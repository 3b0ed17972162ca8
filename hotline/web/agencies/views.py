"""The agency's inbox (承办单位): by time left."""

from flask import Blueprint, render_template, request

from hotline.domain.vocabulary import State
from hotline.store.queries.inbox import agency_inbox, counts_by_state, helping_inbox
from hotline.web.desk import person, work_of_this_person
from hotline.web.naming import names_for

bp = Blueprint("agencies", __name__)


@bp.get("/")
def inbox() -> str:
    """What this unit has to do, nearest deadline first."""
    chosen = request.args.get("state", "")
    state = State.coded(chosen) if chosen in set(State) else None
    with work_of_this_person() as work:
        found = agency_inbox(work, state)
        helping = helping_inbox(work)
        names = names_for(work, [*found.tickets, *helping.tickets], [person().agency or ""])
        lists = {"inbox": found, "helping": helping, "counts": counts_by_state(work)}
        return render_template("agencies/inbox.html", names=names, chosen=state, **lists)
