"""What people do with topics and warnings (热点处置): take, judge, rename, merge, split, dismiss; all of it is remembered."""

from collections.abc import Sequence

from sqlalchemy import select

from hotline.analytics.warning.watching import put_in, recount
from hotline.domain.analysis.terms import TopicState, Verdict
from hotline.domain.errors import Conflict, Incomplete, NotFound
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.privacy import mask_text
from hotline.store.analysis.warnings import EarlyWarning, Topic
from hotline.store.audit import write_down
from hotline.store.queries.figures import topics as counted
from hotline.store.tickets import Ticket
from hotline.store.work import Work

LONGEST_NAME, LONGEST_WHY = 40, 300
OVER = (TopicState.MERGED, TopicState.DISMISSED)


def topic_of(work: Work, number: int) -> Topic:
    """The topic of that id, locked, if this person may see it; else NotFound."""
    found = work.session.scalar(select(Topic).where(Topic.id == number).with_for_update())
    if found is None:
        raise NotFound("没有这个热点，或您无权查看")
    return found


def acknowledge(work: Work, number: int) -> EarlyWarning:
    """Take a warning (签收预警): from now on it is not escalated."""
    warning = _warning(work, number)
    if warning.acknowledged_at is not None:
        raise Conflict(f"这条预警已由 {warning.acknowledged_by} 签收")
    warning.acknowledged_at, warning.acknowledged_by = work.now, work.person.account
    _written(work, "warning_acknowledged", warning.topic_id)
    return warning


def judge(work: Work, number: int, verdict: Verdict) -> EarlyWarning:
    """Say afterwards whether a warning was right (核实预警); said again, the later word stands."""
    warning = _warning(work, number)
    warning.verdict, warning.verdict_at, warning.verdict_by = verdict, work.now, work.person.account
    if warning.acknowledged_at is None:
        warning.acknowledged_at, warning.acknowledged_by = work.now, work.person.account
    _written(work, "warning_judged", warning.topic_id, verdict=verdict.value)
    return warning


def rename(work: Work, number: int, name: str) -> Topic:
    """Give a topic another name (改名); the system never changes it back."""
    topic = _to_change(work, number)
    if not name.strip() or len(name.strip()) > LONGEST_NAME:
        raise Incomplete(f"「名称」应有 1 到 {LONGEST_NAME} 个字，现有 {len(name.strip())} 个字")
    topic.name, topic.named_by = mask_text(name.strip()), work.person.account
    _written(work, "topic_renamed", topic.id)
    return topic


def merge(work: Work, number: int, *, into: int) -> Topic:
    """Merge a topic into another (合并): its tickets go there, and what is found of it later."""
    topic, other = _to_change(work, number), _to_change(work, into)
    if topic.id == other.id:
        raise Incomplete("不能并入自身，请另选一个热点")
    tickets = [one.ticket_id for one in counted.members(work, topic.id) if one.taken_out is None]
    topic.state, topic.merged_into = TopicState.MERGED, other.id
    put_in(work, other, tickets, rules=work.rules, placed_by=work.person.account)
    _written(work, "topic_merged", topic.id, into=other.id)
    return other


def split(work: Work, number: int, *, tickets: Sequence[str], name: str) -> Topic:
    """Take tickets out into a topic of their own (拆分); the system never puts them back."""
    topic = _to_change(work, number)
    wanted = set(work.session.scalars(select(Ticket.id).where(Ticket.number.in_(tickets))))
    inside = [one for one in counted.members(work, topic.id) if one.taken_out is None]
    taken = [one for one in inside if one.ticket_id in wanted]
    if not taken or len(taken) == len(inside):
        raise Incomplete("请勾选要拆出的工单，至少一件，且不能是全部")
    if not name.strip() or len(name.strip()) > LONGEST_NAME:
        raise Incomplete(f"「新热点名称」应有 1 到 {LONGEST_NAME} 个字，现有 {len(name.strip())} 个字")
    for one in taken:
        one.taken_out = work.person.account
    other = Topic(
        kind=topic.kind, state=TopicState.ONGOING, name=mask_text(name.strip()), named_by=work.person.account,
        cell="", category=topic.category, region=topic.region, spot=topic.spot, first_seen=topic.first_seen,
        last_seen=topic.last_seen, days={}, tickets=0, people=0, expected=topic.expected, growth=topic.growth,
        chance=topic.chance, units=[], found_at=work.now,
    )  # fmt: skip
    work.session.add(other)
    work.session.flush()
    other.cell = f"拆分:{other.id}"
    put_in(work, other, [one.ticket_id for one in taken], rules=work.rules, placed_by=work.person.account)
    recount(work, topic)
    _written(work, "topic_split", topic.id, into=other.id)
    return other


def dismiss(work: Work, number: int, why: str) -> Topic:
    """Say that a topic is none (排除): the same matter in the same place is not raised again for so many days."""
    topic = _to_change(work, number)
    if not why.strip() or len(why.strip()) > LONGEST_WHY:
        raise Incomplete(f"「排除理由」应有 1 到 {LONGEST_WHY} 个字，现有 {len(why.strip())} 个字")
    topic.state, topic.dismissed_why = TopicState.DISMISSED, mask_text(why.strip())
    topic.dismissed_by, topic.dismissed_at = work.person.account, work.now
    _written(work, "topic_dismissed", topic.id)
    return topic


def _to_change(work: Work, number: int) -> Topic:
    demand_permission(work.person.role, Permission.JUDGE_TOPICS)
    topic = topic_of(work, number)
    if topic.state in OVER:
        raise Conflict(f"「{topic.name}」{topic.state.label}，不能再改")
    return topic


def _warning(work: Work, number: int) -> EarlyWarning:
    demand_permission(work.person.role, Permission.JUDGE_TOPICS)
    found = work.session.scalar(select(EarlyWarning).where(EarlyWarning.id == number).with_for_update())
    if found is None:
        raise NotFound("没有这条预警，或您无权查看")
    return found


def _written(work: Work, deed: str, topic: int, **more: object) -> None:
    write_down(work.session, work.now, work.person.account, deed, {"topic": topic, **more})
