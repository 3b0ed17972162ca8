"""Weekly figures of leagues with platforms of their own (盟市报送): who has reported, what, and files coming in."""

import csv
import io

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from pydantic import Field
from werkzeug.wrappers import Response

from hotline.analytics.outside import reporting
from hotline.analytics.outside.reading import HEADINGS
from hotline.domain.errors import Incomplete
from hotline.domain.permissions import Permission, demand_permission
from hotline.store.work import Work
from hotline.web.desk import person, work_of_this_person
from hotline.web.files import sent_files
from hotline.web.forms import CODE, LINE, Form
from hotline.web.naming import names_for

bp = Blueprint("outside", __name__)
SHOWN = 200
LEAGUE = 4


class DutyForm(Form):
    """报送责任。"""

    region: CODE = Field(title="盟市")
    platform: LINE = Field(title="平台名称")
    days: int = Field(title="报送天数")
    basis: LINE = Field(title="依据")
    grade: CODE = Field(title="依据等级")


def _shown(work: Work, brought: reporting.Brought | None = None) -> str:
    regions = work.rules.directory.regions
    own = person().region
    leagues = [
        (code, one.name) for code, one in sorted(regions.items()) if len(code) == LEAGUE and code.startswith(own)
    ]
    return render_template(
        "dashboards/outside.html", grid=reporting.grid(work), weeks=reporting.last_weeks(work), leagues=leagues,
        names=names_for(work), indicators={one.code: one for one in work.rules.indicators}, brought=brought, shown=SHOWN,
        Reporting=reporting.Reporting,
    )  # fmt: skip


@bp.get("/")
def grid() -> str:
    """Leagues by weeks: reported, late, missing."""
    with work_of_this_person() as work:
        return _shown(work)


@bp.post("/")
def bring() -> str:
    """Take in a reported file; what was refused is shown row by row."""
    demand_permission(person().role, Permission.DRAW_UP_REPORTS)
    files = sent_files("file")
    if len(files) != 1:
        raise Incomplete("请选一个 CSV 或 XLSX 文件")
    with work_of_this_person() as work:
        return _shown(work, reporting.take_in(work, files[0].name, files[0].data))


@bp.post("/duties")
def duty() -> Response:
    """Set which league must report."""
    form = DutyForm.read(request.form)
    with work_of_this_person() as work:
        reporting.set_duty(work, form.region, form.platform, form.days, form.basis, form.grade)
    flash("报送责任已确定，从最近结束的统计周起算", "success")
    return redirect(url_for(".grid"))


@bp.post("/duties/<region>/end")
def end(region: str) -> Response:
    """A league need no longer report."""
    with work_of_this_person() as work:
        reporting.end_duty(work, region)
    flash("已取消报送责任，以往报送的数据照存", "success")
    return redirect(url_for(".grid"))


@bp.get("/template.csv")
def template() -> Response:
    """The file to fill in: a row for each league that must report and each indicator (模板)."""
    with work_of_this_person() as work:
        week = reporting.last_weeks(work)[-1].starts_on.isoformat()
        known = work.rules.directory.regions
        leagues = [known[one.duty.region].name for one in reporting.grid(work)]
        rows = [[league, week, one.name, "", ""] for league in leagues for one in work.rules.indicators]
    page = io.StringIO()
    csv.writer(page).writerows([HEADINGS, *rows])
    content = io.BytesIO(page.getvalue().encode("utf-8-sig"))
    return send_file(content, mimetype="text/csv", as_attachment=True, download_name=f"盟市报送模板-{week}.csv")
