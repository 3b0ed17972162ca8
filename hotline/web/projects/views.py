"""Special projects (专题治理): the register, one project, propose, approve, carry out, judge."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from hotline.analytics.projects import milestones, proposing
from hotline.analytics.projects.steering import move
from hotline.domain.analysis.projects import ProjectDeed
from hotline.domain.errors import Conflict, Incomplete, NotFound
from hotline.domain.permissions import Permission, demand_permission
from hotline.store.queries.projects import project
from hotline.store.queries.settings import units_like
from hotline.web.desk import person, work_of_this_person
from hotline.web.errors import refusal
from hotline.web.projects import page
from hotline.web.projects.forms import ListForm, MoveForm, PlanForm, ProofForm, StartForm, StoneForm

bp = Blueprint("projects", __name__)


@bp.get("/")
def register() -> str:
    """The register of projects, by month, state and lateness (专题台账)."""
    form = ListForm.read(request.args)
    with work_of_this_person() as work:
        return render_template("projects/register.html", **page.register(work, form))


@bp.get("/units")
def units() -> str:
    """Units whose name or code holds these words (单位候选)."""
    with work_of_this_person() as work:
        return render_template(
            "projects/_units.html", found=units_like(work, request.args.get("lead", "").strip()[:50])
        )


@bp.get("/new")
def new() -> str:
    """An empty form, or one filled from a hotspot (提出专题)."""
    demand_permission(person().role, Permission.PROPOSE_PROJECTS)
    start = StartForm.read(request.args)
    with work_of_this_person() as work:
        return render_template("projects/edit.html", **page.sheet(work, None, start, {}))


@bp.post("/new")
def create() -> Response:
    """Propose it."""
    demand_permission(person().role, Permission.PROPOSE_PROJECTS)
    form = PlanForm.read(request.form)
    source, number = form.source()
    with work_of_this_person() as work:
        made = proposing.propose(work, form.plan(), source=source, source_id=number).id
    flash("专题已提出，请列出节点，再请另一位审核督办批准", "success")
    return redirect(url_for(".one", project_id=made))


@bp.get("/<int:project_id>")
def one(project_id: int) -> str:
    """One project: goal, milestones, course of events, before and after (专题)."""
    with work_of_this_person() as work:
        return render_template("projects/one.html", **page.shown(work, project_id))


@bp.get("/<int:project_id>/edit")
def edit(project_id: int) -> str:
    """The form with what the project says (修改专题)."""
    demand_permission(person().role, Permission.PROPOSE_PROJECTS)
    with work_of_this_person() as work:
        return render_template("projects/edit.html", **page.sheet(work, project(work, project_id), StartForm(), {}))


@bp.post("/<int:project_id>/edit")
def save(project_id: int) -> Response:
    """Keep what was changed."""
    demand_permission(person().role, Permission.PROPOSE_PROJECTS)
    form = PlanForm.read(request.form)
    with work_of_this_person() as work:
        proposing.edit(work, project_id, form.plan(), seen=form.version)
    return _back(project_id, "已保存，请另一位审核督办批准")


@bp.post("/<int:project_id>/moves/<deed>")
def step(project_id: int, deed: str) -> Response:
    """Approve, begin, report done, judge, drop; or take one of these back."""
    if deed not in list(ProjectDeed):
        raise NotFound("没有这种操作，请刷新页面")
    form, wanted = MoveForm.read(request.form), ProjectDeed.coded(deed)
    with work_of_this_person() as work:
        move(work, project_id, wanted, words=form.words, begun_on=form.begun_on, seen=form.version)
    return _back(project_id, f"已{wanted.label}")


@bp.post("/<int:project_id>/milestones")
def add(project_id: int) -> Response:
    """Add a milestone (增加节点)."""
    form = StoneForm.read(request.form)
    with work_of_this_person() as work:
        milestones.add(work, project_id, **form.model_dump())
    return _back(project_id, "已增加节点")


@bp.post("/<int:project_id>/milestones/<int:stone>/finish")
def finish(project_id: int, stone: int) -> Response:
    """A milestone is done (节点完成)."""
    form = ProofForm.read(request.form)
    with work_of_this_person() as work:
        milestones.finish(work, project_id, stone, proof=form.proof)
    return _back(project_id, "节点已标为完成")


@bp.post("/<int:project_id>/milestones/<int:stone>/reopen")
def reopen(project_id: int, stone: int) -> Response:
    """It is not done after all (撤销完成)."""
    with work_of_this_person() as work:
        milestones.reopen(work, project_id, stone)
    return _back(project_id, "已撤销节点完成，原填情况留在经过里")


@bp.post("/<int:project_id>/milestones/<int:stone>/remove")
def remove(project_id: int, stone: int) -> Response:
    """Take a milestone out again (删去节点)."""
    with work_of_this_person() as work:
        milestones.remove(work, project_id, stone)
    return _back(project_id, "已删去节点")


def _back(project_id: int, said: str) -> Response:
    flash(said, "success")
    return redirect(url_for(".one", project_id=project_id))


@bp.errorhandler(Conflict)
@bp.errorhandler(Incomplete)
def not_saved(error: Conflict | Incomplete) -> ResponseReturnValue:
    """The form again with what was typed: a plan is a page of words."""
    if request.endpoint not in ("projects.create", "projects.save"):
        return refusal(error)
    number = (request.view_args or {}).get("project_id")
    with work_of_this_person() as work:
        found = project(work, number) if number else None
        told = page.sheet(work, found, StartForm.read(request.form), request.form, error)
        return render_template("projects/edit.html", **told), error.status
