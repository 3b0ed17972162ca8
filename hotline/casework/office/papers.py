"""Papers of a unit about one ticket (单位用纸): 交办单 for whom it is passed to, 呈批件 for the head; nobody's name or number in them."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from hotline.casework.office.signing import handled_of
from hotline.casework.units import UNIT
from hotline.domain.errors import Forbidden, NotFound
from hotline.domain.moments import beijing
from hotline.domain.privacy import mask_text
from hotline.domain.vocabulary import Part
from hotline.papers.official import Paper, document_of
from hotline.store.agencies import AgencyRecord
from hotline.store.audit import write_down
from hotline.store.queries.office import followers_of, last_form, open_part, tasks_of_this_unit
from hotline.store.tickets import Assignment, Ticket
from hotline.store.work import Work
from hotline.store.workbench.office import InternalTask

SHOWN = 1500  # 字：摘引多少诉求
LINE = "＿＿＿＿＿＿＿＿"
DAY = "　　年　月　日"
ROOM_TO_WRITE = ("", "", "")
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # Word 文件里不能有的字符


def slip(work: Work, number: str, task: int | None = None) -> tuple[str, bytes]:
    """The name and the bytes of the slip by which a ticket is passed on (交办单).

    Args:
        task: the task that it goes with; without one the lines are left to be filled in by hand.

    Raises:
        NotFound, Forbidden: not visible, or no such task of this unit; not this unit's to do.
    """
    ticket, part = _mine(work, number)
    passed = _task(work, ticket, task) if task is not None else None
    to = passed.given_to if passed else f"{LINE}（股室、物业或企业）"
    wish = mask_text(passed.words) if passed else "请按下述诉求核查办理，如实反馈办理情况、佐证材料和联系记录。"
    until = _told(passed.due_at) if passed else DAY
    body = [
        *_about(work, ticket, part),
        "四、办理要求",
        wish,
        f"请于 {until} 前将办理情况书面反馈我单位，不得直接答复诉求人，不得泄露诉求人信息。",
        "五、办理情况反馈",
        *ROOM_TO_WRITE,
        *_signatures("交办人", "接收人", "办理人", "负责人"),
    ]
    about = {"number": number, "task": task}
    return f"交办单 {number}.docx", _written(work, ticket, "slip", about, f"工单 {number} 交办单", to, body)


def approval(work: Work, number: str) -> tuple[str, bytes]:
    """The name and the bytes of the sheet on which the head writes (呈批件), with the last form that was laid before them.

    Raises:
        NotFound, Forbidden: not visible; not this unit's to do.
    """
    ticket, part = _mine(work, number)
    found = last_form(work, ticket)
    body = [
        *_about(work, ticket, part),
        "四、办理情况",
        *_proposed(found.form if found else None),
        *_signatures("承办人", "股室负责人"),
        "五、会签意见",
        *ROOM_TO_WRITE,
        "六、领导批示",
        mask_text(found.words) if found and found.words else "",
        *ROOM_TO_WRITE,
        *_signatures("分管领导"),
    ]
    about = {"number": number, "form": found.id if found else None}
    return f"呈批件 {number}.docx", _written(work, ticket, "approval", about, f"工单 {number} 呈批件", "分管领导", body)


def _mine(work: Work, number: str) -> tuple[Ticket, Assignment]:
    """The ticket, and this unit's part in it."""
    ticket = work.ticket(number)
    part = open_part(work, ticket) if work.person.role in UNIT else None
    if part is None:
        raise Forbidden("贵单位没有这件工单的承办任务，不能打印单据")
    return ticket, part


def _task(work: Work, ticket: Ticket, task: int) -> InternalTask:
    mine = tasks_of_this_unit(work).where(InternalTask.id == task, InternalTask.ticket_id == ticket.id)
    found = work.session.scalar(mine)
    if found is None:
        raise NotFound(f"工单 {ticket.number} 没有这项转办，请刷新页面")
    return found


def _about(work: Work, ticket: Ticket, part: Assignment) -> list[str]:
    """What it is about, on what grounds it came here, and by when: the part that both papers share."""
    category = work.rules.categories.get(ticket.category or "")
    told = mask_text(f"{ticket.title} {ticket.text}".strip())
    followers = followers_of(work, [ticket.id]).get(ticket.id, 0)
    joined = f"本工单为主单，另有从单 {followers} 件一并办理、一并答复。" if followers else ""
    return [
        "一、工单",
        f"编号 {ticket.number}，{category.name if category else '未分类'}，{ticket.demand_type.label}，{ticket.urgency.label}，"
        f"{ticket.channel.label}来件，{_told(ticket.registered_at)}受理，本单位{part.part.label}。{joined}",
        f"诉求内容：{told[:SHOWN]}{'……' if len(told) > SHOWN else ''}",
        "诉求人要求个人信息保密，不得向被反映的单位和个人透露。"
        if ticket.secret
        else f"发生地点：{mask_text(ticket.address) or '见诉求内容'}",
        "二、派单依据",
        ticket.basis or "人工指定。",
        "三、办理时限",
        *_deadline(ticket, part),
    ]


def _deadline(ticket: Ticket, part: Assignment) -> list[str]:
    """By when, and how that day comes about (时限说明)."""
    clock: dict[str, Any] = ticket.explanation.get("clock", {})
    if part.part != Part.LEAD:
        return [f"{_told(part.due_at)}前报主办单位（协办时限自派单起算）。"]
    lines = [f"{_told(ticket.due_at)}前答复{'（暂定）' if ticket.provisional else ''}。"]
    if clock.get("length"):
        lines.append(f"时限 {clock['length']}，依据：{clock.get('basis', '')}。")
    if clock.get("spans"):
        lines.append(f"计算：{'；'.join(str(span) for span in clock['spans'])}。")
    return lines


def _proposed(form: dict[str, Any] | None) -> list[str]:
    """What the clerk proposes to answer."""
    if form is None:
        return ["核查情况：", *ROOM_TO_WRITE, "拟答复意见：", *ROOM_TO_WRITE]
    handled = handled_of(form)
    found = [f"诉求{handled.truth.label}。" if handled.truth else "", handled.solved.label if handled.solved else ""]
    return [
        f"核查结论：{''.join(found) or '未填。'}",
        f"内部办理情况：{mask_text(handled.inside) or '未填。'}",
        f"拟公开答复：{mask_text(handled.text)}",
    ]


def _signatures(*who: str) -> list[str]:
    return [f"{one}（签字）：{LINE}　　{DAY}" for one in who]


def _told(moment: datetime | None) -> str:
    if moment is None:
        return "未定"
    here = beijing(moment)
    return f"{here.year}年{here.month}月{here.day}日 {here:%H:%M} "


def _written(
    work: Work, ticket: Ticket, deed: str, about: dict[str, Any], title: str, to: str, body: Sequence[str]
) -> bytes:
    """The paper in official layout under this unit's name, and an entry in the audit."""
    name = work.session.scalar(select(AgencyRecord.name).where(AgencyRecord.code == (work.person.agency or "")))
    unit, today = name or "承办单位", beijing(work.now)
    write_down(work.session, work.now, work.person.account, deed, about)
    day = f"{today.year}年{today.month}月{today.day}日"
    number = f"工单编号 {ticket.number}"
    lines = [UNPRINTABLE.sub("", words) for words in body]
    return document_of(Paper(unit, number, title, UNPRINTABLE.sub("", to), lines, unit, day))
