"""The citizens' pages (公众页面): each sees their own demands, and what is public."""

from collections.abc import Callable
from typing import NamedTuple

from flask import Blueprint, abort, flash, g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from hotline.casework import intake
from hotline.casework.closing import callback
from hotline.casework.evidence import Sent, attach_all, belongs_to_last_step, path_of
from hotline.casework.supplements import MONGOLIAN_SCRIPT, supplement
from hotline.casework.supplements import file as file_demand
from hotline.casework.watch.pressure import press
from hotline.domain.errors import Conflict, HotlineError, Incomplete, TooMany
from hotline.domain.vocabulary import RequesterKind
from hotline.knowledge.search import answering
from hotline.store.queries.citizens import most_read, own_photo, own_ticket, own_tickets, public_article
from hotline.store.queries.policies import policies_told
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from hotline.web.citizens.forms import (
    MOST_PHOTOS,
    AskForm,
    FileForm,
    PressForm,
    RateForm,
    SupplementForm,
    WithdrawForm,
    photos_of,
)
from hotline.web.citizens.look import PLACE, keep_look, look_of_request, way_back
from hotline.web.citizens.pages import contact, follow_page, form_page, topics, with_states
from hotline.web.desk import attachments_folder, person, work_of_this_person
from hotline.web.errors import refusal
from hotline.web.files import sent_files
from hotline.web.forms import Form

bp = Blueprint("citizens", __name__)

FOUND, RECENT = 8, 3


class Deed(NamedTuple):
    """What a citizen may do with a demand of theirs: the form and the verb (自助办理)."""

    form: type[Form]
    verb: Callable[..., Ticket]


DEEDS = {
    "supplement": Deed(SupplementForm, supplement),
    "press": Deed(PressForm, press),
    "withdraw": Deed(WithdrawForm, intake.withdraw),
    "rate": Deed(RateForm, callback.rate),
}


@bp.app_context_processor
def looks() -> dict[str, object]:
    """The words and the look of the citizen pages, also for their error pages."""
    if not request.path.startswith(PLACE):
        return {}
    look = look_of_request()
    page = {"look": look, "w": look.words, "inside": "card" in g, "most_photos": MOST_PHOTOS}
    return {**page, "in_mongolian": MONGOLIAN_SCRIPT.search}


@bp.get("/")
def home() -> str:
    """The first page: what can be done here (首页)."""
    with work_of_this_person() as work:
        recent = with_states(work, own_tickets(work).tickets[:RECENT])
        return render_template("citizens/home.html", contact=contact(work, g.card), recent=recent)


@bp.get("/new")
def new() -> str:
    """The empty form (我要提诉求); ?requester_kind=enterprise for an enterprise."""
    with work_of_this_person() as work:
        kind = {"requester_kind": request.args.get("requester_kind", "")}
        return render_template("citizens/new.html", **form_page(work, kind))


@bp.post("/new")
def file() -> Response:
    """File it, with its photographs; all of it or nothing."""
    form, photos = FileForm.read(request.form), photos_of(sent_files("photos"))
    with work_of_this_person() as work:
        ticket = file_demand(work, form.demand(g.card, _whose()))
        _put(work, ticket.number, photos)
    return redirect(url_for(".filed", number=ticket.number))


@bp.get("/tickets/<number>/filed")
def filed(number: str) -> str:
    """It has been taken in; this is its number (提交成功)."""
    with work_of_this_person() as work:
        return render_template("citizens/filed.html", ticket=own_ticket(work, number))


@bp.get("/tickets")
def mine() -> str:
    """What I have filed, newest first (我的诉求)."""
    with work_of_this_person() as work:
        page = own_tickets(work, before=AskForm.read(request.args).before)
        rows = with_states(work, page.tickets)
        return render_template("citizens/mine.html", rows=rows, next_before=page.next_before)


@bp.get("/tickets/<number>")
def follow(number: str) -> str:
    """How far it is, like a parcel (办理进度)."""
    with work_of_this_person() as work:
        return render_template("citizens/follow.html", given={}, **follow_page(work, number))


@bp.post("/tickets/<number>/<deed>")
def do(number: str, deed: str) -> Response:
    """Add, urge, withdraw or rate."""
    wanted = DEEDS.get(deed) or abort(404)
    form, photos = wanted.form.read(request.form), photos_of(sent_files("photos") if deed == "supplement" else [])
    with work_of_this_person() as work:
        own_ticket(work, number)
        wanted.verb(work, number, **form.model_dump())
        _put(work, number, photos)
    flash(deed, "success")
    return redirect(url_for(".follow", number=number))


@bp.get("/tickets/<number>/photos/<int:photo>")
def photo(number: str, photo: int) -> Response:
    """One of the photographs that I sent."""
    with work_of_this_person() as work:
        found = own_photo(work, own_ticket(work, number), photo)
        path, media = path_of(attachments_folder(), found.digest), found.media
    return send_file(path, mimetype=media)


@bp.get("/answers")
def answers() -> str:
    """What many ask, and public answers (大家都在问)."""
    form, hot = AskForm.read(request.args), topics()
    with work_of_this_person() as work:
        found = answering(work, form.q, most=FOUND) if form.q else most_read(work)
        return render_template("citizens/answers.html", asked=form.q, found=found, topics=hot)


@bp.get("/answers/<int:article>")
def answer(article: int) -> str:
    """One public answer (解答)."""
    with work_of_this_person() as work:
        return render_template("citizens/answer.html", article=public_article(work, article))


@bp.get("/enterprise")
def enterprise() -> str:
    """For enterprises: file as one, and what enterprises ask (企业专区)."""
    hot = topics(RequesterKind.ENTERPRISE)
    with work_of_this_person() as work:
        page = own_tickets(work, kind=RequesterKind.ENTERPRISE)
        rows = with_states(work, page.tickets)
        told = {"policies": policies_told(work), "rows": rows, "topics": hot}
        return render_template("citizens/enterprise.html", contact=contact(work, g.card), **told)


@bp.post("/look")
def change_look() -> Response:
    """Large type, high contrast, language; and back to the page."""
    return keep_look(redirect(way_back(request.form.get("back", ""))), request.form.to_dict())


def _whose() -> str:
    """The code of the requester at work, for the numbers of their forms."""
    mine = person().requester
    return mine.hex if mine else ""


def _put(work: Work, number: str, photos: list[Sent]) -> None:
    for one in attach_all(work, number, photos, attachments_folder()):
        belongs_to_last_step(work, one)


@bp.errorhandler(Conflict)
@bp.errorhandler(Incomplete)
@bp.errorhandler(TooMany)
def not_done(error: HotlineError) -> ResponseReturnValue:
    """The page again with what was written: nobody types a demand twice on a telephone."""
    if request.endpoint not in ("citizens.file", "citizens.do"):
        return refusal(error)
    written = {"given": request.form, "sentence": str(error), "kept": True}
    with work_of_this_person() as work:
        if request.endpoint == "citizens.file":
            return render_template("citizens/new.html", **form_page(work, request.form) | written), error.status
        page = follow_page(work, (request.view_args or {})["number"])
        return render_template("citizens/follow.html", **page, **written), error.status
