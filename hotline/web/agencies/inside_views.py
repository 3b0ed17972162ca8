"""The inside of a unit (单位内部办理): the handling form in stages, passing on, signatures, papers."""

import io

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from hotline.casework.office import papers, passing, signing
from hotline.domain.errors import Conflict, HotlineError, Incomplete
from hotline.web.agencies.forms import AnswerForm, PassForm, SignForm
from hotline.web.agencies.page import carry_out, inside, keep_typed, put_files
from hotline.web.desk import work_of_this_person
from hotline.web.errors import refusal
from hotline.web.files import sent_files

bp = Blueprint("inside", __name__)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CARRIED = ("submit", "pass_on", "answer", "sign", "send_back")  # 填了字的表单：被拒时连同所填的一起回到页面上


@bp.get("/<number>/inside")
def page(number: str) -> str:
    """Everything that the unit does with one ticket among itself (单位内部办理)."""
    with work_of_this_person() as work:
        return render_template("agencies/inside.html", sent={}, refused="", **inside(work, number))


@bp.post("/<number>/inside")
def submit(number: str) -> Response:
    """Reply, lay before the head, keep, or fill in from a template; files are kept even if something is lacking."""
    then = request.form.get("then", "keep")
    with work_of_this_person() as work:
        refused = put_files(work, number, sent_files("evidence"))
    if refused:
        raise Incomplete("；".join(refused))
    with work_of_this_person() as work:
        flash(carry_out(work, number, then, request.form), "success")
    if then == "reply":
        return redirect(url_for("tickets.one", number=number))
    return redirect(url_for(".page", number=number, _anchor="stages"))


@bp.post("/<number>/unsent")
def keep(number: str) -> str:
    """Keep what is typed, while it is typed (自动暂存)."""
    with work_of_this_person() as work:
        keep_typed(work, number, request.form)
        return render_template("agencies/_kept.html", at=work.now)


@bp.post("/<number>/tasks")
def pass_on(number: str) -> Response:
    """Pass the ticket on inside the unit (内部转办)."""
    with work_of_this_person() as work:
        form = PassForm.read(request.form)
        task = passing.pass_on(work, number, **form.model_dump())
        flash(f"工单 {number} 已转{task.given_to}办理", "success")
    return redirect(url_for(".page", number=number, _anchor="tasks"))


@bp.post("/<number>/tasks/<int:task_id>")
def answer(number: str, task_id: int) -> Response:
    """Say what was done on a task (内部办结反馈)."""
    form = AnswerForm.read(request.form)
    with work_of_this_person() as work:
        passing.answer(work, number, task_id, text=form.text)
    flash(f"工单 {number} 的转办已反馈", "success")
    return redirect(url_for(".page", number=number, _anchor="tasks"))


@bp.post("/<number>/forms/<int:form_id>/sign")
def sign(number: str, form_id: int) -> Response:
    """The head signs: the reply goes out (签发)."""
    form = SignForm.read(request.form)
    with work_of_this_person() as work:
        ticket = signing.sign(work, number, form_id, words=form.words)
    flash(f"工单 {number} 已签发提交，当前状态：{ticket.state.label}", "success")
    return redirect(url_for("tickets.one", number=number))


@bp.post("/<number>/forms/<int:form_id>/back")
def send_back(number: str, form_id: int) -> Response:
    """The head wants it written otherwise (退回修改)."""
    form = SignForm.read(request.form)
    with work_of_this_person() as work:
        signing.send_back(work, number, form_id, words=form.words)
    flash(f"工单 {number} 的办理表已退回修改", "success")
    return redirect(url_for(".page", number=number))


@bp.post("/<number>/forms/<int:form_id>/recall")
def recall(number: str, form_id: int) -> Response:
    """A clerk takes the form back before it is signed (撤回送审)."""
    with work_of_this_person() as work:
        signing.take_back(work, number, form_id)
    flash(f"工单 {number} 已撤回送审，可以修改", "success")
    return redirect(url_for(".page", number=number, _anchor="stages"))


@bp.get("/<number>/slip.docx")
def slip(number: str) -> Response:
    """The slip that goes with a task, as a Word document (交办单)."""
    with work_of_this_person() as work:
        name, data = papers.slip(work, number, request.args.get("task", type=int))
    return send_file(io.BytesIO(data), mimetype=WORD, as_attachment=True, download_name=name)


@bp.get("/<number>/approval.docx")
def approval(number: str) -> Response:
    """The sheet on which the head writes, as a Word document (呈批件)."""
    with work_of_this_person() as work:
        name, data = papers.approval(work, number)
    return send_file(io.BytesIO(data), mimetype=WORD, as_attachment=True, download_name=name)


@bp.errorhandler(Conflict)
@bp.errorhandler(Incomplete)
def not_done(error: HotlineError) -> ResponseReturnValue:
    """The page again with why it was refused and all that was typed."""
    deed, given = (request.endpoint or "").rpartition(".")[2], request.view_args or {}
    if deed not in CARRIED:
        return refusal(error)
    try:
        with work_of_this_person() as work:
            made = inside(work, given["number"], request.form if deed == "submit" else None, str(error))
    except HotlineError as deeper:  # 表单没读成，而这件工单此人本来就看不到
        return refusal(deeper)
    which = given.get("task_id") or given.get("form_id") or ""
    return render_template("agencies/inside.html", sent=request.form, refused=f"{deed}{which}", **made), error.status
