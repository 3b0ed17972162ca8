"""Search everywhere, saved views, bulk actions and export (检索、保存的筛选、批量、台账)."""

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from hotline.casework.lists.bulk import TOGETHER
from hotline.casework.lists.saved_views import delete_view, mark_home, rename_view, save_view
from hotline.domain.numbering import well_formed
from hotline.domain.permissions import Permission, demand_permission
from hotline.store.queries.everywhere import known_events, number_seen, officers
from hotline.store.queries.saved import home_view, own_views, shared_views, view_to_open
from hotline.store.queries.search import EXPORTED
from hotline.store.work import Work
from hotline.store.workbench.saved import SavedView
from hotline.web.desk import judgement_for, person, work_of_this_person
from hotline.web.naming import names_for
from hotline.web.search.forms import (
    BulkForm,
    ExportForm,
    RenameForm,
    SaveForm,
    TurnedForm,
    WantedForm,
    personal_number,
)
from hotline.web.search.page import called, done_together, found_articles, found_units, looked
from hotline.web.search.register import taken_out

bp = Blueprint("search", __name__)


@bp.get("/")
def found() -> ResponseReturnValue:
    """Search (工单检索): tickets by words and conditions; a number leads straight to its ticket."""
    form = WantedForm.of_address(request.args)
    with work_of_this_person() as work:
        if elsewhere := _elsewhere(work, form):
            return redirect(elsewhere)
        return render_template("search/found.html", **looked(work, form))


@bp.post("/")
def look() -> ResponseReturnValue:
    """What was typed into the box: a number of somebody's is looked for here, everything else under an address."""
    form = WantedForm.read(request.form)
    if not (number := personal_number(form.words)):
        return redirect(url_for(".found", **form.address()))
    demand_permission(person().role, Permission.SEE_PHONE)
    with work_of_this_person() as work:
        return render_template("search/caller.html", **called(work, number))


@bp.get("/articles")
def articles() -> str:
    """Knowledge articles that hold the words (知识检索)."""
    form = TurnedForm.of_address(request.args)
    with work_of_this_person() as work:
        return render_template("search/articles.html", **found_articles(work, form))


@bp.get("/units")
def units() -> str:
    """Units whose name, function or code fits (单位检索)."""
    form = TurnedForm.of_address(request.args)
    with work_of_this_person() as work:
        return render_template("search/units.html", **found_units(work, form))


@bp.post("/bulk")
def bulk() -> str:
    """One action on the ticked tickets (批量办理). The answer is the page itself: what was not done, and why, is too
    much for a flash; sent twice it does no harm, for the versions have moved on."""
    form, back = BulkForm.read(request.form), WantedForm.read(request.form).address()
    chosen = request.form.getlist("page" if form.whole else "picked")
    with work_of_this_person() as work:
        tried = done_together(work, form, chosen)
    return render_template("search/bulk.html", tried=tried, called=TOGETHER[form.deed].called, back=back)


@bp.get("/export")
def export() -> str:
    """What is to be taken out, and what for (导出台账)."""
    demand_permission(person().role, Permission.EXPORT)
    form = WantedForm.of_address(request.args)
    with work_of_this_person() as work:
        names = names_for(work, (), [form.agency] if form.agency else ())
        chips = form.chips(names, officers(work), known_events(work))
        return render_template("search/export.html", form=form, chips=chips, most=EXPORTED)


@bp.post("/export")
def take_out() -> Response:
    """The register as a file; who took it out, when and why stands in it and in the audit (导出)."""
    demand_permission(person().role, Permission.EXPORT)
    form = ExportForm.read(request.form)
    with work_of_this_person() as work:
        taken = taken_out(work, judgement_for(work), form)
    return send_file(taken.file, mimetype=taken.media, as_attachment=True, download_name=taken.name)


@bp.get("/views")
def views() -> str:
    """The views that one kept, and those that colleagues share (保存的筛选)."""
    with work_of_this_person() as work:
        return render_template("search/views.html", own=own_views(work), shared=shared_views(work))


@bp.post("/views")
def save() -> Response:
    """Keep the present conditions under a name (保存筛选)."""
    form = SaveForm.read(request.form)
    with work_of_this_person() as work:
        view = save_view(work, name=form.name, conditions=form.conditions(), shared=form.shared)
        flash(f"已保存筛选「{view.name}」", "success")
        return redirect(_address_of(view))


@bp.get("/views/<int:view_id>")
def open_view(view_id: int) -> Response:
    """Look with the conditions of a view (打开筛选)."""
    with work_of_this_person() as work:
        return redirect(_address_of(view_to_open(work, view_id)))


@bp.post("/views/<int:view_id>/rename")
def rename(view_id: int) -> Response:
    """Another name, shared or not (更名、共享)."""
    form = RenameForm.read(request.form)
    with work_of_this_person() as work:
        view = rename_view(work, view_id, name=form.name, shared=form.shared)
        flash(f"已改为「{view.name}」，{'与同岗位同区划的同事共享' if view.shared else '只有您自己可用'}", "success")
    return redirect(url_for(".views"))


@bp.post("/views/<int:view_id>/delete")
def delete(view_id: int) -> Response:
    """Delete a view of one's own (删除筛选)."""
    with work_of_this_person() as work:
        flash(f"已删除筛选「{delete_view(work, view_id)}」", "success")
    return redirect(url_for(".views"))


@bp.post("/views/<int:view_id>/home")
def home(view_id: int) -> Response:
    """Open this view first, or no longer (设为首页清单)."""
    with work_of_this_person() as work:
        view = mark_home(work, view_id, home=bool(request.form.get("home")))
        flash(f"「{view.name}」{'已设为检索的首页清单' if view.about['home'] else '不再是首页清单'}", "success")
    return redirect(url_for(".views"))


def _elsewhere(work: Work, form: WantedForm) -> str:
    """Where this search leads without a list: to the one ticket of that number, or to the home list; or nowhere."""
    if well_formed(form.words) and number_seen(work, form.words):
        return url_for("tickets.one", number=form.words)
    view = home_view(work) if not request.args else None
    return _address_of(view) if view else ""


def _address_of(view: SavedView) -> str:
    """The address of a view; conditions that are no longer known are left out."""
    known = {name: value for name, value in view.about["conditions"].items() if name in WantedForm.model_fields}
    return url_for(".found", view=view.id, **known)
