"""Telling an enterprise of a policy that fits its demand (推送政策): once a policy and ticket, through the outbox."""

from sqlalchemy.dialects.postgresql import insert

from hotline.analytics.policies.matching import PolicyFit, matches
from hotline.domain.analysis.policies import PushState
from hotline.domain.errors import Conflict, Incomplete
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.vocabulary import Lane, RequesterKind
from hotline.store.analysis.policies import Policy, PolicyPush
from hotline.store.audit import write_down
from hotline.store.people import Requester
from hotline.store.queries.policies import policy
from hotline.store.tickets import Ticket
from hotline.store.work import Work

JOB = "tell_policy"


def push(work: Work, number: str, policy_id: int) -> PolicyPush:
    """Have the enterprise of a ticket told of a policy (推送给企业).

    Raises Conflict if it does not fit any more or was pushed before, Incomplete if nobody can be told.
    """
    demand_permission(work.person.role, Permission.PUSH_POLICIES)
    ticket, found = work.ticket(number), policy(work, policy_id)
    fit = _fitting(work, ticket, found)
    if not reachable(work, ticket):
        raise Incomplete("没有可告知的蒙速办账号或电话，请在联系企业时口头告知")
    row = insert(PolicyPush).values(
        ticket_id=ticket.id, policy_id=found.id, why=[fit.sentence], by=work.person.account, at=work.now,
        state=PushState.WAITING,
    )  # fmt: skip
    made = work.session.scalar(row.on_conflict_do_nothing().returning(PolicyPush.id))
    if made is None:
        raise Conflict("这条政策已经就这件诉求推送过，不重复推送")
    work.must_follow(JOB, Lane.ROUTINE, about={"number": number, "push": made})
    about = {"number": number, "policy": found.id}
    write_down(work.session, work.now, work.person.account, "push_policy", about)
    return work.session.get_one(PolicyPush, made)


def reachable(work: Work, ticket: Ticket) -> bool:
    """Whether the requester of a ticket can be told by 蒙速办 or by text message."""
    requester = work.session.get(Requester, ticket.requester_id) if ticket.requester_id else None
    return requester is not None and bool(requester.mengsuban_id or requester.phone_sealed)


def words_of(number: str, told: Policy) -> str:
    """What the enterprise is told; nothing of the enterprise or the demand but its number (推送文字)."""
    until = f"，有效期至 {told.valid_until}" if told.valid_until else ""
    return (
        f"您的诉求 {number} 可能适用《{told.title}》（{told.document_number}，{told.issuer}{until}）。"
        "是否符合条件以发文机关审核为准，可拨打 12345 咨询。"
    )


def _fitting(work: Work, ticket: Ticket, wanted: Policy) -> PolicyFit:
    if ticket.requester_kind != RequesterKind.ENTERPRISE:
        raise Conflict("这件工单不是企业诉求，不作政策推送")
    found = next((one for one in matches(work, ticket) if one.policy.id == wanted.id), None)
    if found is None:
        raise Conflict("这条政策与诉求的事项、地区或企业情况不符，或已失效，不能推送")
    return found
