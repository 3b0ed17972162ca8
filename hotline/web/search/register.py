"""The register as it leaves the house (台账导出): masked, one line a ticket, with who took it out and for what."""

import re
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO, Any

from sqlalchemy import func, select

from hotline.casework.judgement import Judgement
from hotline.domain.moments import beijing
from hotline.domain.privacy import mask_text
from hotline.papers.register import Watermark, write_csv, write_xlsx
from hotline.store.audit import AuditEntry, write_down
from hotline.store.queries.everywhere import unit_names
from hotline.store.queries.search import export
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from hotline.web.search.forms import ExportForm

HEADINGS = (
    "工单编号", "登记时间", "来源渠道", "诉求主体", "诉求类型", "紧急程度", "区划", "事项分类", "标题", "内容（脱敏）",
    "状态", "承办单位", "规则", "派单方式", "办理时限", "答复时间", "满意度", "是否解决",
)  # fmt: skip
WIDE = ("标题", "内容（脱敏）", "事项分类", "承办单位")
MEDIA = {"csv": "text/csv", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


@dataclass(frozen=True)
class TakenOut:
    """The register as a file, ready to be sent (导出的台账)."""

    file: IO[bytes]
    name: str
    media: str


def taken_out(work: Work, judgement: Judgement, form: ExportForm) -> TakenOut:
    """Write the register to a file, and into the audit who took it out, how much, and what for.

    The file is whole before the first byte is sent: if the entry cannot be kept, nothing leaves the house.
    """
    one_at_a_time = func.pg_advisory_xact_lock(func.hashtextextended("export", 0))
    work.session.execute(select(one_at_a_time))  # 编号连续：导出的人一个一个来；审计的锁到末了才拿，不挡别人
    at, number, purpose = beijing(work.now), _next_number(work), mask_text(form.purpose)
    called = f"导出〔{at:%Y}〕{number}号"
    mark = Watermark(f"{work.person.name}（{work.person.account}）", f"{at:%Y-%m-%d %H:%M}", purpose, called)
    names = unit_names(work)
    lines = (line_of(judgement, names, ticket) for ticket in export(work, form.wanted(work.now)))
    file = TemporaryFile()  # noqa: SIM115 - 送完才关
    if form.kind == "csv":
        count = write_csv(file, mark, HEADINGS, lines)
    else:
        count = write_xlsx(file, mark, HEADINGS, lines, WIDE)
    file.seek(0)
    about = {"purpose": purpose, "export": called, "format": form.kind.upper(), "count": count}
    write_down(work.session, work.now, work.person.account, "export", {**about, "wanted": _wanted(form)})
    return TakenOut(file, f"工单台账-{at:%Y%m%d%H%M}-{number}.{form.kind}", MEDIA[form.kind])


def line_of(judgement: Judgement, units: dict[str, str], ticket: Ticket) -> list[str]:
    """One ticket as cells of text."""
    return [
        ticket.number, f"{beijing(ticket.registered_at):%Y-%m-%d %H:%M}", ticket.channel.label,
        ticket.requester_kind.label, ticket.demand_type.label, ticket.urgency.label,
        judgement.place_name(ticket.region), judgement.category_name(ticket.category), mask_text(ticket.title),
        mask_text(ticket.text), ticket.state.label, units.get(ticket.agency or "", ticket.agency or ""),
        ticket.rule or "", ticket.decided_by.label if ticket.decided_by else "",
        f"{beijing(ticket.due_at):%Y-%m-%d %H:%M}" if ticket.due_at else "",
        f"{beijing(ticket.replied_at):%Y-%m-%d %H:%M}" if ticket.replied_at else "",
        ticket.satisfaction.label if ticket.satisfaction else "", ticket.solved.label if ticket.solved else "",
    ]  # fmt: skip


def _next_number(work: Work) -> int:
    """The running number of this year's exports."""
    last = select(AuditEntry).where(AuditEntry.deed == "export").order_by(AuditEntry.id.desc()).limit(1)
    entry = work.session.scalar(last)
    if entry is None or beijing(entry.at).year != beijing(work.now).year:
        return 1
    found = re.search(r"〕(\d+)号", str(entry.about.get("export", "")))
    return int(found[1]) + 1 if found else 1


def _wanted(form: ExportForm) -> dict[str, Any]:
    """The conditions as the audit keeps them: a number that somebody typed is not written down a second time."""
    asked = form.asked("purpose", "kind", "show")
    return {name: mask_text(value) if isinstance(value, str) else value for name, value in asked.items()}
