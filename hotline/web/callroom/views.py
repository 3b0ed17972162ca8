"""The call room (话务现场): known events, missed calls, handovers, numbers that harass, checks."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hotline.casework.callroom import calls, events, shifts
from hotline.domain.errors import Incomplete
from hotline.domain.vocabulary import Role
from hotline.store.queries import callroom
from hotline.store.queries.details import staff_names
from hotline.store.work import Work
from hotline.web.callroom.forms import DrawForm, EventForm, ExtendForm, HandoverForm, MarkForm, NuisanceForm
from hotline.web.desk import judgement_for, person, work_of_this_person
from hotline.web.naming import names_for

bp = Blueprint("callroom", __name__)


@bp.get("/")
def room() -> str:
    """Everything that goes on in the call room."""
    with work_of_this_person() as work:
        return render_template("callroom/room.html", **_shown(work))


def _shown(work: Work) -> dict[str, Any]:
    """The lists of the page, and the names of the people in them."""
    here, missed, role = callroom.events_here(work), callroom.missed(work), work.person.role
    to_check = callroom.to_check(work) if role == Role.SUPERVISOR else ()
    checked = callroom.checked(work, work.person.account if role == Role.AGENT else "")
    handovers, nuisances = callroom.handovers(work), callroom.nuisances(work)
    accounts = {one.left_by for one in handovers} | {one.taken_by for one in handovers}
    accounts |= {one.asked_by for one in nuisances} | {one.agent for one, _ in (*to_check, *checked)}
    return {
        "names": names_for(work),
        "people": staff_names(work, accounts),
        "events": here,
        "attached": events.attached(work, [one.id for one in here]),
        "over": callroom.events_over(work),
        "missed": missed,
        "numbers": {one.id: calls.caller_of(work, one) for one in missed},
        "handovers": handovers,
        "counts": callroom.unsettled(work),
        "nuisances": nuisances,
        "to_check": to_check,
        "checked": checked,
        "items": shifts.MARKS,
        "now": work.now,
    }


@bp.post("/events")
def announce() -> Response:
    """Make an event known."""
    form = EventForm.read(request.form)
    with work_of_this_person() as work:
        events.announce(work, judgement_for(work), form.announced())
    flash("已登记，全区坐席即可一键答复", "success")
    return redirect(url_for(".room"))


@bp.post("/events/<int:event_id>/end")
def end_event(event_id: int) -> Response:
    """It is over."""
    with work_of_this_person() as work:
        events.end(work, event_id)
    flash("事件已结束，之后的来电按普通诉求登记", "success")
    return redirect(url_for(".room"))


@bp.post("/events/<int:event_id>/extend")
def extend_event(event_id: int) -> Response:
    """It takes longer."""
    form = ExtendForm.read(request.form)
    with work_of_this_person() as work:
        events.extend(work, event_id, form.restores_at)
    flash("预计恢复时间已更新", "success")
    return redirect(url_for(".room"))


@bp.post("/missed/<int:call_id>/back")
def call_back(call_id: int) -> Response:
    """Ring back a caller whom nobody heard: the desk opens with their number."""
    with work_of_this_person() as work:
        call = calls.call_back(work, call_id)
        call.taken_by = person().account
    return redirect(url_for("agents.desk" if person().role == Role.AGENT else ".room", call=call_id))


@bp.post("/handovers")
def leave() -> Response:
    """Leave a note to the next shift."""
    form = HandoverForm.read(request.form)
    with work_of_this_person() as work:
        shifts.leave(work, form.text)
    flash("已交班，请接班人确认", "success")
    return redirect(url_for(".room"))


@bp.post("/handovers/<int:handover_id>/take")
def take_over(handover_id: int) -> Response:
    """Say that it was read."""
    with work_of_this_person() as work:
        shifts.take_over(work, handover_id)
    flash("已接班", "success")
    return redirect(url_for(".room"))


@bp.post("/nuisances")
def accuse() -> Response:
    """Ask that a number be listed as harassing."""
    form = NuisanceForm.read(request.form)
    with work_of_this_person() as work:
        shifts.accuse(work, phone=form.phone, reason=form.reason, days=form.days)
    flash("已提请，审核督办核准后生效", "success")
    return redirect(url_for(".room"))


@bp.post("/nuisances/<int:nuisance_id>/<any(approve, lift):deed>")
def settle(nuisance_id: int, deed: str) -> Response:
    """Approve a listing, or take it off."""
    with work_of_this_person() as work:
        shifts.settle(work, nuisance_id, approve=deed == "approve")
    flash("已核准，来电时将提示坐席" if deed == "approve" else "已移出名单", "success")
    return redirect(url_for(".room"))


@bp.post("/checks")
def draw() -> Response:
    """Draw registrations to be checked."""
    form = DrawForm.read(request.form)
    with work_of_this_person() as work:
        drawn = shifts.draw(work, form.count)
    flash(f"抽得 {drawn} 件" if drawn else "近七日没有可抽的登记", "success")
    return redirect(url_for(".room", _anchor="checks"))


@bp.post("/checks/<int:check_id>")
def mark(check_id: int) -> Response:
    """Mark one registration."""
    form = MarkForm.read(request.form)
    with work_of_this_person() as work:
        check = shifts.mark(work, check_id, marks=_marks(), words=form.words)
    flash(f"已评分：{check.score} 分", "success")
    return redirect(url_for(".room", _anchor="checks"))


def _marks() -> dict[str, int]:
    """The marks by item; what is no number is told with its item."""
    sent = {name: request.form.get(f"mark-{at}", "") for at, name in enumerate(shifts.MARKS)}
    if wrong := [name for name, mark in sent.items() if not (mark.isascii() and mark.isdigit())]:
        raise Incomplete(f"「{'」「'.join(wrong)}」请填整数分")
    return {name: int(mark[:4]) for name, mark in sent.items()}
