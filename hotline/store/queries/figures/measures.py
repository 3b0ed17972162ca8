"""How each measure is counted (计量): in which register, dated by which moment, under which condition.

The names are those of the table of indicators (routing_rules.indicators.MEASURES). A measure is one condition, used
both for counting and for listing its tickets: a figure and what lies behind it cannot disagree.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from hotline.domain.handling_terms import RequestKind, RequestState
from hotline.domain.vocabulary import Action, Decider, Part, RequesterKind, Satisfaction, Solved, State
from hotline.store.casefile.requests import AgencyRequest
from hotline.store.contacts import Call
from hotline.store.knowledge import Article, ArticleFlag
from hotline.store.tickets import Assignment, Step, Ticket

Condition = ColumnElement[bool]
Moment = InstrumentedAttribute[Any]

ACCEPT_WITHIN = timedelta(days=1)
ANSWERED_WITHIN = timedelta(seconds=15)
PEOPLE = (Decider.AGENT, Decider.DISPATCHER)
CONTENT = (Satisfaction.VERY_SATISFIED, Satisfaction.SATISFIED, Satisfaction.FAIRLY_SATISFIED)
PLACELESS = 2  # 只到自治区


@dataclass(frozen=True)
class Stream:
    """Things that happened, each at a moment, perhaps to a ticket (一类记录).

    Args:
        record: the table; moment: what dates it; base: what counts at all.
        agency: whose it is; region: where, if not at its ticket's place.
        of_ticket: whether it hangs on a ticket, whose place, matter and source it then has.
        measures: by name, the condition under which one row counts as one.
    """

    name: str
    record: type[Any]
    moment: Moment
    measures: Mapping[str, Condition]
    base: Condition = field(default_factory=true)
    agency: InstrumentedAttribute[Any] | None = None
    region: InstrumentedAttribute[Any] | None = None
    of_ticket: bool = True
    through: InstrumentedAttribute[Any] | None = None


def streams(now: datetime) -> tuple[Stream, ...]:
    """All streams; what is due is due by now: early answers alone would make an unfinished week look perfect."""
    return (_received(), _contacts(now), _due(now), _closed(), _given(now), _returns(), _steps(), _calls(), _flags())


def _received() -> Stream:
    steps = Step.__table__.c  # 问的是已在权限之内的工单，不必再限一次
    answered = exists().where(steps.ticket_id == Ticket.id, steps.action == Action.ANSWER)
    stood = func.coalesce(Ticket.archived_from, Ticket.state)  # 归档之后仍算原来的
    first = Ticket.candidates[0]["category"].astext
    return Stream(
        "受理", Ticket, Ticket.registered_at, base=Ticket.state != State.DRAFT, agency=Ticket.agency,
        measures={
            "受理": true(),
            "涉企受理": Ticket.requester_kind == RequesterKind.ENTERPRISE,
            "直接办结": answered,
            "转派": Ticket.dispatched_at.is_not(None),
            "分类处理": stood == State.GUIDED,
            "转紧急热线": stood == State.TRANSFERRED,
            "无效": stood == State.VOID,
            "撤诉": stood == State.WITHDRAWN,
            "并单": Ticket.merged_into.is_not(None),
            "待派": Ticket.state.in_((State.REGISTERED, State.QUEUED)),
            "机器派单": Ticket.decided_by == Decider.MACHINE,
            "坐席派单": Ticket.decided_by == Decider.AGENT,
            "派单岗派单": Ticket.decided_by == Decider.DISPATCHER,
            "地点未定": Ticket.region == "15",
            "暂定时限": Ticket.provisional.is_(True),
            "自动分类": and_(Ticket.model_edition.is_not(None), first.is_not(None)),
            "改判分类": and_(
                Ticket.model_edition.is_not(None), Ticket.decided_by.in_(PEOPLE), Ticket.category != first
            ),
        },
    )  # fmt: skip


def _contacts(now: datetime) -> Stream:
    return Stream(
        "联系", Ticket, Ticket.contact_by, base=Ticket.contact_by < now, agency=Ticket.agency,
        measures={"应联系": true(), "按时联系": Ticket.contacted_at <= Ticket.contact_by},
    )  # fmt: skip


def _due(now: datetime) -> Stream:
    running = Ticket.suspended_until.is_(None)
    replied = and_(running, Ticket.replied_at.is_not(None))
    return Stream(
        "到期", Ticket, Ticket.due_at, base=Ticket.due_at < now, agency=Ticket.agency,
        measures={
            "到期": running,
            "按时办结": and_(replied, Ticket.replied_at <= Ticket.due_at),
            "超期办结": and_(replied, Ticket.replied_at > Ticket.due_at),
            "超期未办": and_(running, Ticket.replied_at.is_(None)),
            "挂账到期": Ticket.suspended_until.is_not(None),
        },
    )  # fmt: skip


def _closed() -> Stream:
    kept = Ticket.rating_excluded.is_(False)
    by_a_unit = Ticket.accepted_at.is_not(None)
    return Stream(
        "办结", Ticket, Ticket.closed_at, agency=Ticket.agency,
        measures={
            "办结": true(),
            "有效回访": and_(kept, Ticket.solved.is_not(None)),
            "已解决": and_(kept, Ticket.solved == Solved.YES),
            "部分解决": and_(kept, Ticket.solved == Solved.PARTLY),
            "未解决": and_(kept, Ticket.solved == Solved.NO),
            "有效评价": and_(kept, Ticket.satisfaction.is_not(None)),
            "满意评价": and_(kept, Ticket.satisfaction.in_(CONTENT)),
            "不满意评价": and_(kept, Ticket.satisfaction.not_in(CONTENT)),
            "剔除": Ticket.rating_excluded.is_(True),
            "应回访": by_a_unit,
            "已回访": and_(
                by_a_unit, or_(Ticket.solved.is_not(None), Ticket.satisfaction.is_not(None), Ticket.called > 0)
            ),
            "重办工单": Ticket.redone > 0,
        },
    )  # fmt: skip


def _given(now: datetime) -> Stream:
    over = Assignment.given_at < now - ACCEPT_WITHIN
    return Stream(
        "派单", Assignment, Assignment.given_at, base=Assignment.part == Part.LEAD, agency=Assignment.agency,
        through=Assignment.ticket_id,
        measures={
            "派单次数": true(),
            "按时派单到期": over,
            "按时签收": and_(over, Assignment.accepted_at <= Assignment.given_at + ACCEPT_WITHIN),
        },
    )  # fmt: skip


def _returns() -> Stream:
    return Stream(
        "退单", AgencyRequest, AgencyRequest.asked_at, base=AgencyRequest.kind == RequestKind.RETURN,
        agency=AgencyRequest.agency, through=AgencyRequest.ticket_id,
        measures={
            "退单申请": true(),
            "退单获准": AgencyRequest.state.in_((RequestState.GRANTED, RequestState.RULED)),  # 裁定改派也算
            "退单驳回": AgencyRequest.state == RequestState.REFUSED,
        },
    )  # fmt: skip


def _steps() -> Stream:
    counted = {
        "催办": Action.PRESS, "督办": Action.SUPERVISE, "提级": Action.ESCALATE, "重办": Action.REDO,
        "延期": Action.EXTEND, "挂起": Action.SUSPEND,
    }  # fmt: skip
    return Stream(
        "流转", Step, Step.taken_at, base=Step.action.in_(tuple(counted.values())), agency=Ticket.agency,
        through=Step.ticket_id, measures={name: Step.action == action for name, action in counted.items()},
    )  # fmt: skip


def _calls() -> Stream:
    return Stream(
        "通话", Call, Call.started_at, region=Call.region, of_ticket=False,
        measures={
            "呼入": true(),
            "接通": Call.answered_at.is_not(None),
            "十五秒接通": Call.answered_at <= Call.started_at + ANSWERED_WITHIN,
            "漏接": Call.missed_at.is_not(None),
            "漏接回拨": and_(Call.missed_at.is_not(None), Call.called_back_at.is_not(None)),
        },
    )  # fmt: skip


def _flags() -> Stream:
    return Stream(
        "知识", ArticleFlag, ArticleFlag.flagged_at, region=Article.region, of_ticket=False,
        through=ArticleFlag.article_id,
        measures={"知识纠错": true(), "按时核实": ArticleFlag.answered_at <= ArticleFlag.due_at},
    )  # fmt: skip
