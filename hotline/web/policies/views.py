"""Policies that find their people (政策找人): the library, one policy, import, and what fits an enterprise's demand."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as Answer

from hotline.analytics.policies import importing, pushing
from hotline.analytics.policies import library as shelf
from hotline.domain.errors import Conflict, Incomplete, NotFound
from hotline.domain.permissions import Permission, demand_permission
from hotline.store.queries.policies import policy
from hotline.store.work import Work
from hotline.web.desk import person, work_of_this_person
from hotline.web.errors import refusal
from hotline.web.policies import page
from hotline.web.policies.forms import DeedForm, FindForm, PolicyForm, TicketForm

bp = Blueprint("policies", __name__)

Deed = Callable[[Work, int, DeedForm], object]
# fmt: off
DEEDS: dict[str, tuple[Deed, str]] = {
    "publish": (lambda work, one, form: shelf.publish(work, one, seen=form.version), "已发布，从现在起参与匹配"),
    "expire":  (lambda work, one, form: shelf.expire(work, one, words=form.words, seen=form.version), "已宣布失效，不再参与匹配"),
    "revive":  (lambda work, one, form: shelf.revive(work, one, seen=form.version), "已恢复为待发布，请另一位审核督办发布"),
    "discard": (lambda work, one, form: shelf.discard(work, one, seen=form.version), "草稿已删除"),
}
# fmt: on


@bp.get("/")
def library() -> str:
    """Policies by words, matter, place and state (政策库)."""
    form = FindForm.read(request.args)
    with work_of_this_person() as work:
        return render_template("policies/library.html", **page.library(work, form))


@bp.get("/template.csv")
def template() -> Response:
    """The table to be filled in (导入模板)."""
    named = {"Content-Disposition": "attachment; filename=policies.csv"}
    return Response(importing.template(), mimetype="text/csv", headers=named)


@bp.post("/import")
def take_in() -> ResponseReturnValue:
    """Enter the rows of a table as drafts; what was refused is told row by row (导入)."""
    demand_permission(person().role, Permission.WRITE_POLICIES)
    sent = request.files.get("file")
    with work_of_this_person() as work:
        intake = importing.take_in(work, sent.read() if sent else b"")
        return render_template("policies/library.html", **page.library(work, FindForm(), intake))


@bp.get("/new")
def new() -> str:
    """An empty form (录入政策)."""
    demand_permission(person().role, Permission.WRITE_POLICIES)
    with work_of_this_person() as work:
        return render_template("policies/edit.html", **page.sheet(work, None))


@bp.post("/new")
def create() -> Answer:
    """Keep it as a draft."""
    demand_permission(person().role, Permission.WRITE_POLICIES)
    form = PolicyForm.read(page.joined(request.form))
    with work_of_this_person() as work:
        made = shelf.draft(work, form.text()).id
    return _back(made, "已录入，请另一位审核督办发布")


@bp.get("/<int:policy_id>")
def one(policy_id: int) -> str:
    """One policy (政策)."""
    with work_of_this_person() as work:
        return render_template("policies/one.html", **page.shown(work, policy_id))


@bp.get("/<int:policy_id>/edit")
def edit(policy_id: int) -> str:
    """The form with what the policy says (修改政策)."""
    demand_permission(person().role, Permission.WRITE_POLICIES)
    with work_of_this_person() as work:
        return render_template("policies/edit.html", **page.sheet(work, policy(work, policy_id)))


@bp.post("/<int:policy_id>/edit")
def save(policy_id: int) -> Answer:
    """Keep what was changed."""
    demand_permission(person().role, Permission.WRITE_POLICIES)
    form = PolicyForm.read(page.joined(request.form))
    with work_of_this_person() as work:
        shelf.edit(work, policy_id, form.text(), seen=form.version)
    return _back(policy_id, "已保存，请另一位审核督办发布")


@bp.post("/<int:policy_id>/<deed>")
def do(policy_id: int, deed: str) -> Answer:
    """Publish, declare void, take that back, or throw a draft away."""
    if deed not in DEEDS:
        raise NotFound("没有这种操作，请刷新页面")
    verb, said = DEEDS[deed]
    with work_of_this_person() as work:
        verb(work, policy_id, DeedForm.read(request.form))
    return _back(None if deed == "discard" else policy_id, said)


@bp.get("/match")
def find_ticket() -> Answer:
    """To the page of the ticket whose number was typed (按工单匹配)."""
    number = TicketForm.read(request.args).number
    return redirect(url_for(".match", number=number) if number else url_for(".library"))


@bp.get("/match/<number>")
def match(number: str) -> str:
    """The policies that fit an enterprise's demand, with why (政策匹配)."""
    with work_of_this_person() as work:
        return render_template("policies/match.html", **page.matched(work, number))


@bp.post("/match/<number>/<int:policy_id>")
def push(number: str, policy_id: int) -> Answer:
    """Have the enterprise told of a policy (推送给企业)."""
    with work_of_this_person() as work:
        pushing.push(work, number, policy_id)
    flash("已推送，由蒙速办或短信告知企业；夜间的短信次日早上发出", "success")
    return redirect(url_for(".match", number=number))


def _back(policy_id: int | None, said: str) -> Answer:
    flash(said, "success")
    return redirect(url_for(".one", policy_id=policy_id) if policy_id else url_for(".library"))


@bp.errorhandler(Conflict)
@bp.errorhandler(Incomplete)
def not_saved(error: Conflict | Incomplete) -> ResponseReturnValue:
    """The form again with what was typed."""
    if request.endpoint not in ("policies.create", "policies.save"):
        return refusal(error)
    number = (request.view_args or {}).get("policy_id")
    with work_of_this_person() as work:
        told = page.sheet(work, policy(work, number) if number else None, request.form, error)
        return render_template("policies/edit.html", **told), error.status
