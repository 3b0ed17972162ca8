"""How good the data are (数据质量): the page, and the tickets behind each figure."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from hotline.analytics import quality
from hotline.analytics.boards.board import region_within
from hotline.domain.errors import Incomplete
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.vocabulary import Lane
from hotline.store.queries.figures.quality import checks, tickets_behind
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from hotline.web.analysts.page import SHOWN, fresh
from hotline.web.desk import judgement_for, person, work_of_this_person
from hotline.web.naming import names_for

bp = Blueprint("quality", __name__)


@bp.get("/")
def found() -> str:
    """Every finding of this week with its trend, and how it is mended."""
    with work_of_this_person() as work:
        return render_template("dashboards/quality.html", **_page(work))


@bp.get("/behind")
def behind() -> str:
    """The tickets behind a finding (下钻)."""
    with work_of_this_person() as work:
        return render_template("analysts/behind.html", **_behind(work, request.args))


@bp.post("/")
def count() -> Response:
    """Have the findings counted now, in the background."""
    demand_permission(person().role, Permission.DRAW_UP_REPORTS)
    with work_of_this_person() as work:
        work.must_follow("count_quality", Lane.ROUTINE)
    flash("正在核对，通常不超过一分钟，稍候刷新本页", "success")
    return redirect(url_for(".found"))


def _page(work: Work) -> dict[str, Any]:
    rules, who = judgement_for(work).rules, person()
    key = ("quality", who.account, who.region, rules.edition)
    at, shown = fresh().of(key, work.now, lambda: {"lines": quality.read(work, rules, who.region)})
    weeks = quality.last_weeks(work, rules)
    return {"lines": shown["lines"], "weeks": weeks, "share_of": quality.share_of, "listed": set(checks()), "at": at, "region": who.region}  # fmt: skip


def _behind(work: Work, asked: Mapping[str, str]) -> dict[str, Any]:
    """What lies behind a finding of one of the eight weeks; Incomplete for any other."""
    rules, code = judgement_for(work).rules, asked.get("code", "")
    region = region_within(work, rules, asked.get("region", ""))
    try:
        day = date.fromisoformat(asked.get("week", ""))
    except ValueError:
        day = date.min
    week = next((one for one in quality.last_weeks(work, rules) if one.starts_on == day), None)
    wanted = None if week is None else tickets_behind(code, week.stretch().start, week.stretch().end, region)
    if week is None or wanted is None:
        raise Incomplete("没有这一项或这一周的数据，请从数据质量页的数字点入")
    tickets = work.session.scalars(wanted.order_by(Ticket.id.desc()).limit(SHOWN)).all()
    counted = work.session.scalar(select(func.count()).select_from(wanted.subquery()))
    return {
        "measure": code, "stretch": week.stretch(region), "within": [], "tickets": tickets, "counted": counted,
        "names": names_for(work, tickets), "figure": asked.get("figure", "")[:20],
    }  # fmt: skip
