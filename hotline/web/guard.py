"""The guard at the doors (登录与门禁): who is this, may they enter, and how often may they try."""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Blueprint, abort, flash, g, redirect, render_template, request, session, url_for
from sqlalchemy import func, or_, select
from werkzeug.wrappers import Response

from hotline.casework.staff import has_run_out, must_change, password_fits
from hotline.casework.unsent import keep
from hotline.domain.errors import TooMany
from hotline.store.audit import AuditEntry, write_down
from hotline.store.people import Staff
from hotline.store.work import Person, Work
from hotline.web.citizens.entry import citizen_of_session
from hotline.web.citizens.look import keep_look
from hotline.web.desk import equipment
from hotline.web.doors import HOMES, Door, door_of

bp = Blueprint("sign", __name__)
home = Blueprint("home", __name__)

LONGEST_FORM = 64
FAILURES_ALLOWED = 5
FAILURES_WINDOW = timedelta(minutes=10)
SIGNED_OUT_AFTER = timedelta(hours=10)


def check_door() -> Response | None:
    """Before every request: open doors are open, the others ask for a person with the right role."""
    if request.endpoint is None:
        return None
    door = door_of(request.endpoint)
    if door is Door.CITIZEN:
        g.person = citizen_of_session()
        return None
    if isinstance(door, Door):
        return None
    staff = _staff_of_session()
    if staff is None:
        return redirect(url_for("sign.sign_in", next=request.full_path if request.method == "GET" else None))
    g.person = _as_person(staff)
    if must_change(staff) and request.blueprint != "password":
        return redirect(url_for("password.change"))
    if g.person.role not in door:
        abort(403)
    return None


def _staff_of_session() -> Staff | None:
    """Whose session this is; nobody's any more once they have chosen another password since it began."""
    account = session.get("account")
    if account is None or "citizen" in session:  # 一个会话不会既是工作人员又是诉求人
        return None
    with equipment().work() as work:
        staff = work.session.scalar(select(Staff).where(Staff.account == account, Staff.active))
    changed = staff.password_changed_at if staff else None
    return None if changed and session.get("since", 0) < changed.timestamp() else staff


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
        refuse_if_too_many(work, account)
        staff = work.session.scalar(select(Staff).where(Staff.account == account, Staff.active))
        right = password_fits(staff, password)
        late = right and staff is not None and has_run_out(staff, work.now)
        right = right and not late
        deed = "sign_in" if right else "sign_in_failed"
        write_down(work.session, work.now, account, deed, {}, request.remote_addr or "")
    if staff is None or not right:
        told = "一次性密码已过期，请联系系统管理员重设" if late else "账号或密码不对，请重新输入"
        flash(told, "danger")
        return redirect(url_for(".sign_in"))
    session.clear()
    begin_session(staff.account)
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


def begin_session(account: str) -> None:
    """A session of that person, from now on."""
    session["account"], session["since"] = account, g.now.timestamp()
    session.permanent = True


def refuse_if_too_many(work: Work, account: str) -> None:
    """Raise TooMany after five wrong passwords in ten minutes, fifty from one address."""
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


@home.post("/unsent/<path:form>")
def keep_unsent(form: str) -> tuple[str, int]:
    """Keep what was typed into a form and not sent, sealed; nothing typed clears it (自动保存)."""
    typed = {name: value for name, value in request.form.items() if name not in ("csrf_token", "version")}
    with equipment().work(g.person) as work:
        keep(work, form[:LONGEST_FORM], typed)
    return "", 204


@home.post("/look")
def look() -> Response:
    """Large type, high contrast: as this browser's owner wants it on every page (显示方式)."""
    return keep_look(redirect(_safe(request.form.get("next", "")) or url_for(".mine")), request.form, "/")
