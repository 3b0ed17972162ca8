"""The agents' desk (坐席工作台): take a call down with suggestions while typing; my tickets and drafts."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hotline.casework import intake
from hotline.casework.callroom.calls import my_call, ringing
from hotline.casework.callroom.events import events_about
from hotline.casework.desk import take_call
from hotline.casework.judging.chosen import as_chosen
from hotline.casework.judging.repeats import repeats
from hotline.casework.judging.verdict import judge
from hotline.casework.unsent import forget, restore
from hotline.domain.handling_terms import RequestKind
from hotline.domain.lifecycle import NEEDS, find_move
from hotline.domain.vocabulary import Action, Channel, DemandType, RequesterKind, Urgency
from hotline.knowledge.search import answering
from hotline.store.contacts import Call
from hotline.store.queries.callroom import events_here
from hotline.store.queries.details import details
from hotline.store.queries.inbox import my_drafts, registered_by_me, to_call_back, to_decide
from hotline.store.queries.messages import untold
from hotline.store.work import Work
from hotline.web.agents.forms import CallForm, FinishForm, SuggestForm
from hotline.web.atlas import place_map
from hotline.web.desk import equipment, judgement_for, person, work_of_this_person
from hotline.web.naming import names_for

bp = Blueprint("agents", __name__)

DESK = "desk"  # 未提交内容的表单名
CHOICES = {"channels": Channel, "kinds": RequesterKind, "types": DemandType, "urgencies": Urgency}


@bp.get("/")
def desk() -> str:
    """The empty form (来电登记), with the call that rings at this desk and what was typed and not sent."""
    with work_of_this_person() as work:
        call, kept = _call_of(work), restore(work, DESK)
        simulated = not equipment().settings.in_production
        more = {"call": call, "kept": kept, "simulated": simulated, **CHOICES}
        return render_template("agents/desk.html", names=names_for(work), drafts=my_drafts(work), **more)


def _call_of(work: Work) -> Call | None:
    """The call that was asked for, else the one that rings."""
    asked = request.args.get("call", "")
    return my_call(work, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 19 else ringing(work)


@bp.get("/draft/<number>")
def draft(number: str) -> str:
    """A draft to be finished (待补充)."""
    with work_of_this_person() as work:
        found = details(work, number)
        return render_template(
            "agents/desk.html", names=names_for(work), draft=found, drafts=my_drafts(work), **CHOICES
        )


@bp.post("/calls")
def take() -> Response:
    """Take a call down and do what the key says."""
    form = CallForm.read(request.form)
    with work_of_this_person() as work:
        ticket = take_call(work, judgement_for(work), form.demand(), form.pressed())
        forget(work, DESK)
    flash(
        f"工单 {ticket.number} 已{'暂存' if form.then == 'save' else '登记'}，当前状态：{ticket.state.label}", "success"
    )
    return redirect(url_for("tickets.one", number=ticket.number))


@bp.post("/draft/<number>")
def finish(number: str) -> Response:
    """Finish a draft and register it, or keep it a little longer."""
    with work_of_this_person() as work:
        find_move(Action.REGISTER, work.ticket(number).state, person().role, NEEDS.keys())
        form = FinishForm.read(request.form)
        verb = intake.save_again if form.then == "save" else intake.finish
        ticket = verb(work, number, form.demand(), seen=form.version)
    flash(f"工单 {ticket.number} 已{'暂存' if form.then == 'save' else '补充并登记'}", "success")
    return redirect(url_for("tickets.one", number=number))


@bp.post("/suggest")
def suggest() -> str:
    """Category, place, agency, similar tickets and articles for what has been typed so far; nothing is kept."""
    form = SuggestForm.read(request.form)
    with work_of_this_person() as work:
        given, judgement = form.given(person().region), judgement_for(work)
        verdict = judge(judgement, given, work.now)
        chosen = as_chosen(judgement, given, verdict, form.demand_type, work.now)
        near = repeats(work, given, verdict)
        events = events_about(events_here(work, verdict.region), f"{given.title} {given.text}", verdict.category or "")
        articles = answering(work, f"{form.title} {form.text}", category=verdict.category, region=verdict.region or "")
        names = names_for(work, [one.ticket for one in near])
        shown = {"verdict": verdict, "chosen": chosen, "near": near, "articles": articles, "events": events}
        return render_template("agents/suggest.html", names=names, where=place_map(names, verdict), **shown)


@bp.get("/mine")
def mine() -> str:
    """Whom to call back, whom to ask for a unit, and what I registered, newest first."""
    with work_of_this_person() as work:
        inbox, callbacks, relays = registered_by_me(work), to_call_back(work), to_decide(work, (RequestKind.RELAY,))
        tickets = [*inbox.tickets, *callbacks.tickets, *(one.ticket for one in relays)]
        names = names_for(work, tickets, [one.request.agency or "" for one in relays])
        lists = {"inbox": inbox, "callbacks": callbacks, "relays": relays, "untold": untold(work)}
        return render_template("agents/mine.html", names=names, **lists)
