"""The agency's inbox (承办单位): by time left, many accepted at once; who stands in for whom."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hotline.casework.office import standing_in
from hotline.domain.vocabulary import State
from hotline.store.queries import office
from hotline.store.queries.details import staff_names
from hotline.store.queries.inbox import helping_inbox
from hotline.store.queries.office import TimeLeft
from hotline.store.work import Work
from hotline.web.agencies import inside_views
from hotline.web.agencies.batch import accept_each
from hotline.web.agencies.forms import StandInForm
from hotline.web.desk import person, work_of_this_person
from hotline.web.naming import names_for

bp = Blueprint("agencies", __name__)
bp.register_blueprint(inside_views.bp)


@bp.get("/")
def inbox() -> str:
    """What this unit has to do, nearest deadline first."""
    asked, span = request.args.get("state", ""), request.args.get("left", "")
    state = State.coded(asked) if asked in set(State) else None
    left = TimeLeft.coded(span) if span in set(TimeLeft) and state in (None, *office.RUNNING) else None
    with work_of_this_person() as work:
        return render_template(
            "agencies/inbox.html", chosen=state, left=left, spans=TimeLeft, **_desk(work, state, left)
        )


def _desk(work: Work, state: State | None, left: TimeLeft | None) -> dict[str, object]:
    """What lies on the desk: tickets, tasks inside, forms to be signed, help for others."""
    desk, helping = office.unit_desk(work, state, left), helping_inbox(work)
    tasks, signing, away = office.open_tasks(work), office.to_sign(work), office.stood_in_for(work)
    tickets = [*desk.tickets, *helping.tickets]
    accounts = [one.task.account for one in tasks.rows] + [form.asked_by for form, _ in signing]
    accounts += [task.account for row in desk.rows for task in row.tasks]
    me = next((one for one in office.colleagues(work) if one.account == work.person.account), None)
    return {
        "desk": desk, "helping": helping, "tasks": tasks, "signing": signing, "stood_in_for": away,
        "parts": office.helping_parts(work, helping.tickets),
        "me_away": me if me and standing_in.is_away(me, work.now) else None,
        "names": names_for(work, tickets, [person().agency or ""]),
        "staff": staff_names(work, [*accounts, me.stand_in if me else None]),
    }  # fmt: skip


@bp.post("/accept")
def accept() -> Response:
    """Accept many tickets, each for itself; what was not accepted is told with its reason (批量签收)."""
    chosen = request.form.getlist("shown" if request.form.get("every") else "number")
    for sentence, kind in accept_each(chosen).told():
        flash(sentence, kind)
    return redirect(url_for(".inbox", state=request.form.get("state") or None, left=request.form.get("left") or None))


@bp.get("/standing-in")
def colleagues() -> str:
    """Who of this unit is away, and who stands in (AB 角)."""
    with work_of_this_person() as work:
        people = office.colleagues(work)
        away = {one.account for one in people if standing_in.is_away(one, work.now)}
        return render_template(
            "agencies/standing_in.html", people=people, away=away, names=names_for(work, (), [person().agency or ""])
        )


@bp.post("/standing-in/<account>")
def appoint(account: str) -> Response:
    """Name who stands in, until a day (设定 B 角)."""
    form = StandInForm.read(request.form)
    with work_of_this_person() as work:
        away = standing_in.appoint(work, account, stand_in=form.stand_in, until=form.until)
    flash(f"已登记{away.name}离岗，期间由 B 角代办", "success")
    return redirect(url_for(".colleagues"))


@bp.post("/standing-in/<account>/back")
def back(account: str) -> Response:
    """Back before the day (返岗)."""
    with work_of_this_person() as work:
        found = standing_in.back(work, account)
    flash(f"{found.name}已返岗", "success")
    return redirect(url_for(".colleagues"))
