"""People who work here (工作人员): taking them on, and whether a password fits."""

import re

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import select

from hotline.domain.errors import Conflict, Incomplete
from hotline.domain.vocabulary import Role
from hotline.store.agencies import AgencyRecord, RegionRecord
from hotline.store.audit import write_down
from hotline.store.people import Staff
from hotline.store.work import Work

HASHER = PasswordHasher()
NOBODY = HASHER.hash("nobody")  # 账号不存在时也照样算一次，不让人由快慢看出账号有无
SHORTEST = 10
MOBILE = re.compile(r"1\d{10}", re.ASCII)


def create(
    work: Work,
    *,
    account: str,
    name: str,
    role: Role,
    region: str,
    password: str,
    agency: str | None = None,
    phone: str = "",
    demo: bool = False,
) -> Staff:
    """Take somebody on (新增人员).

    Args:
        phone: for text messages about their unit's tickets; kept sealed.

    Raises:
        Incomplete: a short password, an unknown region or agency, a unit's person without a unit.
        Conflict: the account exists.
    """
    wrong = _wrong(work, role, region, agency, password, phone)
    if wrong:
        raise Incomplete("；".join(wrong))
    if work.session.scalar(select(Staff.id).where(Staff.account == account)) is not None:
        raise Conflict(f"账号 {account} 已存在，请换一个")
    staff = Staff(
        account=account, name=name, role=role, region=region, agency=agency,
        password_hash=HASHER.hash(password), active=True, demo=demo, created_at=work.now,
    )  # fmt: skip
    work.session.add(staff)
    if phone:
        work.session.flush()
        staff.phone_sealed = work.vault.seal(phone, f"staff.phone.{staff.id}")
    write_down(work.session, work.now, work.person.account, "create_staff", {"account": account, "role": role})
    return staff


def _wrong(work: Work, role: Role, region: str, agency: str | None, password: str, phone: str) -> list[str]:
    """Everything that keeps somebody from being taken on."""
    wrong = [f"密码至少 {SHORTEST} 位"] if len(password) < SHORTEST else []
    if work.session.get(RegionRecord, region) is None:
        wrong.append(f"区划 {region} 不在区划表中")
    if agency and work.session.get(AgencyRecord, agency) is None:
        wrong.append(f"单位 {agency} 不在单位名录中")
    if role in (Role.CLERK, Role.HEAD) and not agency:
        wrong.append(f"{role.label}必须指明所在单位")
    if phone and not MOBILE.fullmatch(phone):
        wrong.append("手机应为 1 开头的 11 位数字")
    return wrong


def password_fits(staff: Staff | None, password: str) -> bool:
    """Whether this is that person's password; takes as long for an account that does not exist."""
    try:
        return HASHER.verify(staff.password_hash if staff else NOBODY, password) and staff is not None
    except VerificationError:
        return False
