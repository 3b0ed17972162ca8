"""Figures and the weekly report (分析研判)."""

from datetime import date

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hotline.analytics.period import Week, last_week, week_of
from hotline.analytics.weekly_report import figures
from hotline.domain.errors import Incomplete
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.vocabulary import Lane
from hotline.store.queries.figures.reports import report_of, weeks_reported
from hotline.store.queries.inbox import counts_by_state
from hotline.web.analysts.fresh import Fresh
from hotline.web.atlas import received_map
from hotline.web.desk import judgement_for, person, work_of_this_person
from hotline.web.naming import names_for

bp = Blueprint("analysts", __name__)

YEARS = range(2000, 2100)  # 之外没有工单，日期也算不下去


def fresh() -> Fresh:
    """The figures of the last half minute, of this process."""
    found: Fresh = current_app.extensions["fresh"]
    return found


def _asked_week(default: Week) -> Week:
    asked = request.values.get("week", "")
    try:
        week = Week(date.fromisoformat(asked)) if asked else default
        if week.starts_on.year not in YEARS:
            raise ValueError(asked)
        return week
    except ValueError:
        raise Incomplete(f"「周」{asked} 应为某个星期一的日期，如 2026-11-16") from None


@bp.get("/")
def dashboard() -> str:
    """This week so far, counted now."""
    with work_of_this_person() as work:
        week = _asked_week(week_of(work.now))
        rules = judgement_for(work).rules
        key = (person().account, week.starts_on.isoformat(), rules.edition)
        at, shown = fresh().of(key, work.now, lambda: figures(work, rules, week, person().region))
        where = received_map(names_for(work), person().region, shown["regions"], week)
        more = {"week": week, "counts": counts_by_state(work), "counted_at": at, "received": where}
        return render_template("analysts/dashboard.html", figures=shown, **more)


@bp.get("/report")
def report() -> str:
    """A week's report as it was drawn up; the last week's if none is asked for."""
    with work_of_this_person() as work:
        week = _asked_week(last_week(work.now))
        found = report_of(work, week.starts_on, person().region)
        weeks = [Week(day) for day in weeks_reported(work)]
        return render_template("analysts/report.html", report=found, week=week, weeks=weeks)


@bp.post("/report")
def draw_up() -> Response:
    """Have the reports of a week drawn up in the background."""
    demand_permission(person().role, Permission.DRAW_UP_REPORTS)
    with work_of_this_person() as work:
        week = _asked_week(last_week(work.now))
        work.must_follow("weekly_reports", Lane.NIGHTLY, about={"starts_on": week.starts_on.isoformat()})
    flash(f"{week} 的周报正在生成，通常不超过一分钟，完成后刷新本页即可看到", "success")
    return redirect(url_for(".report", week=week.starts_on.isoformat()))
