"""People and their posts (人员岗位): found, taken on, changed, dismissed, given a new password.

Read by the administrator and the auditor; changed by the administrator only, and the verbs say so again.
"""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hotline.casework import staff
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.privacy import mask_phone
from hotline.domain.vocabulary import Role
from hotline.store.people import Staff
from hotline.store.queries.settings import units_like
from hotline.store.queries.upkeep.people import colleagues_of, one_of
from hotline.store.queries.upkeep.people import people as people_who
from hotline.store.vault import Unopenable
from hotline.store.work import Work
from hotline.web.admins.forms import PeopleForm, StaffForm
from hotline.web.desk import person, work_of_this_person
from hotline.web.naming import names_for

bp = Blueprint("people", __name__)

POSTS = tuple(role for role in Role if role not in (Role.SYSTEM, Role.REQUESTER))


@bp.get("/")
def found() -> str:
    """Who works here, by words, post, region and whether they are on duty."""
    form = PeopleForm.read(request.args)
    with work_of_this_person() as work:
        page = people_who(work, form.wanted())
        names = names_for(work, (), [one.agency for one in page.shown if one.agency])
        return render_template("admins/people.html", page=page, form=form, names=names, posts=POSTS)


@bp.get("/new")
def new() -> str:
    """The form by which somebody is taken on (新增人员)."""
    demand_permission(person().role, Permission.MANAGE_PEOPLE)
    with work_of_this_person() as work:
        return render_template("admins/person_new.html", names=names_for(work), posts=POSTS)


@bp.get("/units")
def units() -> str:
    """Units whose name or code holds these words, for the field of a person's unit (单位候选)."""
    with work_of_this_person() as work:
        return render_template("tickets/_units.html", found=units_like(work, request.args.get("agency", "")[:50]))


@bp.post("/new")
def take_on() -> str:
    """Take somebody on; the one-time password stands on this answer and nowhere else, so it is not redirected."""
    form = StaffForm.read(request.form)
    with work_of_this_person() as work:
        known = form.model_dump(exclude={"seen", "forget_phone"})
        taken_on, password = staff.take_on(work, **known)
        return render_template("admins/password_once.html", one=taken_on, password=password, is_new=True)


@bp.get("/<int:staff_id>")
def one(staff_id: int) -> str:
    """One person: what is known of them, and what an administrator may do."""
    with work_of_this_person() as work:
        shown = one_of(work, staff_id)
        names = names_for(work, (), [shown.agency] if shown.agency else [])
        about = {"phone": _masked_phone(work, shown), "mark": staff.mark_of(shown), "once": staff.must_change(shown)}
        others = colleagues_of(work, shown)
        return render_template("admins/person.html", one=shown, names=names, posts=POSTS, others=others, **about)


@bp.post("/<int:staff_id>")
def change(staff_id: int) -> Response:
    """Change what is known of a person (变更信息)."""
    form = StaffForm.read(request.form)
    with work_of_this_person() as work:
        name = staff.change(work, staff_id, **form.model_dump(exclude={"account"})).name
    flash(f"{name}的信息已保存，从其下一次操作起生效", "success")
    return redirect(url_for(".one", staff_id=staff_id))


@bp.post("/<int:staff_id>/<deed>")
def do(staff_id: int, deed: str) -> Response:
    """Close an account, or open it again (停用、恢复)."""
    verb, told = DEEDS.get(deed) or abort(404)
    with work_of_this_person() as work:
        name = verb(work, staff_id).name
    flash(f"{name}{told}", "success")
    return redirect(url_for(".one", staff_id=staff_id))


DEEDS: dict[str, tuple[Callable[[Work, int], Staff], str]] = {
    "deactivate": (staff.deactivate, "的账号已停用，其登录即刻失效；经办记录全部保留"),
    "reactivate": (staff.reactivate, "的账号已恢复，用原来的密码登录"),
}


@bp.post("/<int:staff_id>/password")
def reset(staff_id: int) -> str:
    """Give a one-time password; it stands on this answer and nowhere else, so it is not redirected (重设密码)."""
    with work_of_this_person() as work:
        given, password = staff.reset_password(work, staff_id)
        return render_template("admins/password_once.html", one=given, password=password, is_new=False)


def _masked_phone(work: Work, shown: Staff) -> str:
    if not shown.phone_sealed:
        return ""
    try:
        return mask_phone(work.vault.open(shown.phone_sealed, f"staff.phone.{shown.id}"))
    except Unopenable:
        return "密文无法解开，请重新登记"
