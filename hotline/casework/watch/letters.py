"""The letter of supervision (督办通知): what is written to the unit, in official layout, with nobody's name or number."""

from sqlalchemy import select

from hotline.domain.errors import NotFound
from hotline.domain.handling_terms import SupervisionKind
from hotline.domain.moments import beijing
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.privacy import mask_text
from hotline.papers.official import Paper, document_of
from hotline.store.agencies import AgencyRecord
from hotline.store.audit import write_down
from hotline.store.casefile.supervision import Supervision
from hotline.store.notes import Note
from hotline.store.tickets import Ticket
from hotline.store.work import Work

OFFICE = "内蒙古自治区12345政务服务便民热线中心"
SHOWN = 300  # 字：通知里摘引多少诉求
DEMANDS = {
    SupervisionKind.DAILY: "请你单位接到本通知后立即核查办理，按期反馈办理情况。",
    SupervisionKind.LISTED: "本工单列入挂牌督办。请你单位主要负责人包案，限期办结，办结后申请摘牌。",
    SupervisionKind.SUMMONS: "请你单位分管负责人按通知的时间到热线中心接受约谈，并提交书面整改方案。",
}


def supervision_letter(work: Work, number: str) -> tuple[str, bytes]:
    """The name and the bytes of the letter for the ticket's latest supervision; NotFound where there is none."""
    demand_permission(work.person.role, Permission.SUPERVISE)
    ticket = work.ticket(number)
    latest = select(Supervision).where(Supervision.ticket_id == ticket.id).order_by(Supervision.id.desc())
    found = work.session.scalars(latest.limit(1)).first()
    if found is None:
        raise NotFound(f"工单 {number} 没有督办")
    about = {"number": number, "supervision": found.number}
    write_down(work.session, work.now, work.person.account, "supervision_letter", about)
    return f"{found.kind.label}通知 {found.number}.docx", document_of(_paper(work, ticket, found))


def _paper(work: Work, ticket: Ticket, found: Supervision) -> Paper:
    unit = work.session.get(AgencyRecord, found.agency or "")
    reason = work.session.scalar(select(Note.text).where(Note.step_id == found.step_id, Note.kind == "reason")) or ""
    category = work.rules.categories.get(ticket.category or "")
    due = f"办理时限 {beijing(ticket.due_at):%Y年%m月%d日 %H:%M}。" if ticket.due_at else ""
    told = mask_text(f"{ticket.title} {ticket.text}".strip())
    body = (
        "一、督办事项",
        f"工单 {ticket.number}，{category.name if category else '未分类'}，"
        f"{beijing(ticket.registered_at):%Y年%m月%d日}受理，现为「{ticket.state.label}」。{due}",
        f"诉求摘要：{told[:SHOWN]}{'……' if len(told) > SHOWN else ''}",
        "二、督办事由",
        mask_text(reason) or "未在时限内办结。",
        "三、办理要求",
        DEMANDS[found.kind],
        f"请于{beijing(found.answer_by):%Y年%m月%d日}前书面反馈。逾期不反馈或办理不力的，按规定提级督办并通报。",
    )
    return Paper(
        office=OFFICE,
        number=found.number,
        title=f"关于工单 {ticket.number} 的{found.kind.label}通知",
        to=unit.name if unit else "相关承办单位",
        body=body,
        signed=OFFICE,
        day=f"{beijing(found.raised_at).year}年{beijing(found.raised_at).month}月{beijing(found.raised_at).day}日",
    )
