"""One's own password (修改密码): everybody's page, and the only one for who holds a one-time password."""

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from hotline.casework.staff import choose_password, must_change, password_fits
from hotline.domain.errors import Incomplete
from hotline.domain.passwords import SHORTEST
from hotline.store.audit import write_down
from hotline.store.people import Staff
from hotline.store.work import Work
from hotline.web.admins.forms import PasswordForm
from hotline.web.desk import person, work_of_this_person
from hotline.web.guard import begin_session, refuse_if_too_many

bp = Blueprint("password", __name__)


@bp.get("/")
def change() -> str:
    """The form; it says so where the password must be changed first."""
    with work_of_this_person() as work:
        return render_template("password.html", forced=must_change(_mine(work)), shortest=SHORTEST)


@bp.post("/")
def choose() -> Response:
    """Choose a new password; every other session of this person ends."""
    form = PasswordForm.read(request.form)
    with work_of_this_person() as work:
        refuse_if_too_many(work, person().account)
        if not password_fits(_mine(work), form.now):
            write_down(work.session, work.now, person().account, "sign_in_failed", {}, request.remote_addr or "")
            return _again("现在的密码不对，请重新输入")
    try:
        _choose(form)
    except Incomplete as refusal:
        return _again(str(refusal))
    begin_session(person().account)
    flash("密码已修改，其他地方的登录已全部退出", "success")
    return redirect(url_for("home.mine"))


def _choose(form: PasswordForm) -> None:
    if form.new != form.again:
        raise Incomplete("两次输入的新密码不一致，请重新输入")
    with work_of_this_person() as work:
        choose_password(work, form.new)
        g.now = work.now


def _again(told: str) -> Response:
    flash(told, "danger")
    return redirect(url_for(".change"))


def _mine(work: Work) -> Staff:
    return work.session.scalars(select(Staff).where(Staff.account == person().account)).one()
