"""Figures and reports (分析研判)."""

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from hotline.analytics.report import drawing, printing
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.vocabulary import Lane
from hotline.store.analysis.reports import Report
from hotline.store.queries.enterprises.wanted import OF_PERIOD
from hotline.web.analysts import page
from hotline.web.analysts.forms import Commentary, Correction
from hotline.web.desk import equipment, person, work_of_this_person

bp = Blueprint("analysts", __name__)


@bp.get("/")
def dashboard() -> str:
    """This period so far."""
    with work_of_this_person() as work:
        return render_template("analysts/dashboard.html", **page.dashboard(work, request.args))


@bp.get("/report")
def report() -> str:
    """A report as it was drawn up; the last week's if none is asked for."""
    with work_of_this_person() as work:
        return render_template("analysts/report.html", **page.report(work, request.args))


@bp.post("/report")
def draw_up() -> Response:
    """Have the reports of a period drawn up in the background."""
    demand_permission(person().role, Permission.DRAW_UP_REPORTS)
    with work_of_this_person() as work:
        period = page.period_of(work, request.form)
        about = {"kind": period.kind.value, "starts_on": period.starts_on.isoformat(), "asked_by": person().account}
        work.must_follow("reports", Lane.NIGHTLY, about=about)
    flash(f"{period} 的报告正在生成，通常不超过一分钟；进度显示在本页，完成后刷新即可看到", "success")
    return redirect(url_for(".report", kind=period.kind.value, starts_on=period.starts_on.isoformat()))


def _back(found: Report, said: str) -> Response:
    flash(said, "success")
    return redirect(url_for(".report", kind=found.kind.value, starts_on=found.starts_on.isoformat()))


@bp.post("/report/<int:number>/comment")
def comment(number: int) -> Response:
    """Write words under a chapter (按语)."""
    form = Commentary.read(request.form)
    with work_of_this_person() as work:
        return _back(drawing.comment(work, number, form.chapter, form.words), "按语已保存，报告须重新审定")


@bp.post("/report/<int:number>/approve")
def approve(number: int) -> Response:
    """A second person finds it right (审定)."""
    with work_of_this_person() as work:
        return _back(drawing.approve(work, number), "报告已审定，可以发布")


@bp.post("/report/<int:number>/publish")
def publish(number: int) -> Response:
    """Publish what was approved (发布)."""
    with work_of_this_person() as work:
        return _back(drawing.publish(work, number), "报告已发布，此后不再改动；有误的，写更正说明")


@bp.post("/report/<int:number>/correct")
def correct(number: int) -> Response:
    """Say what was wrong in a published report (更正说明)."""
    form = Correction.read(request.form)
    with work_of_this_person() as work:
        return _back(drawing.correct(work, number, form.words), "更正说明已附在报告之前")


@bp.get("/report/<int:number>/paper/<kind>")
def paper(number: int, kind: str) -> Response:
    """A report as a Word, PDF or Excel file; made in the background if it is not there yet (报告文件)."""
    with work_of_this_person() as work:
        found = printing.printed(work, number, kind)
        path = printing.path_of(equipment().settings.state, found, kind)
        if path.exists():
            name = printing.name_of(found, kind)
            return send_file(path, mimetype=printing.MEDIA[kind], as_attachment=True, download_name=name)
        printing.order(work, found)
    return _back(found, "文件正在制作，稍候再点")


@bp.get("/behind")
def behind() -> str | Response:
    """The tickets behind a figure (下钻); those of enterprise demands are listed on the page of enterprises."""
    with work_of_this_person() as work:
        if OF_PERIOD in request.args:
            return redirect(url_for("enterprises.behind", **page.of_enterprises(work, request.args)))
        return render_template("analysts/behind.html", **page.behind(work, request.args))


@bp.get("/indicators")
def indicators() -> str:
    """Every indicator with its definition (指标口径)."""
    with work_of_this_person() as work:
        return render_template("analysts/indicators.html", **page.indicators(work))
