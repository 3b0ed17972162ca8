"""Old tickets handed in, what came of each file, and questions over all history (历史工单导入、历史问题)."""

import csv
import io
from pathlib import PurePath

from flask import Blueprint, flash, redirect, render_template, request, send_file, url_for
from pydantic import Field
from werkzeug.wrappers import Response

from hotline.analytics.history import uploading
from hotline.analytics.history.judging import words_by_column
from hotline.analytics.history.reading import NEEDED, PERHAPS
from hotline.domain.errors import Incomplete
from hotline.domain.moments import beijing
from hotline.domain.permissions import Permission, demand_permission
from hotline.store.queries.details import staff_names
from hotline.web.dashboards import answers
from hotline.web.desk import equipment, person, work_of_this_person
from hotline.web.files import sent_files
from hotline.web.forms import CODE, LINE, Form

bp = Blueprint("history", __name__)
FILES = (uploading.TICKETS, uploading.CATEGORIES, uploading.AGENCIES)
SHOWN, LINES = 200, 12  # 一页列多少种原因，每种列多少个行号


class HandedIn(Form):
    """历史工单导入。"""

    source: LINE = Field(title="来源系统")


class Asked(Form):
    """历史问题。"""

    question: CODE = Field("weekly_trend", title="问题")
    year: int = Field(0, title="年份", ge=0, le=2100)


def _csv(rows: list[list[object]], name: str) -> Response:
    page = io.StringIO()
    csv.writer(page).writerows(rows)
    content = io.BytesIO(page.getvalue().encode("utf-8-sig"))
    return send_file(content, mimetype="text/csv", as_attachment=True, download_name=name)


@bp.get("/")
def listed() -> str:
    """What was handed in, what is on the way, and what came of it (历史工单导入)."""
    with work_of_this_person() as work:
        return render_template(
            "dashboards/history.html", uploads=uploading.uploads(work), batches=uploading.batches(work),
            needed=NEEDED, perhaps=PERHAPS, words=words_by_column(), most=uploading.MOST_BYTES // (1024 * 1024),
        )  # fmt: skip


@bp.post("/")
def hand_in() -> Response:
    """Hand in a file of old tickets, with its crosswalks; it is read in the background."""
    form, sent = HandedIn.read(request.form), {kind: sent_files(kind) for kind in FILES}
    if any(len(files) > 1 for files in sent.values()):
        raise Incomplete("每一栏只选一个文件")
    files = {kind: found[0].data for kind, found in sent.items() if found}
    name = PurePath(sent[uploading.TICKETS][0].name).name if sent[uploading.TICKETS] else ""
    with work_of_this_person() as work:
        uploading.hand_in(work, equipment().settings.state, form.source, name, files)
    flash("文件已收下，正在后台导入；进度显示在本页", "success")
    return redirect(url_for(".listed"))


@bp.get("/batches/<int:number>")
def batch(number: int) -> str:
    """One file: what came of it, and every refusal (导入批次)."""
    with work_of_this_person() as work:
        found = uploading.batch(work, number)
        groups = uploading.refusal_groups(found)
        who = staff_names(work, [found.imported_by]).get(found.imported_by, "系统")
        return render_template("dashboards/batch.html", batch=found, groups=groups, who=who, shown=SHOWN, lines=LINES)


@bp.get("/batches/<int:number>/refusals.csv")
def refusals(number: int) -> Response:
    """Every refusal as a table, to mend the file by (未导入的行)."""
    with work_of_this_person() as work:
        found = uploading.batch(work, number)
        rows = [[one["line"], one["column"], one["reason"]] for one in found.refusals]
    return _csv([["行", "列", "原因"], *rows], f"未导入的行-{number}.csv")


@bp.get("/template.csv")
def template() -> Response:
    """The columns that a file may have (模板)."""
    demand_permission(person().role, Permission.DRAW_UP_REPORTS)
    return _csv([[*NEEDED, *PERHAPS]], "历史工单模板.csv")


@bp.get("/questions")
def questions() -> str:
    """One question over all history, answered from the columns (历史问题)."""
    form = Asked.read(request.args)
    with work_of_this_person() as work:
        year = form.year or beijing(work.now).year
        found = answers.answered(work, equipment().settings.state, form.question, year)
        return render_template("dashboards/questions.html", found=found, questions=answers.QUESTIONS, year=year)


@bp.post("/questions.csv")
def take_answer() -> Response:
    """The answer as a table; noted in the audit (导出历史问题)."""
    demand_permission(person().role, Permission.EXPORT)
    form = Asked.read(request.form)
    with work_of_this_person() as work:
        year = form.year or beijing(work.now).year
        found = answers.answered(work, equipment().settings.state, form.question, year)
        answers.note_export(work, found)
    return _csv([[f"{found.title}（{found.note}）"], list(found.heads), *found.rows], f"{found.title}.csv")
