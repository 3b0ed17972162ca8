"""Topics and warnings on the screen (热点预警)."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hotline.analytics.warning import judging
from hotline.web.desk import work_of_this_person
from hotline.web.topics import page
from hotline.web.topics.forms import Dismissal, Judging, Merging, Renaming

bp = Blueprint("topics", __name__)


def _back(topic: int, said: str) -> Response:
    flash(said, "success")
    return redirect(url_for(".one", number=topic))


@bp.get("/")
def listed() -> str:
    """Topics that are alive; with ?past=1 those that are over."""
    with work_of_this_person() as work:
        return render_template("topics/listed.html", **page.listed(work, past="past" in request.args))


@bp.get("/<int:number>")
def one(number: int) -> str:
    """One topic with its tickets and what may be done with it."""
    with work_of_this_person() as work:
        return render_template("topics/one.html", **page.one(work, number))


@bp.post("/<int:number>/rename")
def rename(number: int) -> Response:
    """Give it another name (改名)."""
    form = Renaming.read(request.form)
    with work_of_this_person() as work:
        return _back(judging.rename(work, number, form.name).id, "名称已改，系统不再自动改回")


@bp.post("/<int:number>/merge")
def merge(number: int) -> Response:
    """Merge it into another (合并)."""
    form = Merging.read(request.form)
    with work_of_this_person() as work:
        return _back(judging.merge(work, number, into=form.into).id, "热点已合并，以后发现的同类诉求也归入本热点")


@bp.post("/<int:number>/split")
def split(number: int) -> Response:
    """Take the ticked tickets out into a topic of their own (拆分)."""
    form = Renaming.read(request.form)
    with work_of_this_person() as work:
        made = judging.split(work, number, tickets=request.form.getlist("ticket"), name=form.name)
        return _back(made.id, "所选工单已拆为新的热点，系统不再放回原热点")


@bp.post("/<int:number>/dismiss")
def dismiss(number: int) -> Response:
    """Say that it is none (排除)."""
    form = Dismissal.read(request.form)
    with work_of_this_person() as work:
        return _back(judging.dismiss(work, number, form.why).id, "热点已排除，排除期内同一事项同一地方不再提出")


@bp.post("/warnings/<int:number>/acknowledge")
def acknowledge(number: int) -> Response:
    """Take a warning (签收)."""
    with work_of_this_person() as work:
        return _back(judging.acknowledge(work, number).topic_id, "预警已签收，不再升级")


@bp.post("/warnings/<int:number>/judge")
def judge(number: int) -> Response:
    """Say whether it was right (核实)."""
    form = Judging.read(request.form)
    with work_of_this_person() as work:
        return _back(judging.judge(work, number, form.verdict).topic_id, f"预警已核实为{form.verdict.label}")
