"""One ticket, search and export (工单详情、检索、台账)."""

import csv
import io

from flask import Blueprint, abort, flash, g, redirect, render_template, request, url_for
from pydantic import Field
from werkzeug.wrappers import Response

from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.vocabulary import Action, Channel, RequesterKind, Satisfaction, Solved, State
from hotline.store.audit import write_down
from hotline.store.queries.details import details
from hotline.store.queries.search import Wanted, search
from hotline.store.queries.search import export as exported
from hotline.web.desk import judgement_for, person, work_of_this_person
from hotline.web.forms import LINE, Form
from hotline.web.naming import names_for
from hotline.web.tickets.deeds import DEEDS, perform
from hotline.web.tickets.register import HEADINGS, line_of

bp = Blueprint("tickets", __name__)

CHOICES = {"states": State, "channels": Channel, "kinds": RequesterKind}


class WantedForm(Form):
    """检索条件。"""

    words: LINE = Field("", title="关键词或工单编号")
    state: State | None = Field(None, title="状态")
    category: LINE = Field("", title="事项分类")
    region: LINE = Field("", title="区划")
    agency: LINE = Field("", title="承办单位")
    channel: Channel | None = Field(None, title="渠道")
    requester_kind: RequesterKind | None = Field(None, title="诉求主体")
    before: int | None = Field(None, title="页码", ge=1, le=2**63 - 1)

    def wanted(self) -> Wanted:
        """The conditions as the query takes them."""
        return Wanted(**self.model_dump())


@bp.get("/")
def found() -> str:
    """Search (工单检索)."""
    form = WantedForm.read(request.args)
    with work_of_this_person() as work:
        page = search(work, form.wanted())
        names = names_for(work, page.tickets)
        return render_template("tickets/found.html", page=page, form=form, names=names, **CHOICES)


@bp.get("/export.csv")
def export() -> Response:
    """The register as a spreadsheet, masked; who took it out and why is written down."""
    demand_permission(person().role, Permission.EXPORT)
    form = WantedForm.read(request.args)
    with work_of_this_person() as work:
        sheet, judgement = io.StringIO(), judgement_for(work)
        lines = (line_of(judgement, ticket) for ticket in exported(work, form.wanted()))
        csv.writer(sheet).writerows([HEADINGS, *lines])
        write_down(work.session, work.now, person().account, "export", {"wanted": form.model_dump(mode="json")})
    headers = {"Content-Disposition": f"attachment; filename=tickets-{g.now:%Y%m%d%H%M}.csv"}
    return Response("\ufeff" + sheet.getvalue(), mimetype="text/csv", headers=headers)


@bp.get("/<number>")
def one(number: str) -> str:
    """Everything about one ticket, and what this person may do with it now."""
    with work_of_this_person() as work:
        found_details = details(work, number)
        names = names_for(work, [found_details.ticket], found_details.agencies)
        return render_template(
            "tickets/one.html", found=found_details, ticket=found_details.ticket, names=names,
            satisfactions=Satisfaction, solvings=Solved,
        )  # fmt: skip


@bp.post("/<number>/<action>")
def do(number: str, action: str) -> Response:
    """Do one thing with a ticket, as the table of deeds says."""
    if action not in DEEDS:
        abort(404)
    with work_of_this_person() as work:
        ticket = perform(work, judgement_for(work), number, Action.coded(action), request.form)
        seen = ticket.agency == person().agency if person().agency else True
    flash(f"工单 {number} 已「{Action.coded(action).label}」，现为「{ticket.state.label}」", "success")
    return redirect(url_for(".one", number=number) if seen else url_for("home.mine"))
