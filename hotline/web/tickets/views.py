"""One ticket, search and export (工单详情、检索、台账)."""

import csv
import io
from collections.abc import Callable

from flask import Blueprint, abort, flash, g, jsonify, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from pydantic import Field
from sqlalchemy import select
from werkzeug.wrappers import Response

from hotline.casework.contacts import reveal
from hotline.casework.evidence import Sent, attach, attachment, path_of
from hotline.casework.notices import told_by_phone
from hotline.casework.watch.letters import supervision_letter
from hotline.domain.errors import Conflict, HotlineError, Incomplete, TooMany
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.vocabulary import Channel, RequesterKind, State
from hotline.store.audit import write_down
from hotline.store.casefile.handling import Attachment
from hotline.store.queries.details import details
from hotline.store.queries.search import Wanted, search
from hotline.store.queries.search import export as exported
from hotline.store.queries.settings import units_like
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from hotline.web.desk import attachments_folder, judgement_for, person, work_of_this_person
from hotline.web.errors import refusal
from hotline.web.forms import LINE, Form
from hotline.web.naming import names_for
from hotline.web.tickets.deeds import DEEDS, perform
from hotline.web.tickets.page import conflicting, shown
from hotline.web.tickets.register import HEADINGS, line_of

bp = Blueprint("tickets", __name__)

CHOICES = {"states": State, "channels": Channel, "kinds": RequesterKind}


class WantedForm(Form):
    """检索条件。"""

    words: LINE = Field("", title="关键词或工单编号")
    state: State | None = Field(None, title="状态")
    category: LINE = Field("", title="事项分类")
    region: LINE = Field("", title="区划")
    agency: LINE = Field("", title="承办单位")
    channel: Channel | None = Field(None, title="渠道")
    requester_kind: RequesterKind | None = Field(None, title="诉求主体")
    before: int | None = Field(None, title="页码", ge=1, le=2**63 - 1)

    def wanted(self) -> Wanted:
        """The conditions as the query takes them."""
        return Wanted(**self.model_dump())


@bp.get("/")
def found() -> str:
    """Search (工单检索)."""
    form = WantedForm.read(request.args)
    with work_of_this_person() as work:
        page = search(work, form.wanted())
        names = names_for(work, page.tickets)
        return render_template("tickets/found.html", page=page, form=form, names=names, **CHOICES)


@bp.get("/export.csv")
def export() -> Response:
    """The register as a spreadsheet, masked; who took it out and why is written down."""
    demand_permission(person().role, Permission.EXPORT)
    form = WantedForm.read(request.args)
    with work_of_this_person() as work:
        sheet, judgement = io.StringIO(), judgement_for(work)
        lines = (line_of(judgement, ticket) for ticket in exported(work, form.wanted()))
        csv.writer(sheet).writerows([HEADINGS, *lines])
        write_down(work.session, work.now, person().account, "export", {"wanted": form.model_dump(mode="json")})
    headers = {"Content-Disposition": f"attachment; filename=tickets-{g.now:%Y%m%d%H%M}.csv"}
    return Response("\ufeff" + sheet.getvalue(), mimetype="text/csv", headers=headers)


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
    flash(f"工单 {number} 已「{deed.called}」，现为「{stands}」", "success")
    return redirect(url_for(".one", number=number) if seen else url_for("home.mine"))


def _putting(work: Work, number: str) -> Callable[[], Attachment] | None:
    """Puts the file that came with a form, if one did."""
    if not (sent := request.files.get("evidence")) or not sent.filename:
        return None
    return lambda: attach(work, number, Sent(sent.filename or "", sent.read()), attachments_folder())


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


@bp.post("/<number>/files")
def put_file(number: str) -> Response:
    """Put a file to the ticket (添附件)."""
    sent = request.files.get("file") or abort(422)
    with work_of_this_person() as work:
        one_file = attach(work, number, Sent(sent.filename or "", sent.read()), attachments_folder())
        flash(f"已添附件「{one_file.name}」", "success")
    return redirect(url_for(".one", number=number))


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
        made = conflicting(work, given["number"], given["action"], request.form, str(error))
        return render_template("tickets/one.html", **made), error.status
