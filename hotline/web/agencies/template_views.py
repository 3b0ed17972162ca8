"""Replies worth using again (答复模板): a unit's own, and those for all."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from hotline.casework.office import templates
from hotline.domain.errors import HotlineError, Incomplete
from hotline.store.queries.office import templates_for
from hotline.store.work import Work
from hotline.web.agencies.forms import TemplateForm
from hotline.web.desk import work_of_this_person
from hotline.web.errors import refusal
from hotline.web.naming import names_for

bp = Blueprint("templates", __name__)


def _page(work: Work, **more: object) -> str:
    """The list with its forms."""
    kept = templates_for(work)
    mine = {one.id for one in kept if templates.may_change(work, one)}
    can_add = templates.may_keep(work)
    return render_template(
        "agencies/templates.html", kept=kept, mine=mine, can_add=can_add, names=names_for(work), **more
    )


@bp.get("/")
def listed() -> str:
    """The templates that this person may use, and a form for a new one."""
    with work_of_this_person() as work:
        return _page(work, sent={}, told="", which=0)


@bp.post("/")
def make() -> Response:
    """Put a template by (新增模板)."""
    form = TemplateForm.read(request.form)
    with work_of_this_person() as work:
        found = templates.make(work, form.worded())
    flash(f"已新增模板「{found.title}」", "success")
    return redirect(url_for(".listed"))


@bp.post("/<int:template_id>")
def change(template_id: int) -> Response:
    """Word a template otherwise (修改模板)."""
    form = TemplateForm.read(request.form)
    with work_of_this_person() as work:
        found = templates.change(work, template_id, form.worded())
    flash(f"已修改模板「{found.title}」", "success")
    return redirect(url_for(".listed"))


@bp.post("/<int:template_id>/remove")
def remove(template_id: int) -> Response:
    """Use a template no more (删除模板)."""
    with work_of_this_person() as work:
        found = templates.remove(work, template_id)
    flash(f"已删除模板「{found.title}」", "success")
    return redirect(url_for(".listed"))


@bp.errorhandler(Incomplete)
def not_done(error: HotlineError) -> ResponseReturnValue:
    """The page again with why it was refused and all that was typed."""
    if request.endpoint not in ("templates.make", "templates.change"):
        return refusal(error)
    with work_of_this_person() as work:
        which = int((request.view_args or {}).get("template_id", 0))
        return _page(work, sent=request.form, told=str(error), which=which), error.status
