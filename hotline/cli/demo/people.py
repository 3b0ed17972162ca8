"""The people of the demo (演示人员): one a role, all invented; and how everything of the demo is removed again."""

import secrets
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import delete, func, select, update

from hotline.casework import staff
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import Role
from hotline.equipment import Equipment
from hotline.store.analysis.enterprises import Enterprise, EnterpriseDemand
from hotline.store.analysis.quality import QualityCount
from hotline.store.analysis.reports import Report, ReportRun
from hotline.store.analysis.tallies import DailyTally, TallyMark
from hotline.store.analysis.warnings import EarlyWarning, Topic, TopicTicket
from hotline.store.deliveries import Delivery
from hotline.store.people import Requester, Staff
from hotline.store.registers import REGISTERS
from hotline.store.reports import DemandFeed, DemandHotspot, DriftReport
from hotline.store.tickets import Step, Ticket
from hotline.store.work import SYSTEM, Work

UNIT = "ZJ-150105"
MINE = select(Ticket.id).where(Ticket.demo)

# fmt: off
PEOPLE = (
    # 账号          姓名      岗位                 区划    单位
    ("agent",      "苏日娜", Role.AGENT,          "15",   None),
    ("dispatcher", "陈立新", Role.DISPATCHER,     "15",   None),
    ("clerk",      "王建国", Role.CLERK,          "1501", UNIT),
    ("head",       "巴图",   Role.HEAD,           "1501", UNIT),
    ("officer",    "李秀英", Role.OFFICER,        "15",   None),
    ("supervisor", "赵明远", Role.SUPERVISOR,     "15",   None),
    ("analyst",    "娜仁",   Role.ANALYST,        "15",   None),
    ("admin",      "周静",   Role.ADMINISTRATOR,  "15",   None),
    ("admin2",     "吴海龙", Role.ADMINISTRATOR,  "15",   None),   # 规则改版须两人：一人起草，一人批准
    ("town",       "乌云",   Role.CLERK,          "1501", "XZ-150105-01"),   # 苏木乡镇，可吹哨
    ("auditor",    "孙志强", Role.AUDITOR,        "15",   None),
)
# fmt: on
DEMO_PHONES = {"clerk": "13900000001", "town": "13900000002"}  # 虚构


def demo_password(state: Path) -> str:
    """The password of the demo accounts: made once for this state folder, never in the repository."""
    path = state / "keys" / "demo_password"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(f"demo-{secrets.token_hex(4)}")
    return path.read_text()


def take_on(equipment: Equipment) -> None:
    """Take on everybody who is not there yet."""
    password = demo_password(equipment.settings.state)
    with equipment.work() as work:
        known = set(work.session.scalars(select(Staff.account)))
        for account, name, role, region, agency in PEOPLE:
            if account not in known:
                staff.create(
                    work, account=account, name=name, role=role, region=region, agency=agency, password=password,
                    phone=DEMO_PHONES.get(account, ""), demo=True,
                )  # fmt: skip


def remove(equipment: Equipment) -> dict[str, int]:
    """Remove demo people, demo tickets and all that hangs on them; answer what is left of each, which must be 0."""
    with equipment.work() as work:
        session = work.session
        stretch = _stretch(work)
        asked = set(session.scalars(select(Ticket.requester_id).where(Ticket.demo)))
        firms = set(session.scalars(select(EnterpriseDemand.uscc).where(EnterpriseDemand.ticket_id.in_(MINE)))) - {None}
        session.execute(delete(Delivery).where(Delivery.step_id.in_(select(Step.id).where(Step.ticket_id.in_(MINE)))))
        session.execute(update(Ticket).where(Ticket.demo).values(merged_into=None))
        for found in (EarlyWarning, TopicTicket, Topic):
            session.execute(delete(found))
        _delete_what_hangs_on_tickets(work)
        session.execute(delete(Ticket).where(Ticket.demo))
        still = select(Ticket.requester_id).where(Ticket.requester_id.is_not(None))
        session.execute(delete(Requester).where(Requester.id.in_(asked), Requester.id.not_in(still)))
        attached = select(EnterpriseDemand.uscc).where(EnterpriseDemand.uscc.is_not(None))
        brought = Enterprise.uscc.in_(firms) & (Enterprise.entered_by == SYSTEM.account)
        session.execute(delete(Enterprise).where(brought, Enterprise.uscc.not_in(attached)))
        for kept in (DailyTally, TallyMark, QualityCount):  # 随后由定时任务从台账重数
            session.execute(delete(kept))
        for report in (Report, ReportRun, DemandHotspot, DemandFeed, DriftReport):
            session.execute(delete(report).where(report.starts_on.between(*stretch)))
        session.execute(delete(Staff).where(Staff.demo))
        return _left(work)


def _stretch(work: Work) -> tuple[date, date]:
    """From the first day of the month of the first demo ticket, or the week before, to the day of the last."""
    first, last = work.session.execute(
        select(func.min(Ticket.registered_at), func.max(Ticket.registered_at)).where(Ticket.demo)
    ).one()
    begun = beijing(first or work.now).date()
    return min(begun.replace(day=1), begun - timedelta(weeks=1)), beijing(last or work.now).date()


def _delete_what_hangs_on_tickets(work: Work) -> None:
    """The rows of every table that points at demo tickets: asked of the tables, so that none that comes later is forgotten."""
    tickets = Ticket.__table__
    for table in reversed(REGISTERS[0].metadata.sorted_tables):
        for column in table.columns if table is not tickets else ():
            if any(key.column is tickets.c.id for key in column.foreign_keys):
                work.session.execute(delete(table).where(column.in_(MINE)))


def _left(work: Work) -> dict[str, int]:
    counted = {
        "演示账号": select(func.count()).select_from(Staff).where(Staff.demo),
        "演示工单": select(func.count()).select_from(Ticket).where(Ticket.demo),
        "无主流转记录": select(func.count()).select_from(Step).where(Step.ticket_id.not_in(select(Ticket.id))),
    }
    return {name: work.session.scalar(query) or 0 for name, query in counted.items()}
