"""Who stands in while somebody is away (AB 角): named by the person or by a head, until a day."""

from datetime import datetime, timedelta

from sqlalchemy import and_, select

from hotline.casework.units import UNIT
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import Role
from hotline.store.audit import write_down
from hotline.store.people import Staff
from hotline.store.scope import same_body
from hotline.store.work import Work

LONGEST = timedelta(days=366)


def appoint(work: Work, account: str, *, stand_in: str, until: datetime | None) -> Staff:
    """Name who stands in for somebody until a day (设定 B 角).

    Args:
        account: who is away: oneself, or any colleague if a head names it.

    Raises:
        NotFound, Forbidden, Incomplete, Conflict: no such colleague; not yours to say; wrong person or day; they are away too.
    """
    away = _colleague(work, account)
    _theirs_to_say(work, away)
    wrong = []
    if stand_in == account or not stand_in:
        wrong.append("请另选一位本单位人员作「B 角」")
    if until is None or until <= work.now or until > work.now + LONGEST:
        wrong.append("「离岗至」须晚于现在，最长一年")
    if wrong or until is None:
        raise Incomplete("；".join(wrong))
    chosen = _colleague(work, stand_in)
    if away.role == Role.HEAD and chosen.role != Role.HEAD:
        raise Incomplete("分管领导的「B 角」须是本单位另一位分管领导：审签不能由承办人代签")
    _refuse_chains(work, away, chosen)
    away.stand_in, away.away_until = chosen.account, until
    _note(work, "stand_in", {"account": account, "stand_in": stand_in, "until": until.isoformat()})
    return away


def back(work: Work, account: str) -> Staff:
    """Somebody is back before the day (销假返岗); whom they named stays named for the next time.

    Raises:
        NotFound, Forbidden, Conflict: no such colleague; not yours to say; they are not away.
    """
    found = _colleague(work, account)
    _theirs_to_say(work, found)
    if not is_away(found, work.now):
        raise Conflict(f"{found.name}现在在岗，不必返岗登记")
    found.away_until = None
    _note(work, "back_at_work", {"account": account})
    return found


def is_away(staff: Staff, now: datetime) -> bool:
    """Whether this person is away now (离岗)."""
    return staff.away_until is not None and staff.away_until > now


def _colleague(work: Work, account: str) -> Staff:
    """An active person of this person's unit, locked."""
    ours = Staff.agency.in_(same_body(work.person.agency or ""))
    wanted = select(Staff).where(Staff.account == account, Staff.active, Staff.role.in_(UNIT), ours)
    found = work.session.scalars(wanted.with_for_update(of=Staff)).first()
    if found is None:
        raise NotFound("本单位没有这位在岗人员，请刷新页面后重新选择")
    return found


def _theirs_to_say(work: Work, away: Staff) -> None:
    if work.person.role != Role.HEAD and work.person.account != away.account:
        raise Forbidden("承办人只能设定自己的 B 角，他人的请由其本人或分管领导设定")


def _refuse_chains(work: Work, away: Staff, chosen: Staff) -> None:
    """Nobody's work may end at a desk where nobody sits."""
    if is_away(chosen, work.now):
        raise Conflict(f"{chosen.name}离岗至 {_day(chosen)}，不能作 B 角，请另选一位")
    stands = and_(Staff.stand_in == away.account, Staff.away_until > work.now, Staff.active)
    other = work.session.scalars(select(Staff).where(stands).limit(1)).first()
    if other is not None:
        raise Conflict(f"{away.name}正代{other.name}办理至 {_day(other)}，请先为{other.name}另定 B 角")


def _day(staff: Staff) -> str:
    return f"{beijing(staff.away_until):%m月%d日 %H:%M}" if staff.away_until else ""


def _note(work: Work, deed: str, about: dict[str, str]) -> None:
    work.session.flush()
    write_down(work.session, work.now, work.person.account, deed, about)
