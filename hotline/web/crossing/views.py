"""Numbers that a leader wants at once (领导临时要数)."""

from flask import Blueprint, render_template, request, send_file
from werkzeug.wrappers import Response

from hotline.domain.permissions import Permission, demand_permission
from hotline.web.crossing.forms import TakenCrossForm
from hotline.web.crossing.page import crossed, taken
from hotline.web.desk import person, work_of_this_person

bp = Blueprint("crossing", __name__)


@bp.get("/")
def table() -> str:
    """A cross-table (交叉表)."""
    with work_of_this_person() as work:
        return render_template("analysts/cross.html", **crossed(work, request.args))


@bp.post("/")
def take_out() -> Response:
    """The same as a workbook; who took it out and what for stands in it and in the audit (导出)."""
    demand_permission(person().role, Permission.EXPORT)
    form = TakenCrossForm.read(request.form)
    with work_of_this_person() as work:
        found = taken(work, form)
    return send_file(found.file, mimetype=found.media, as_attachment=True, download_name=found.name)
