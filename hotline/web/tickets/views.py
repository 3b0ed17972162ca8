"""One ticket (工单详情)."""

import io
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from werkzeug.wrappers import Response

from hotline.casework.contacts import reveal
from hotline.casework.evidence import FilesRefused, attach_all, attach_fit, attachment, path_of
from hotline.casework.notices import told_by_phone
from hotline.casework.supplements import translate
from hotline.casework.watch.letters import supervision_letter
from hotline.domain.errors import Conflict, HotlineError, Incomplete, TooMany
from hotline.store.casefile.handling import Attachment
from hotline.store.queries.details import details
from hotline.store.queries.settings import units_like
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from hotline.web.desk import attachments_folder, judgement_for, work_of_this_person
from hotline.web.errors import refusal
from hotline.web.files import named, sent_files
from hotline.web.tickets.deeds import DEEDS, perform
from hotline.web.tickets.page import conflicting, shown

bp = Blueprint("tickets", __name__)


@bp.get("/")
def found() -> Response:
    """Where tickets were looked for before (旧网址): addresses that people have kept still lead there."""
    return redirect(f"{url_for('search.found')}?{urlencode(request.args)}")


@bp.get("/units")
def units() -> str:
    """Units whose name or code holds these words, for the fields that ask for one (单位候选)."""
    with work_of_this_person() as work:
        found = units_like(work, next(iter(request.args.values()), "").strip()[:50])
        return render_template("tickets/_units.html", found=found)


@bp.get("/<number>")
def one(number: str) -> str:
    """Everything about one ticket, and what this person may do with it now."""
    with work_of_this_person() as work:
        return render_template("tickets/one.html", **shown(work, details(work, number)))


@bp.get("/<number>/why.json")
def why(number: str) -> Response:
    """Why this agency, and how the deadline comes about, for programs: cells, runner-up, basis, spans (派单依据)."""
    with work_of_this_person() as work:
        ticket = details(work, number).ticket
        where = {"agency": ticket.agency, "rule": ticket.rule, "edition": ticket.rule_edition, "ruling": ticket.ruling}
        return jsonify({"number": number, "basis": ticket.basis, **ticket.explanation, **where})


@bp.get("/<number>/supervision.docx")
def letter(number: str) -> Response:
    """The letter of supervision as a Word document in official layout (督办通知)."""
    with work_of_this_person() as work:
        name, data = supervision_letter(work, number)
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return send_file(io.BytesIO(data), mimetype=media, as_attachment=True, download_name=name)


@bp.post("/<number>/<action>")
def do(number: str, action: str) -> Response:
    """Do one thing with a ticket, as the table of deeds says."""
    deed = DEEDS.get(action) or abort(404)
    with work_of_this_person() as work:
        stands = perform(work, judgement_for(work), number, deed, request.form, _putting(work, number))
        seen = work.session.scalar(select(Ticket.id).where(Ticket.number == number)) is not None
    flash(f"工单 {number} 已{deed.told}，当前状态：{stands}", "success")
    return redirect(url_for(".one", number=number) if seen else url_for("home.mine"))


def _putting(work: Work, number: str) -> Callable[[], Sequence[Attachment]]:
    """Puts the files that came with a form, if any did."""
    return lambda: attach_all(work, number, sent_files("evidence"), attachments_folder())


@bp.post("/<number>/phone")
def phone(number: str) -> str:
    """The requester's number in full: one click, and it is written into the audit."""
    with work_of_this_person() as work:
        found = reveal(work, number, address=request.remote_addr or "")
        return render_template("tickets/_phone.html", found=found)


@bp.post("/<number>/messages/<int:message_id>/told")
def told(number: str, message_id: int) -> Response:
    """The requester was told by telephone what no text message could (已电话告知)."""
    with work_of_this_person() as work:
        told_by_phone(work, number, message_id)
    flash("已记为电话告知", "success")
    return redirect(url_for(".one", number=number, _anchor="messages-head"))


@bp.post("/<number>/translation")
def translated(number: str) -> Response:
    """A person's translation of what was not said in Chinese (登记译文)."""
    with work_of_this_person() as work:
        translate(work, number, words=request.form.get("words", ""))
    flash("译文已登记，原文照存", "success")
    return redirect(url_for(".one", number=number))


@bp.post("/<number>/files")
def put_file(number: str) -> ResponseReturnValue:
    """Put files to the ticket (添附件); what cannot be taken is named with the reason, the others are kept."""
    sent = sent_files("file") or abort(422)
    with work_of_this_person() as work:
        taken = attach_fit(work, number, sent, attachments_folder())
        if taken.refused:
            return render_template("tickets/one.html", taken=taken, **shown(work, details(work, number))), 422
        flash(f"已添附件{named([one.name for one in taken.kept])}", "success")
    return redirect(url_for(".one", number=number, _anchor="files-head"))


@bp.get("/<number>/files/<int:file_id>")
def get_file(number: str, file_id: int) -> Response:
    """One file of a ticket, as a download; never opened inside our pages."""
    with work_of_this_person() as work:
        found = attachment(work, number, file_id)
        path, name, media = path_of(attachments_folder(), found.digest), found.name, found.media
    return send_file(path, mimetype=media, as_attachment=True, download_name=name)


@bp.errorhandler(Conflict)
@bp.errorhandler(Incomplete)
@bp.errorhandler(TooMany)
def not_done(error: HotlineError) -> ResponseReturnValue:
    """The page again with what this person had written and what others did meanwhile: nothing they typed is lost."""
    given = request.view_args or {}
    if request.endpoint != "tickets.do" or given.get("action") not in DEEDS:
        return refusal(error)
    with work_of_this_person() as work:
        told = f"{error}{_kept_though_refused(work, given['number'], error)}"
        made = conflicting(work, given["number"], given["action"], request.form, told)
        return render_template("tickets/one.html", **made), error.status


def _kept_though_refused(work: Work, number: str, error: HotlineError) -> str:
    """Keep the files that were fit where others were not, and say so: nobody chooses them a second time."""
    if not isinstance(error, FilesRefused) or not error.taken.fit:
        return ""
    kept = attach_fit(work, number, error.taken.fit, attachments_folder()).kept
    return f"；其余 {len(kept)} 个（{named([one.name for one in kept])}）已存入「附件」，不必重选"
