"""Enterprise demands and who watches over them; the register of rulings (企业盯办、裁定登记册)."""

from flask import Blueprint, render_template, request

from hotline.casework.requests.rulings import register_of_rulings
from hotline.casework.watchers import unwatched
from hotline.store.queries.details import staff_names
from hotline.store.queries.inbox import watched
from hotline.web.desk import work_of_this_person
from hotline.web.naming import names_for

bp = Blueprint("watch", __name__)


@bp.get("/enterprises")
def enterprises() -> str:
    """Open enterprise demands by their next deadline; the list of those nobody watches must be empty."""
    with work_of_this_person() as work:
        nobody, found = unwatched(work), watched(work)
        names = names_for(work, [*nobody, *found.tickets])
        people = staff_names(work, [ticket.watcher for ticket in found.tickets])
        return render_template("watch/enterprises.html", nobody=nobody, found=found, names=names, people=people)


@bp.get("/rulings")
def rulings() -> str:
    """The register of rulings, by words and category."""
    words, category = request.args.get("words", "").strip()[:50], request.args.get("category", "").strip()[:12]
    with work_of_this_person() as work:
        found = register_of_rulings(work, words, category)
        names = names_for(work, (), [code for one in found for code in (one.agency, one.against) if code])
        asked = {"words": words, "category": category}
        return render_template("watch/rulings.html", found=found, names=names, **asked)
