"""Facts of enterprises (企业信息): taken from tickets by themselves, entered and corrected by people, each change answered for."""

import re
import unicodedata
from dataclasses import dataclass

from sqlalchemy import and_, exists, func, select, update
from sqlalchemy.dialects.postgresql import insert
from stdnum.cn import uscc as credit_code

from hotline.domain.analysis.enterprises import Scale
from hotline.domain.analysis.industries import industries, industry_name
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.vocabulary import RequesterKind, Role, State
from hotline.store.agencies import RegionRecord
from hotline.store.analysis.enterprises import Enterprise, EnterpriseDemand
from hotline.store.audit import write_down
from hotline.store.people import Requester
from hotline.store.tickets import Ticket
from hotline.store.work import Work

BATCH = 500
LONGEST_NAME, LONGEST_PARK = 120, 60
ZONE = "功能区"


@dataclass(frozen=True)
class Facts:
    """What is known of an enterprise (企业信息).

    Args:
        industry: a section or division of GB/T 4754, or empty; scale: empty where nobody knows it; park: as people say it.
    """

    name: str
    region: str
    industry: str = ""
    scale: Scale | None = None
    park: str = ""


def code_of(said: str) -> str:
    """The unified social credit code as it is written, or nothing if its check digit is wrong (统一社会信用代码)."""
    plain = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", said)).upper()
    return plain if credit_code.is_valid(plain) else ""


def take_in(work: Work, most: int = BATCH) -> int:
    """Put enterprise tickets that came since into the register, with the enterprises they name; how many tickets.

    A ticket without a valid code stands there without an enterprise, until somebody attaches one or the requester's code
    becomes known.
    """
    new = (
        select(Ticket.id, Ticket.region, Requester.uscc, Requester.company)
        .outerjoin(Requester, Requester.id == Ticket.requester_id)
        .where(
            Ticket.requester_kind == RequesterKind.ENTERPRISE,
            Ticket.state != State.DRAFT,
            ~exists().where(EnterpriseDemand.ticket_id == Ticket.id),
        )
        .order_by(Ticket.id)
        .limit(most)
    )
    rows = work.session.execute(new).all()
    for ticket, region, said, company in rows:
        code = code_of(said or "")
        if code:
            _know(work, code, company or "", region)
        added = insert(EnterpriseDemand).values(ticket_id=ticket, uscc=code or None)
        work.session.execute(added.on_conflict_do_nothing())
    _find_late_codes(work)
    return len(rows)


def _know(work: Work, code: str, company: str, region: str) -> None:
    """An enterprise that is not in the register yet is put there; one that is keeps what people entered."""
    zone = select(RegionRecord.name).where(RegionRecord.code == region, RegionRecord.kind == ZONE)
    facts = {"name": _plain(company)[:LONGEST_NAME] or code, "region": region, "park": work.session.scalar(zone)}
    row = insert(Enterprise).values(
        uscc=code, entered_by=work.person.account, entered_at=work.now, version=1, **facts
    )  # fmt: skip
    work.session.execute(row.on_conflict_do_nothing())


def _find_late_codes(work: Work) -> None:
    """Tickets whose requester gave the code later."""
    given = (
        select(Enterprise.uscc)
        .join(Requester, Requester.uscc == Enterprise.uscc)
        .join(Ticket, Ticket.requester_id == Requester.id)
        .where(Ticket.id == EnterpriseDemand.ticket_id)
        .correlate(EnterpriseDemand)
        .scalar_subquery()
    )
    unnamed = and_(EnterpriseDemand.uscc.is_(None), given.is_not(None))
    late = update(EnterpriseDemand).where(unnamed).values(uscc=given)
    work.session.execute(late.execution_options(synchronize_session=False))


def enterprise(work: Work, code: str) -> Enterprise:
    """The enterprise of that code, locked, if this person may see it; else NotFound."""
    if work.person.role == Role.REQUESTER:
        raise Forbidden("企业档案供工作人员使用，您的诉求进度请在「蒙速办」查看")
    found = work.session.scalar(select(Enterprise).where(Enterprise.uscc == code).with_for_update())
    if found is None:
        raise NotFound("没有这家企业的档案，或您无权查看")
    return found


def enter(work: Work, code: str, facts: Facts) -> Enterprise:
    """Put an enterprise into the register by hand (登记企业)."""
    demand_permission(work.person.role, Permission.KEEP_ENTERPRISES)
    valid = code_of(code)
    if not valid:
        raise Incomplete(f"统一社会信用代码「{code[:20]}」不对：应为 18 位，末位为校验码，请对照营业执照核对")
    _check(work, facts)
    row = insert(Enterprise).values(
        uscc=valid, entered_by=work.person.account, entered_at=work.now, version=1, **_columns(facts)
    )  # fmt: skip
    if not work.session.execute(row.on_conflict_do_nothing().returning(Enterprise.uscc)).scalar():
        raise Conflict(f"{valid} 已在企业台账中，请直接查看或更正，不必再登记")
    about = {"uscc": valid, "region": facts.region}
    write_down(work.session, work.now, work.person.account, "enter_enterprise", about)
    return enterprise(work, valid)


def correct(work: Work, code: str, facts: Facts, *, seen: int | None = None) -> Enterprise:
    """Correct what is known of an enterprise (更正企业信息); the audit keeps which columns, and codes before."""
    demand_permission(work.person.role, Permission.KEEP_ENTERPRISES)
    found = enterprise(work, code)
    _check(work, facts, kept=found.region)
    if seen is not None and seen != found.version:
        raise Conflict(f"{found.name}的档案刚被他人更正，请核对页面上的最新内容后再提交")
    wanted = _columns(facts)
    changed = {name: getattr(found, name) for name, value in wanted.items() if getattr(found, name) != value}
    if not changed:
        return found
    for name in changed:
        setattr(found, name, wanted[name])
    found.changed_by, found.changed_at = work.person.account, work.now
    work.session.flush()
    about = {"uscc": code, "changed": [CHANGED[name] for name in changed], "before": [_said(name, value) for name, value in changed.items()]}  # fmt: skip
    write_down(work.session, work.now, work.person.account, "change_enterprise", about)
    return found


CHANGED = {"name": "名称", "region": "区划", "industry": "行业", "scale": "规模", "park": "园区"}


def _said(name: str, value: object) -> str:
    told = industry_name(str(value or "")) if name == "industry" else getattr(value, "label", value)
    return f"{CHANGED[name]}：{told or '未填'}"


def _columns(facts: Facts) -> dict[str, object]:
    return {
        "name": _plain(facts.name), "region": facts.region, "industry": facts.industry or None,
        "scale": facts.scale, "park": _plain(facts.park) or None,
    }  # fmt: skip


def _plain(said: str) -> str:
    """One way of writing for one thing: full-width letters and stray blanks would make two parks of one."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", said)) if said.isascii() is False else said.strip()


def _check(work: Work, facts: Facts, kept: str = "") -> None:
    """Everything that is wrong, at once.

    Args:
        kept: the region as it stands: whoever may see the enterprise may leave it.
    """
    wrong = []
    if not 1 <= len(facts.name.strip()) <= LONGEST_NAME:
        wrong.append(f"「企业名称」不能空着，最多 {LONGEST_NAME} 字")
    if len(facts.park) > LONGEST_PARK:
        wrong.append(f"「园区」最多 {LONGEST_PARK} 字，现有 {len(facts.park)} 字")
    if facts.industry and facts.industry not in industries():
        wrong.append(f"「行业」{facts.industry[:10]} 不在国民经济行业分类的门类、大类中，请重新选择")
    known = work.session.scalar(select(func.count()).where(RegionRecord.code == facts.region))
    if not known:
        wrong.append("「所在地」不在区划表中，请重新选择")
    elif facts.region != kept and not facts.region.startswith(work.person.region):
        wrong.append("「所在地」不在您负责的地区，请选本地区的盟市、旗县")
    if wrong:
        raise Incomplete("；".join(wrong))
