"""The people of the demo (演示人员): one a role, all invented; and how everything of the demo is removed again."""

import secrets
from pathlib import Path

from sqlalchemy import delete, func, select, update

from hotline.analytics.period import week_of
from hotline.casework import staff
from hotline.domain.vocabulary import Role
from hotline.equipment import Equipment
from hotline.store.analysis.reports import Report, ReportRun
from hotline.store.analysis.tallies import DailyTally, TallyMark
from hotline.store.casefile.handling import Attachment, ContactRecord, HandlingForm
from hotline.store.casefile.requests import AgencyRequest, Ruling
from hotline.store.casefile.supervision import RatingAppeal, Recusal, Supervision
from hotline.store.contacts import Call, Message
from hotline.store.deliveries import Delivery
from hotline.store.notes import Note
from hotline.store.people import Requester, Staff
from hotline.store.reports import DemandFeed, DemandHotspot, DriftReport
from hotline.store.tickets import Assignment, Step, Ticket
from hotline.store.work import Work

UNIT = "ZJ-150105"
OF_STEPS = (
    AgencyRequest, Ruling, HandlingForm, ContactRecord, Attachment, Supervision, RatingAppeal, Recusal,
)  # fmt: skip

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
        mine = select(Ticket.id).where(Ticket.demo)
        steps = select(Step.id).where(Step.ticket_id.in_(mine))
        weeks = {week_of(at).starts_on for at in work.session.scalars(select(Ticket.registered_at).where(Ticket.demo))}
        asked = set(work.session.scalars(select(Ticket.requester_id).where(Ticket.demo)))
        work.session.execute(delete(Delivery).where(Delivery.step_id.in_(steps)))
        work.session.execute(update(Ticket).where(Ticket.demo).values(merged_into=None))
        for record in (*OF_STEPS, Note, Step, Assignment, Message):
            work.session.execute(delete(record).where(record.ticket_id.in_(mine)))
        work.session.execute(delete(Call).where(Call.ticket_id.in_(mine)))
        work.session.execute(delete(Ticket).where(Ticket.demo))
        still = select(Ticket.requester_id).where(Ticket.requester_id.is_not(None))
        work.session.execute(delete(Requester).where(Requester.id.in_(asked), Requester.id.not_in(still)))
        for kept in (DailyTally, TallyMark):  # 随后由定时任务从台账重数
            work.session.execute(delete(kept))
        for report in (Report, ReportRun, DemandHotspot, DemandFeed, DriftReport):
            work.session.execute(delete(report).where(report.starts_on.in_(weeks)))
        work.session.execute(delete(Staff).where(Staff.demo))
        return _left(work)


def _left(work: Work) -> dict[str, int]:
    counted = {
        "演示账号": select(func.count()).select_from(Staff).where(Staff.demo),
        "演示工单": select(func.count()).select_from(Ticket).where(Ticket.demo),
        "无主流转记录": select(func.count()).select_from(Step).where(Step.ticket_id.not_in(select(Ticket.id))),
    }
    return {name: work.session.scalar(query) or 0 for name, query in counted.items()}
