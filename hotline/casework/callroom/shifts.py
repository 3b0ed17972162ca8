"""Shifts and order in the call room (班次与秩序): handovers, numbers that harass, registrations that are checked."""

import random
from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import func, select

from classifier.reading.entities import normal_phone, valid_phone
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.privacy import mask_phone
from hotline.domain.vocabulary import Role, State
from hotline.store.audit import write_down
from hotline.store.people import Staff
from hotline.store.queries.callroom import unsettled
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from hotline.store.workbench.callroom import Handover, Nuisance, QualityCheck

LONGEST_LISTED = 30  # 日：骚扰名单最久
LOOKED_BACK = timedelta(days=7)
MOST_DRAWN = 50
# 质检项目与分值：本库设定，各地可改表述；合计一百
MARKS: Mapping[str, int] = {
    "要素齐全（时间、地点、事由、诉求）": 25,
    "分类与派单准确": 25,
    "记录客观清楚、无错别字": 20,
    "答复口径准确、告知到位": 20,
    "个人信息保护得当": 10,
}


def leave(work: Work, text: str) -> Handover:
    """Leave a note to the next shift, with what is unsettled counted by the machine (交班)."""
    if not text.strip():
        raise Incomplete("请写明交班事项；没有的写“无”")
    handover = Handover(
        region=work.person.region, text=text.strip(), counts=unsettled(work), left_by=work.person.account,
        left_at=work.now,
    )  # fmt: skip
    work.session.add(handover)
    work.session.flush()
    return handover


def take_over(work: Work, handover_id: int) -> Handover:
    """Say that it was read (接班); nobody takes over from themselves."""
    handover = work.session.get(Handover, handover_id, with_for_update=True)
    if handover is None or handover.region != work.person.region:
        raise NotFound("没有这条交班记录")
    if handover.taken_by is not None:
        raise Conflict(f"{handover.taken_by} 已经接班")
    if handover.left_by == work.person.account:
        raise Conflict("交班和接班不能是同一个人")
    handover.taken_by, handover.taken_at = work.person.account, work.now
    return handover


def accuse(work: Work, *, phone: str, reason: str, days: int) -> Nuisance:
    """Ask that a number be listed as harassing (提请列入骚扰名单); it counts only once a supervisor has approved."""
    if work.person.role not in (Role.AGENT, Role.SUPERVISOR):
        raise Forbidden(f"{work.person.role.label}不能提请列入骚扰名单")
    wrong = [] if valid_phone(phone) else ["电话号码无效，请核对"]
    wrong += [] if reason.strip() else ["请写明事由：何时、几次、说了什么"]
    wrong += [] if 0 < days <= LONGEST_LISTED else [f"期限应为 1 到 {LONGEST_LISTED} 日"]
    if wrong:
        raise Incomplete("；".join(wrong))
    number = normal_phone(phone)
    one = Nuisance(
        caller_index=work.vault.blind(number), shown=mask_phone(number), reason=reason.strip(),
        asked_by=work.person.account, asked_at=work.now, until=work.now + timedelta(days=days),
    )  # fmt: skip
    work.session.add(one)
    work.session.flush()
    return one


def settle(work: Work, nuisance_id: int, *, approve: bool) -> Nuisance:
    """A second person approves the listing, or takes it off (核准、移出)."""
    demand_permission(work.person.role, Permission.SUPERVISE)
    one = work.session.get(Nuisance, nuisance_id, with_for_update=True)
    if one is None:
        raise NotFound("没有这条记录")
    if approve and one.asked_by == work.person.account:
        raise Conflict("不能核准自己提请的，请另一名审核督办核准")
    if approve and (one.approved_by or one.lifted_at):
        raise Conflict("这条记录已经处理")
    if approve:
        one.approved_by = work.person.account
    else:
        one.lifted_at = work.now
    deed = "list_nuisance" if approve else "lift_nuisance"
    write_down(work.session, work.now, work.person.account, deed, {"nuisance": one.id})
    return one


def draw(work: Work, count: int, chance: random.Random | None = None) -> int:
    """Draw registrations of the last week to be checked, the same number of each agent as far as it goes (质检抽样)."""
    demand_permission(work.person.role, Permission.SUPERVISE)
    if not 0 < count <= MOST_DRAWN:
        raise Incomplete(f"一次抽 1 到 {MOST_DRAWN} 件")
    chance = chance or random.SystemRandom()
    agents = select(Staff.account).where(Staff.role == Role.AGENT)
    place = func.row_number().over(partition_by=Ticket.registered_by, order_by=func.md5(Ticket.number))
    known = select(QualityCheck.ticket_id)
    drawn = (
        select(Ticket.id, Ticket.registered_by)
        .where(
            Ticket.registered_by.in_(agents), Ticket.registered_at > work.now - LOOKED_BACK,
            Ticket.state != State.DRAFT, Ticket.id.not_in(known),
        )
        .order_by(place, Ticket.id)
        .limit(count * 3)
    )  # fmt: skip
    rows = list(work.session.execute(drawn))
    for ticket_id, agent in chance.sample(rows, min(count, len(rows))):
        work.session.add(QualityCheck(ticket_id=ticket_id, agent=agent, drawn_at=work.now, words=""))
    work.session.flush()
    return min(count, len(rows))


def mark(work: Work, check_id: int, *, marks: Mapping[str, int], words: str) -> QualityCheck:
    """Mark a registration by every item (质检评分); nobody marks their own."""
    demand_permission(work.person.role, Permission.SUPERVISE)
    check = work.session.scalar(select(QualityCheck).where(QualityCheck.id == check_id).with_for_update())
    if check is None:
        raise NotFound("没有这件质检")
    if check.agent == work.person.account:
        raise Conflict("不能给自己登记的工单评分")
    if wrong := [name for name, most in MARKS.items() if not 0 <= marks.get(name, -1) <= most]:
        raise Incomplete(f"「{'」「'.join(wrong)}」请在 0 到满分之间打分")
    check.marks, check.words = {name: marks[name] for name in MARKS}, words.strip()
    check.score = sum(check.marks.values())
    check.checked_by, check.checked_at = work.person.account, work.now
    return check
