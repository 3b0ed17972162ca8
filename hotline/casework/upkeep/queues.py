"""What failed in the background and what an administrator does about it (后台队列): try it again, or give it up."""

from collections.abc import Sequence

from sqlalchemy import select

from hotline.domain.deed_names import job_name
from hotline.domain.errors import Conflict, Incomplete, NotFound
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.privacy import mask_text
from hotline.domain.vocabulary import Role
from hotline.store.audit import write_down
from hotline.store.deliveries import Delivery
from hotline.store.work import Work

GIVEN_UP = "人工放弃："  # 放弃的也算了结，靠这句话与办成的分开
MOST = 1000  # 一次最多重办这么多件，余下的再按一次
LONGEST_REASON = 200


def retry(work: Work, delivery_id: int) -> Delivery:
    """Have one failed job tried again at once (重办); a dead letter begins again from the first attempt.

    Raises Conflict where it is done, never failed, or is being tried this moment.
    """
    row = _failed(work, delivery_id)
    about = {"delivery": row.id, "job": row.job, "attempts": row.attempts}
    _wake(work, [row])
    write_down(work.session, work.now, work.person.account, "retry_delivery", about)
    return row


def retry_dead(work: Work, job: str = "") -> int:
    """Have the dead letters of one job, or of all, tried again from the beginning (成批重办); how many there were."""
    _demand_charge(work)
    dead = select(Delivery).where(Delivery.dead_at.is_not(None), Delivery.done_at.is_(None))
    if job:
        dead = dead.where(Delivery.job == job)
    rows = work.session.scalars(dead.order_by(Delivery.id).limit(MOST).with_for_update(skip_locked=True)).all()
    if rows:
        _wake(work, rows)
        about = {"count": len(rows), **({"job": job} if job else {})}
        write_down(work.session, work.now, work.person.account, "retry_deliveries", about)
    return len(rows)


def drop(work: Work, delivery_id: int, *, reason: str) -> Delivery:
    """Give up a failed job (放弃): it is settled, was not done, and the reason stays with it.

    Raises Incomplete without a reason; Conflict as for another try.
    """
    row = _failed(work, delivery_id)
    reason = mask_text(reason.strip())
    if not 2 <= len(reason) <= LONGEST_REASON:
        raise Incomplete(f"请用 2–{LONGEST_REASON} 个字写明为什么放弃，是否已另行处理")
    row.done_at, row.dead_at, row.last_error = work.now, None, f"{GIVEN_UP}{reason}"
    about = {"delivery": row.id, "job": row.job, "attempts": row.attempts, "reason": reason}
    write_down(work.session, work.now, work.person.account, "drop_delivery", about)
    return row


def _wake(work: Work, rows: Sequence[Delivery]) -> None:
    for row in rows:
        if row.dead_at is not None:
            row.dead_at, row.attempts = None, 0
        row.queued_at, row.due_at = None, work.now
    work.announce("deliveries", "retry")


def _failed(work: Work, delivery_id: int) -> Delivery:
    """The failed job of that number, locked."""
    _demand_charge(work)
    row = work.session.get(Delivery, delivery_id, with_for_update=True)
    if row is None:
        raise NotFound(f"没有后台事项 {delivery_id}")
    if row.done_at is not None:
        raise Conflict(f"「{job_name(row.job)}」第 {row.id} 项已经了结，不必再办；请刷新页面")
    if row.dead_at is None and (row.attempts == 0 or row.queued_at is not None):
        raise Conflict(f"「{job_name(row.job)}」第 {row.id} 项正在排队或执行，请稍后刷新再看")
    return row


def _demand_charge(work: Work) -> None:
    if work.person.role != Role.SYSTEM:
        demand_permission(work.person.role, Permission.RUN_QUEUES)
