"""The pop-up of a call (来电弹屏): who is calling, what they have asked before, and second calls with one key each."""

from datetime import UTC, datetime
from secrets import randbelow, token_hex

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import func, select
from werkzeug.wrappers import Response

from hotline.casework.callroom import calls, events
from hotline.casework.callroom.calls import Heard, Rings
from hotline.casework.supplements import supplement
from hotline.casework.watch.pressure import press
from hotline.domain.vocabulary import CallPurpose
from hotline.store.people import Requester
from hotline.store.queries.callroom import caller
from hotline.store.queries.messages import messages_of
from hotline.store.work import Work
from hotline.web.agents.forms import CallForm, SecondCallForm
from hotline.web.desk import equipment, person, work_of_this_person
from hotline.web.naming import names_for

bp = Blueprint("pop", __name__)

AT_RANDOM = 4  # 模拟来电：四通里三通是以前来过电的


@bp.get("/<int:call_id>")
def pop(call_id: int) -> str:
    """Who is calling, with their tickets and what may be done with them."""
    with work_of_this_person() as work:
        call = calls.my_call(work, call_id)
        found = caller(work, call.caller_index)
        names = names_for(work, found.tickets)
        return render_template(
            "agents/_pop.html", call=call, phone=calls.caller_of(work, call), found=found, names=names
        )


@bp.get("/<int:call_id>/<number>")
def progress(call_id: int, number: str) -> str:
    """What is read to somebody who asks how it stands (查进度); noted with the call."""
    with work_of_this_person() as work:
        call, ticket = calls.my_call(work, call_id), work.ticket(number)
        calls.about(work, call, ticket, CallPurpose.PROGRESS)
        told = [one for one in messages_of(work, ticket.id) if one.to_account is None]
        return render_template("agents/_progress.html", ticket=ticket, told=told[-1:], names=names_for(work, [ticket]))


@bp.post("/<int:call_id>/<number>/<any(urge, supplement):deed>")
def second_call(call_id: int, number: str, deed: str) -> Response:
    """Press on, or take down what is added, on the ticket that the pop-up found (催办、补充)."""
    form = SecondCallForm.read(request.form)
    with work_of_this_person() as work:
        call, ticket = calls.my_call(work, call_id), work.ticket(number)
        if deed == "urge":
            press(work, number, words=form.words)
        else:
            supplement(work, number, words=form.words)
        calls.about(work, call, ticket, CallPurpose.coded(deed))
    flash(f"工单 {number} 已{'催办' if deed == 'urge' else '补充'}", "success")
    return redirect(url_for("tickets.one", number=number))


@bp.post("/events/<int:event_id>")
def by_event(event_id: int) -> Response:
    """Answer the caller by a known event, and attach them."""
    form = CallForm.read(request.form)
    with work_of_this_person() as work:
        ticket = events.answer_by_event(work, event_id, form.demand())
    flash(f"工单 {ticket.number} 已按已知事件答复并办结", "success")
    return redirect(url_for("agents.desk"))


@bp.post("/simulate")
def simulate() -> Response:
    """Let a call ring at this desk (模拟来电); never in the real hotline."""
    if equipment().settings.in_production:
        abort(404)
    with work_of_this_person() as work:
        said = Heard(f"sim-{token_hex(8)}", Rings.RINGING, _somebody(work), person().account, datetime.now(UTC))
        call = calls.heard(work, said)
    return redirect(url_for("agents.desk", call=call.id))


def _somebody(work: Work) -> str:
    """The number of somebody who has called before, or now and then of somebody new."""
    if randbelow(AT_RANDOM):
        known = select(Requester).where(Requester.phone_sealed.is_not(None)).order_by(func.random()).limit(1)
        if (one := work.session.scalar(known)) is not None:
            return work.vault.open(one.phone_sealed or "", f"requesters.phone.{one.id}")
    return f"1390000{randbelow(10_000):04d}"
