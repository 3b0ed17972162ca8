"""Enterprises: the register, one enterprise, what stands beside its tickets, and the analysis (企业档案、涉企分析)."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hotline.analytics.enterprises import facts, stuck
from hotline.domain.permissions import Permission, demand_permission
from hotline.web.desk import person, work_of_this_person
from hotline.web.enterprises import page
from hotline.web.enterprises.forms import AmountForm, AttachForm, BottleneckForm, FactsForm, NewForm, WithdrawForm
from hotline.web.naming import names_for

bp = Blueprint("enterprises", __name__)


@bp.get("/")
def listed() -> str:
    """The register of enterprises (企业档案)."""
    with work_of_this_person() as work:
        return render_template("enterprises/listed.html", **page.listed(work, request.args))


@bp.get("/analysis")
def analysis() -> str:
    """Enterprise demands of a period (涉企分析)."""
    with work_of_this_person() as work:
        return render_template("enterprises/analysis.html", **page.analysed(work, request.args))


@bp.get("/demands")
def behind() -> str:
    """The tickets behind a figure (下钻)."""
    with work_of_this_person() as work:
        return render_template("enterprises/behind.html", **page.behind(work, request.args))


@bp.get("/new")
def blank() -> str:
    """The form of an enterprise that is not in the register yet."""
    demand_permission(person().role, Permission.KEEP_ENTERPRISES)
    with work_of_this_person() as work:
        return render_template("enterprises/new.html", firm=None, **page.choices(work, names_for(work)))


@bp.post("/new")
def enter() -> Response:
    """Put an enterprise into the register (登记企业)."""
    demand_permission(person().role, Permission.KEEP_ENTERPRISES)
    form = NewForm.read(request.form)
    with work_of_this_person() as work:
        code = facts.enter(work, form.uscc, form.facts()).uscc
    flash("企业已登记", "success")
    return redirect(url_for(".one", code=code))


@bp.get("/<code>")
def one(code: str) -> str:
    """One enterprise with its demands (企业档案)."""
    with work_of_this_person() as work:
        return render_template("enterprises/one.html", **page.one(work, code))


@bp.post("/<code>")
def correct(code: str) -> Response:
    """Correct what is known of it (更正企业信息)."""
    demand_permission(person().role, Permission.KEEP_ENTERPRISES)
    form = FactsForm.read(request.form)
    with work_of_this_person() as work:
        facts.correct(work, code, form.facts(), seen=form.version)
    flash("企业信息已更正，更正前的内容记入审计", "success")
    return redirect(url_for(".one", code=code))


@bp.get("/demands/<number>")
def of_ticket(number: str) -> str:
    """What stands beside one ticket (涉企要件)."""
    with work_of_this_person() as work:
        return render_template("enterprises/ticket.html", **page.of_ticket(work, number))


def _back(number: str, said: str) -> Response:
    flash(said, "success")
    return redirect(url_for(".of_ticket", number=number))


@bp.post("/demands/<number>/bottleneck")
def choose(number: str) -> Response:
    """Say where the matter is stuck (选定堵点环节)."""
    demand_permission(person().role, Permission.NOTE_AMOUNTS)
    form = BottleneckForm.read(request.form)
    with work_of_this_person() as work:
        stuck.choose_bottleneck(work, number, form.bottleneck)
    return _back(number, f"堵点环节已选定：{form.bottleneck.label}")


@bp.post("/demands/<number>/enterprise")
def attach(number: str) -> Response:
    """Say whose demand it is (挂接企业)."""
    demand_permission(person().role, Permission.KEEP_ENTERPRISES)
    form = AttachForm.read(request.form)
    with work_of_this_person() as work:
        stuck.attach(work, number, form.uscc)
    return _back(number, "工单已挂接到企业档案")


@bp.post("/demands/<number>/amounts")
def note(number: str) -> Response:
    """Enter a sum (登记涉企金额)."""
    demand_permission(person().role, Permission.NOTE_AMOUNTS)
    form = AmountForm.read(request.form)
    with work_of_this_person() as work:
        stuck.note_amount(work, number, form.entered())
    return _back(number, f"{form.kind.label}已登记")


@bp.post("/demands/<number>/amounts/<int:entry>/withdraw")
def withdraw(number: str, entry: int) -> Response:
    """Take back a sum that was entered wrongly (撤销)."""
    demand_permission(person().role, Permission.NOTE_AMOUNTS)
    form = WithdrawForm.read(request.form)
    with work_of_this_person() as work:
        stuck.withdraw_amount(work, number, entry, why=form.why)
    return _back(number, "这一笔已撤销，不再计入合计")
