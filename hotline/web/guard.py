"""The guard at the doors (登录与门禁): who is this, may they enter, and how often may they try."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, abort, flash, g, redirect, render_template, request, session, url_for
from sqlalchemy import func, or_, select
from werkzeug.wrappers import Response

from hotline.casework.staff import password_fits
from hotline.domain.errors import TooMany
from hotline.store.audit import AuditEntry, write_down
from hotline.store.people import Staff
from hotline.store.work import Person, Work
from hotline.web.desk import equipment
from hotline.web.doors import HOMES, Door, door_of

bp = Blueprint("sign", __name__)
home = Blueprint("home", __name__)

FAILURES_ALLOWED = 5
FAILURES_WINDOW = timedelta(minutes=10)
SIGNED_OUT_AFTER = timedelta(hours=10)


def check_door() -> Response | None:
    """Before every request: open doors are open, the others ask for a person with the right role."""
    if request.endpoint is None:
        return None
    door = door_of(request.endpoint)
    if isinstance(door, Door):
        return None
    g.person = _person_of_session()
    if g.person is None:
        return redirect(url_for("sign.sign_in", next=request.full_path if request.method == "GET" else None))
    if g.person.role not in door:
        abort(403)
    return None


def _person_of_session() -> Person | None:
    account = session.get("account")
    if account is None:
        return None
    with equipment().work() as work:
        staff = work.session.scalar(select(Staff).where(Staff.account == account, Staff.active))
        return _as_person(staff) if staff else None


def _as_person(staff: Staff) -> Person:
    return Person(staff.account, staff.role, staff.region, staff.agency, name=staff.name)


@bp.get("/sign-in")
def sign_in() -> str:
    """The sign-in page (登录)."""
    return render_template("sign_in.html", next=request.args.get("next", ""))


@bp.post("/sign-in")
def let_in() -> Response:
    """Check account and password; five failures in ten minutes close the door for a while."""
    account, password = request.form.get("account", "").strip()[:64], request.form.get("password", "")
    with equipment().work() as work:
        _refuse_if_too_many(work, account)
        staff = work.session.scalar(select(Staff).where(Staff.account == account, Staff.active))
        right = password_fits(staff, password)
        deed = "sign_in" if right else "sign_in_failed"
        write_down(work.session, work.now, account, deed, {}, request.remote_addr or "")
    if staff is None or not right:
        flash("账号或密码不对，请重新输入", "danger")
        return redirect(url_for(".sign_in"))
    session.clear()
    session["account"] = staff.account
    session.permanent = True
    return redirect(_safe(request.form.get("next", "")) or url_for("home.mine"))


@bp.post("/sign-out")
def sign_out() -> Response:
    """Leave (退出)."""
    session.clear()
    return redirect(url_for(".sign_in"))


@home.get("/")
def mine() -> Response:
    """The home page of this person's role."""
    return redirect(url_for(HOMES[g.person.role]))


def _refuse_if_too_many(work: Work, account: str) -> None:
    failed = select(func.count()).where(
        AuditEntry.deed == "sign_in_failed",
        AuditEntry.at > work.now - FAILURES_WINDOW,
        or_(AuditEntry.actor == account, AuditEntry.address == (request.remote_addr or "")),
    )
    same_account = failed.where(AuditEntry.actor == account)
    if (work.session.scalar(same_account) or 0) >= FAILURES_ALLOWED or (
        work.session.scalar(failed) or 0
    ) >= FAILURES_ALLOWED * 10:
        raise TooMany("登录失败次数过多，请十分钟后再试，或联系系统管理员")


def _safe(target: str) -> str:
    """A path within this site, or nothing: nobody is sent elsewhere after signing in."""
    parts = urlsplit(target)
    inside = target.startswith("/") and not target.startswith("//") and "\\" not in target
    return target if inside and not parts.netloc else ""
