"""The audit register (审计): searched, verified and taken out, by the auditor only."""

import csv
import io
import json

from flask import Blueprint, Response, g, render_template, request

from hotline.domain.deed_names import DEEDS, deed_name, particulars
from hotline.domain.moments import beijing
from hotline.domain.permissions import Permission, demand_permission
from hotline.papers.register import guarded
from hotline.store.audit import AuditEntry, write_down
from hotline.store.queries.upkeep.audit import chain_standing, entries, exported_entries
from hotline.web.admins.forms import AuditForm
from hotline.web.desk import person, work_of_this_person
from routing_rules.columns import TABLES

bp = Blueprint("audit", __name__)

TABLE_NAMES = {table.file: table.name for table in TABLES}
HEADINGS = (
    "序号",
    "北京时间",
    "账号",
    "行为",
    "内容",
    "来源地址",
    "时刻（链中原文）",
    "行为代码",
    "内容（链中原文）",
    "链值",
)


@bp.before_request
def only_for_the_auditor() -> None:
    """The door says so too; whoever widens it must come past here."""
    demand_permission(person().role, Permission.SEE_AUDIT)


@bp.get("/")
def found() -> str:
    """Entries that fit, newest first, and whether the chain is whole."""
    form = AuditForm.read(request.args)
    wanted, asked = form.wanted(), form.model_dump(mode="json", exclude={"before"}, exclude_defaults=True)
    with work_of_this_person() as work:
        page, chain = entries(work, wanted), chain_standing(work, in_any_case="verify" in request.args)
        words = {"deeds": DEEDS, "deed_name": deed_name, "told": _told, "asked": asked}
        return render_template("admins/audit.html", page=page, form=form, chain=chain, **words)


@bp.get("/export.csv")
def export() -> Response:
    """The entries that fit as a spreadsheet, with what each was chained by; that they were taken out is an entry too."""
    form = AuditForm.read(request.args)
    with work_of_this_person() as work:
        sheet = io.StringIO()
        lines = (_line_of(entry) for entry in exported_entries(work, form.wanted()))
        csv.writer(sheet).writerows([HEADINGS, *lines])
        about = {"wanted": form.model_dump(mode="json", exclude={"before"})}
        write_down(work.session, work.now, person().account, "export_audit", about, request.remote_addr or "")
    headers = {"Content-Disposition": f"attachment; filename=audit-{g.now:%Y%m%d%H%M}.csv"}
    return Response("\ufeff" + sheet.getvalue(), mimetype="text/csv", headers=headers)


def _told(entry: AuditEntry) -> list[tuple[str, str]]:
    return particulars(entry.about, TABLE_NAMES)


def _line_of(entry: AuditEntry) -> list[str]:
    said = "；".join(f"{name} {value}" for name, value in _told(entry))
    cells = [
        str(entry.id), f"{beijing(entry.at):%Y-%m-%d %H:%M:%S}", entry.actor, deed_name(entry.deed), said,
        entry.address, entry.at.isoformat(), entry.deed, json.dumps(entry.about, sort_keys=True), entry.chained,
    ]  # fmt: skip
    return [guarded(cell) for cell in cells]
