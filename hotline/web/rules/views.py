"""Drafts and editions of the rule tables (规则改版): upload, checks, replay, second person, effect, roll-back."""

import io
from collections.abc import Callable, Mapping

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from hotline.casework.rules import drafts, learning, publishing, reckoning
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.vocabulary import EditionState
from hotline.store.editions import RuleEdition
from hotline.store.queries.settings import rule_editions
from hotline.store.work import Work
from hotline.web.desk import person, work_of_this_person
from hotline.web.naming import names_for
from hotline.web.rules.forms import ApproveForm, NoteForm
from routing_rules import load_checked
from routing_rules.columns import TABLES
from routing_rules.reading.uploads import Uploaded, read_upload
from routing_rules.reading.workbook import template_of, workbook_of

bp = Blueprint("rules", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/")
def editions() -> str:
    """All editions, the proposals that returns made, and a form for a new draft."""
    with work_of_this_person() as work:
        found, proposed = rule_editions(work), learning.proposals(work)
        names = names_for(work)
        return render_template("rules/editions.html", editions=found, proposals=proposed, names=names, tables=TABLES)


@bp.post("/")
def begin() -> Response:
    """Start a draft from the current edition (起草)."""
    form = NoteForm.read(request.form)
    with work_of_this_person() as work:
        edition = drafts.start(work, note=form.note).edition
    return redirect(url_for(".one", edition=edition))


@bp.get("/<edition>")
def one(edition: str) -> str:
    """One edition: its mistakes, what it reaches, what it would move, and what may be done with it."""
    with work_of_this_person() as work:
        found = drafts.edition_of(work, edition)
        return render_template("rules/one.html", **_shown(work, found), uploaded=None)


def _shown(work: Work, found: RuleEdition) -> dict[str, object]:
    """What the page of an edition shows; the checks run only where they may still change something."""
    making = found.state in (EditionState.DRAFT, EditionState.SUBMITTED)
    wrong = drafts.mistakes_of(found.texts, work.now) if making else []
    moved = reckoning.preview(work, load_checked(found.texts, edition="预览")) if making and not wrong else []
    mine = person().account in (found.submitted_by, *found.editors)
    return {
        "found": found,
        "mistakes": wrong,
        "coverage": drafts.coverage_of(found.texts, work.now) if making and not wrong else None,
        "shifts": moved,
        "tables": TABLES,
        "rows": {table.file: max(0, len(found.texts.get(table.file, "").splitlines()) - 1) for table in TABLES},
        "mine": mine,
    }


@bp.post("/<edition>/tables")
def upload(edition: str) -> Response | tuple[str, int]:
    """Put uploaded tables into a draft; a file that cannot be read changes nothing and is told why."""
    demand_permission(person().role, Permission.EDIT_RULES)
    sent = request.files.get("file") or abort(422)
    found = read_upload(sent.filename or "", sent.read())
    if found.mistakes:
        return _refused(edition, found)
    with work_of_this_person() as work:
        drafts.put_tables(work, edition, found.texts)
    flash("；".join([f"已放入 {len(found.texts)} 张表", *found.notices]), "success")
    return redirect(url_for(".one", edition=edition))


def _refused(edition: str, uploaded: Uploaded) -> tuple[str, int]:
    with work_of_this_person() as work:
        found = drafts.edition_of(work, edition)
        return render_template("rules/one.html", **_shown(work, found), uploaded=uploaded), 422


@bp.post("/<edition>/<deed>")
def do(edition: str, deed: str) -> Response:
    """Replay, submit, approve, send back, or discard a draft."""
    verb, told = DEEDS.get(deed) or abort(404)
    with work_of_this_person() as work:
        verb(work, edition, request.form)
    flash(told, "success")
    return redirect(url_for(".one", edition=edition))


def _approve(work: Work, edition: str, sent: Mapping[str, str]) -> None:
    form = ApproveForm.read(sent)
    drafts.approve(work, edition, effective_from=form.starts, effective_until=form.ends)


DEEDS: dict[str, tuple[Callable[[Work, str, Mapping[str, str]], object], str]] = {
    "replay": (
        lambda work, edition, _: drafts.ask_for_replay(work, edition),
        "已开始在历史工单上回放，完成后本页自动显示",
    ),
    "submit": (lambda work, edition, _: drafts.submit(work, edition), "已送复核，请另一位管理员批准"),
    "approve": (_approve, "已批准"),
    "refuse": (lambda work, edition, sent: drafts.refuse(work, edition, reason=NoteForm.read(sent).note), "已退回修改"),
    "discard": (lambda work, edition, _: drafts.discard(work, edition), "已作废"),
}


@bp.post("/roll-back")
def roll_back() -> Response:
    """Go back to the edition before (回退)."""
    form = NoteForm.read(request.form)
    with work_of_this_person() as work:
        edition = publishing.roll_back(work, reason=form.note).edition
    flash(f"已回退，现行规则版本 {edition}；已派出的工单不变", "success")
    return redirect(url_for(".editions"))


@bp.get("/<edition>/tables.xlsx")
def workbook(edition: str) -> Response:
    """All tables of an edition as one workbook."""
    with work_of_this_person() as work:
        data = workbook_of(drafts.edition_of(work, edition).texts)
    return send_file(io.BytesIO(data), XLSX, as_attachment=True, download_name=f"规则表 {edition}.xlsx")


@bp.get("/<edition>/<file>.csv")
def table(edition: str, file: str) -> Response:
    """One table of an edition as CSV, or its empty template."""
    wanted = next((one for one in TABLES if one.file == f"{file}.csv"), None) or abort(404)
    with work_of_this_person() as work:
        text = drafts.edition_of(work, edition).texts.get(wanted.file) or template_of(wanted)
    data = io.BytesIO(("\ufeff" + text.lstrip("\ufeff")).encode())
    return send_file(data, "text/csv", as_attachment=True, download_name=f"{wanted.name}.csv")


@bp.post("/proposals/<int:proposal>/<deed>")
def decide(proposal: int, deed: str) -> Response:
    """Take a proposal into a draft, or leave it."""
    if deed not in ("accept", "dismiss"):
        abort(404)
    with work_of_this_person() as work:
        if deed == "accept":
            return redirect(url_for(".one", edition=learning.accept(work, proposal).edition))
        learning.dismiss(work, proposal)
    flash("已不采纳这条建议", "success")
    return redirect(url_for(".editions"))
