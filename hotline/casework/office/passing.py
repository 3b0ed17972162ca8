"""Passing a ticket on inside a unit (内部转办): to a section, a property manager or a firm, with a date of its own.

The ticket stays where it is and nobody outside learns of it: the unit answers for it, whoever does the work.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from hotline.casework.office.telling import arrange
from hotline.casework.steps import keepable
from hotline.casework.units import UNIT
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import Role
from hotline.store.audit import write_down
from hotline.store.people import Staff
from hotline.store.queries.office import RUNNING, colleagues, open_part, stood_in_for, tasks_of_this_unit
from hotline.store.tickets import Assignment, Ticket
from hotline.store.work import Work
from hotline.store.workbench.office import InternalTask

LONGEST_NAME, LONGEST = 100, 5000  # 字


def pass_on(
    work: Work, number: str, *, given_to: str, words: str, due_at: datetime | None, account: str = ""
) -> InternalTask:
    """Pass a ticket on inside this unit (内部转办).

    Args:
        given_to: the section, property manager or firm, by name.
        account: a colleague who is to do it; empty for somebody outside the system.
        due_at: the internal deadline, before the unit's own.

    Raises:
        Forbidden, Conflict, Incomplete: not this unit's; not under way; something missing or too late, all at once.
    """
    ticket = work.ticket(number)
    part = _part(work, ticket)
    named = {one.account: one.name for one in colleagues(work)}
    wrong = [*_wrong_words(given_to, words), *_wrong_day(work, part.due_at, due_at)]
    if account and account not in named:
        wrong.append("指定的人不是本单位在岗人员，请重新选择")
    if wrong or due_at is None:
        raise Incomplete("；".join(wrong))
    task = InternalTask(
        ticket_id=ticket.id, agency=part.agency, given_to=given_to.strip(), account=account or None,
        words=words.strip(), due_at=due_at, given_by=work.person.account, given_at=work.now,
    )  # fmt: skip
    work.session.add(task)
    work.session.flush()
    _note(work, ticket, "pass_inside", task)
    arrange(work, ticket, task)
    return task


def answer(work: Work, number: str, task: int, *, text: str) -> InternalTask:
    """Say what was done on a task (内部办结反馈): who was named does, or for a firm outside anybody of the unit.

    Raises:
        NotFound, Forbidden, Conflict, Incomplete: not this unit's; named to another; done already; no words.
    """
    ticket = work.ticket(number)
    _part(work, ticket)
    mine = tasks_of_this_unit(work).where(InternalTask.ticket_id == ticket.id, InternalTask.id == task)
    found = work.session.scalars(mine.with_for_update(of=InternalTask)).first()
    if found is None:
        raise NotFound(f"工单 {number} 没有这项转办，请刷新页面")
    if not may_answer(work, found, stood_in_for(work)):
        name = work.session.scalar(select(Staff.name).where(Staff.account == found.account)) or found.account
        raise Forbidden(f"这项转办指定由{name}办理，请由其本人、其 B 角、转办人或分管领导反馈")
    if found.done_at is not None:
        raise Conflict(f"这项转办已于 {beijing(found.done_at):%m月%d日 %H:%M} 反馈，不能重复反馈")
    if not text.strip() or len(text) > LONGEST or not keepable(text):
        raise Incomplete(f"请在「办理情况」写明做了什么、结果如何，最多 {LONGEST} 字，须为纯文本")
    found.answer, found.done_by, found.done_at = text.strip(), work.person.account, work.now
    _note(work, ticket, "answer_inside", found)
    return found


def may_answer(work: Work, task: InternalTask, away: Sequence[Staff]) -> bool:
    """Whether this person may say that a task is done: it is theirs, or nobody's by name (可以反馈).

    Args:
        away: the colleagues for whom this person stands in now.
    """
    theirs = {work.person.account, *(one.account for one in away)}
    return task.account is None or work.person.role == Role.HEAD or bool({task.account, task.given_by} & theirs)


def _part(work: Work, ticket: Ticket) -> Assignment:
    """This unit's part, while the ticket is under way."""
    if work.person.role not in UNIT:
        raise Forbidden(f"{work.person.role.label}不能在单位内部转办")
    part = open_part(work, ticket)
    if part is None:
        raise Forbidden("贵单位没有这件工单的承办任务，不能内部转办")
    if ticket.state not in RUNNING:
        raise Conflict(f"工单现为「{ticket.state.label}」，内部转办限待签收和办理中的工单")
    return part


def _wrong_words(given_to: str, words: str) -> list[str]:
    wrong = []
    if not given_to.strip() or len(given_to) > LONGEST_NAME:
        wrong.append(f"请写明「转给」哪个股室、物业或企业，最多 {LONGEST_NAME} 字")
    if not words.strip() or len(words) > LONGEST:
        wrong.append(f"请写明「办理要求」，最多 {LONGEST} 字")
    if not keepable(given_to + words):
        wrong.append("文字含有无法保存的字符，请粘贴为纯文本")
    return wrong


def _wrong_day(work: Work, own: datetime, due_at: datetime | None) -> list[str]:
    """An internal deadline leaves the unit time for its reply; a unit that is late already can only be quick."""
    if due_at is None:
        return ["请选定「内部期限」"]
    if due_at <= work.now:
        return ["「内部期限」须晚于现在"]
    if own > work.now and due_at >= own:
        return [f"「内部期限」须早于本单位的办理时限（{beijing(own):%m月%d日 %H:%M}），给汇总答复留出时间"]
    return []


def _note(work: Work, ticket: Ticket, deed: str, task: InternalTask) -> None:
    """Into the audit, and onto the colleagues' screens."""
    write_down(work.session, work.now, work.person.account, deed, {"number": ticket.number, "task": task.id})
    work.announce("ticket_moved", str(ticket.id))
