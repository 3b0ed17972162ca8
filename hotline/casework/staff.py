"""People who work here (工作人员): taking them on, changing and dismissing them, and whose password fits.

A one-time password is told from one that its person chose by what stands before its hash: `once:` and the second at
which it runs out. So no column is needed, accounts made before are as they were, and a password cannot be one without
the other. Three powers are kept apart (三权分立): who reads the audit is appointed by command only, never by an
administrator, who could otherwise become the one that looks over their shoulder.
"""

import hashlib
import re
import secrets
from datetime import datetime
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import select, text

from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.passwords import ONCE_LASTS, one_time_password, weakness
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.vocabulary import Role
from hotline.store.agencies import AgencyRecord, RegionRecord
from hotline.store.audit import write_down
from hotline.store.people import Staff
from hotline.store.work import Work

HASHER = PasswordHasher()
NOBODY = HASHER.hash("nobody")  # 账号不存在时也照样算一次，不让人由快慢看出账号有无
MOBILE = re.compile(r"1\d{10}", re.ASCII)
ACCOUNT = re.compile(r"[a-z0-9][a-z0-9._-]{1,31}", re.ASCII)
ONCE = "once:"
ONE_AT_A_TIME = text("select pg_advisory_xact_lock(12346)")  # 两位管理员互相停用，后一位须看到前一位的结果
CALLED = {"name": "姓名", "role": "岗位", "region": "区划", "agency": "单位", "phone": "短信手机"}


def create(
    work: Work,
    *,
    account: str,
    name: str,
    role: Role,
    region: str,
    password: str | None = None,
    agency: str | None = None,
    phone: str = "",
    demo: bool = False,
) -> Staff:
    """Take somebody on (新增人员).

    Args:
        password: chosen by that person; without it nobody can sign in until one is reset.
        phone: for text messages about their unit's tickets; kept sealed.

    Raises:
        Incomplete: a weak password, an unknown region or agency, a unit's person without a unit.
        Conflict: the account exists.
        Forbidden: an auditor, who is appointed by command only.
    """
    _demand_charge_of(work, role)
    work.session.execute(ONE_AT_A_TIME)
    weak = weakness(account, password) if password is not None else ""
    if wrong := [*filter(None, [weak]), *_wrong(work, role, region, agency, phone)]:
        raise Incomplete("；".join(wrong))
    if work.session.scalar(select(Staff.id).where(Staff.account == account)) is not None:
        raise Conflict(f"账号 {account} 已存在，请换一个")
    staff = Staff(
        account=account, name=name, role=role, region=region, agency=agency or None,
        password_hash=HASHER.hash(password or secrets.token_hex(16)), active=True, demo=demo, created_at=work.now,
    )  # fmt: skip
    work.session.add(staff)
    if phone:
        work.session.flush()
        staff.phone_sealed = work.vault.seal(phone, f"staff.phone.{staff.id}")
    _write_down(work, "create_staff", staff, role=role)
    return staff


def take_on(
    work: Work, *, account: str, name: str, role: Role, region: str, agency: str | None = None, phone: str = ""
) -> tuple[Staff, str]:
    """Take somebody on who will choose their password at their first sign-in: the person, and the password until then."""
    if not ACCOUNT.fullmatch(account):
        raise Incomplete("「账号」应为 2–32 位小写字母、数字、点、横线或下划线，以字母或数字开头")
    if not name.strip():
        raise Incomplete("「姓名」不能为空")
    staff = create(work, account=account, name=name, role=role, region=region, agency=agency, phone=phone)
    return staff, _hand_out(work, staff)


def change(
    work: Work,
    staff_id: int,
    *,
    name: str,
    role: Role,
    region: str,
    agency: str | None,
    phone: str = "",
    forget_phone: bool = False,
    seen: str = "",
) -> Staff:
    """Change what is known of a person and what they may do (变更人员信息).

    Args:
        phone: a new number for text messages; empty leaves the one that is kept.
        seen: the mark of the row as the page showed it; Conflict if somebody has changed it since.

    Raises:
        Forbidden: one's own role, region or unit; anything about an auditor.
        Conflict: the last administrator; somebody was quicker.
        Incomplete: as when somebody is taken on.
    """
    staff = _in_charge_of(work, staff_id)
    _demand_charge_of(work, role)
    if seen and seen != mark_of(staff):
        raise Conflict(f"{staff.name}的信息刚被他人改过，请刷新页面，核对后再改")
    after = {"role": role, "region": region, "agency": agency or None}
    moved = {key: value for key, value in after.items() if getattr(staff, key) != value}
    if moved and staff.account == work.person.account:
        raise Forbidden("不能变更自己的岗位、区划和单位，请由另一位管理员办理")
    wrong = _wrong(work, role, region, after["agency"], phone)
    if wrong or not name.strip():
        raise Incomplete("；".join(wrong or ["「姓名」不能为空"]))
    if "role" in moved:
        _keep_an_administrator(work, staff)
    about = _bring_in_line(work, staff, {**after, "name": name.strip()}, phone, forget_phone=forget_phone)
    if about:
        _write_down(work, "change_staff", staff, **about)
    return staff


def deactivate(work: Work, staff_id: int) -> Staff:
    """Close an account (停用账号): it is out at the next request; what it did stays on the record.

    Raises Forbidden for one's own account, Conflict where it is closed already or the last administrator's.
    """
    staff = _in_charge_of(work, staff_id)
    if staff.account == work.person.account:
        raise Forbidden("不能停用自己的账号，请由另一位管理员办理")
    if not staff.active:
        raise Conflict(f"{staff.name}的账号已经停用")
    _keep_an_administrator(work, staff)
    staff.active = False
    _write_down(work, "deactivate_staff", staff)
    return staff


def reactivate(work: Work, staff_id: int) -> Staff:
    """Open a closed account again (恢复账号); Incomplete where its unit no longer exists."""
    staff = _in_charge_of(work, staff_id)
    if staff.active:
        raise Conflict(f"{staff.name}的账号本来就在用")
    if wrong := _wrong(work, staff.role, staff.region, staff.agency, ""):
        raise Incomplete("；".join(wrong) + "；请先变更信息再恢复")
    staff.active = True
    _write_down(work, "reactivate_staff", staff)
    return staff


def reset_password(work: Work, staff_id: int) -> tuple[Staff, str]:
    """Give a person a one-time password (重设密码): shown once, good for three days, to be changed at the next sign-in."""
    staff = _in_charge_of(work, staff_id)
    if staff.account == work.person.account:
        raise Forbidden("修改本人密码请用「修改密码」，不必重设")
    if not staff.active:
        raise Conflict(f"{staff.name}的账号已停用，请先恢复再重设密码")
    password = _hand_out(work, staff)
    _write_down(work, "reset_password", staff)
    return staff, password


def choose_password(work: Work, password: str) -> Staff:
    """One's own new password (修改本人密码); Incomplete for a weak one or the one that was."""
    staff = work.session.scalars(select(Staff).where(Staff.account == work.person.account).with_for_update()).one()
    if wrong := weakness(staff.account, password):
        raise Incomplete(wrong)
    if password_fits(staff, password):
        raise Incomplete("新密码不能与现在的密码相同")
    staff.password_hash, staff.password_changed_at = HASHER.hash(password), work.now
    _write_down(work, "change_password", staff)
    return staff


def password_fits(staff: Staff | None, password: str) -> bool:
    """Whether this is that person's password; takes as long for an account that does not exist."""
    known = staff.password_hash.rpartition(" ")[2] if staff else NOBODY
    try:
        return HASHER.verify(known, password) and staff is not None
    except VerificationError:
        return False


def must_change(staff: Staff) -> bool:
    """Whether the password is one that was handed out for one sign-in (须先改密码)."""
    return staff.password_hash.startswith(ONCE)


def has_run_out(staff: Staff, now: datetime) -> bool:
    """Whether a one-time password is too old to be let in with (一次性密码过期)."""
    return must_change(staff) and int(staff.password_hash.removeprefix(ONCE).partition(" ")[0]) < now.timestamp()


def mark_of(staff: Staff) -> str:
    """What tells one standing of a person's row from another (页面所见的版本)."""
    parts = (staff.name, staff.role, staff.region, staff.agency, staff.phone_sealed, staff.active)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _hand_out(work: Work, staff: Staff) -> str:
    password = one_time_password()
    until = int((work.now + ONCE_LASTS).timestamp())
    staff.password_hash, staff.password_changed_at = f"{ONCE}{until} {HASHER.hash(password)}", None
    work.session.flush()
    return password


def _bring_in_line(
    work: Work, staff: Staff, after: dict[str, Any], phone: str, *, forget_phone: bool
) -> dict[str, Any]:
    """Set what differs; what the audit is told of it: roles, regions and units in full, names and numbers never."""
    changed = [key for key, value in after.items() if getattr(staff, key) != value]
    about: dict[str, Any] = {}
    for key in changed:
        if key != "name":
            about |= {f"{key}_before": getattr(staff, key), key: after[key]}
        setattr(staff, key, after[key])
    if phone or (forget_phone and staff.phone_sealed):
        staff.phone_sealed = work.vault.seal(phone, f"staff.phone.{staff.id}") if phone else None
        changed.append("phone")
    return {"changed": [CALLED[key] for key in changed], **about} if changed else {}


def _in_charge_of(work: Work, staff_id: int) -> Staff:
    """The person of that number, locked, if this administrator has charge of them."""
    if work.person.role != Role.SYSTEM:
        demand_permission(work.person.role, Permission.MANAGE_PEOPLE)
    work.session.execute(ONE_AT_A_TIME)
    within = Staff.region.startswith(work.person.region, autoescape=True)
    staff = work.session.scalar(select(Staff).where(Staff.id == staff_id, within).with_for_update())
    if staff is None:
        raise NotFound("没有这位工作人员，或不在您的区划范围内")
    _demand_charge_of(work, staff.role)
    return staff


def _demand_charge_of(work: Work, role: Role) -> None:
    """Raise Forbidden unless who asks may appoint, change or dismiss people of that role."""
    if work.person.role == Role.SYSTEM:
        return
    demand_permission(work.person.role, Permission.MANAGE_PEOPLE)
    if role == Role.AUDITOR:
        raise Forbidden("审计员的账号由维护人员用命令设立和变更，系统管理员不能办理")


def _keep_an_administrator(work: Work, staff: Staff) -> None:
    """Raise Conflict if without this person nobody could manage people (最后一位管理员)."""
    if staff.role != Role.ADMINISTRATOR or not staff.active:
        return
    others = select(Staff.id).where(Staff.role == Role.ADMINISTRATOR, Staff.active, Staff.id != staff.id)
    if work.session.scalar(others.limit(1)) is None:
        raise Conflict(f"{staff.name}是最后一位在用的系统管理员，请先增设一位")


def _wrong(work: Work, role: Role, region: str, agency: str | None, phone: str) -> list[str]:
    """Everything that keeps somebody from holding that post."""
    wrong = [] if role not in (Role.SYSTEM, Role.REQUESTER) else [f"「{role.label}」不是工作人员的岗位"]
    if work.session.get(RegionRecord, region) is None:
        wrong.append(f"区划 {region} 不在区划表中")
    elif not region.startswith(work.person.region):
        wrong.append("所选区划超出您的管辖范围")
    unit = work.session.get(AgencyRecord, agency) if agency else None
    if agency and unit is None:
        wrong.append(f"单位 {agency} 不在单位名录中")
    elif unit is not None and unit.valid_until and unit.valid_until < work.now.date():
        wrong.append(f"单位 {unit.name} 已失效，请改选承接它职责的单位")
    if role in (Role.CLERK, Role.HEAD) and not agency:
        wrong.append(f"{role.label}必须指明所在单位")
    if phone and not MOBILE.fullmatch(phone):
        wrong.append("手机应为 1 开头的 11 位数字")
    return wrong


def _write_down(work: Work, deed: str, staff: Staff, **about: Any) -> None:
    write_down(work.session, work.now, work.person.account, deed, {"account": staff.account, **about})
