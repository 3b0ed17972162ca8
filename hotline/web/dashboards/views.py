"""Boards of one subject each (专题看板)."""

from flask import Blueprint, render_template, request, send_file
from werkzeug.wrappers import Response

from hotline.domain.permissions import Permission, demand_permission
from hotline.web.dashboards import history, outside, quality
from hotline.web.dashboards.page import shown
from hotline.web.dashboards.taking import taken
from hotline.web.desk import person, work_of_this_person

bp = Blueprint("dashboards", __name__)
bp.register_blueprint(outside.bp, url_prefix="/outside")
bp.register_blueprint(quality.bp, url_prefix="/quality")
bp.register_blueprint(history.bp, url_prefix="/history")


@bp.get("/boards/<name>")
def board(name: str) -> str:
    """One board: places, the calendar, units, the enterprise wall, today."""
    with work_of_this_person() as work:
        return render_template("dashboards/board.html", **shown(work, name, request.args))


@bp.post("/boards/<name>/<block>.<kind>")
def take(name: str, block: str, kind: str) -> Response:
    """One of its blocks as a picture or a table (导出)."""
    demand_permission(person().role, Permission.EXPORT)
    with work_of_this_person() as work:
        found = taken(work, name, block, kind, request.form)
    return send_file(found.file, mimetype=found.media, as_attachment=True, download_name=found.name)
