"""From the outbox to the queues (转交): what is due and not yet queued, and what was queued but not done in time.

At least once, with one effect: a row is marked before it is queued, so a crash between the two is mended by the
sweep; a lost Valkey loses nothing, for the rows are the truth.
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from redis import Redis
from rq import Queue
from rq.exceptions import DuplicateJobError, NoSuchJobError
from rq.job import Job
from sqlalchemy import or_, select

from hotline.domain.vocabulary import Lane
from hotline.equipment import Equipment
from hotline.store.deliveries import Delivery

BATCH = 500
LATE = timedelta(seconds=20)
DELIVER = "hotline.jobs.roster.deliver"
LONGEST_RUN = 600  # 秒


def relay(equipment: Equipment, redis: Redis) -> int:
    """Queue a batch of what is due (转交一批); answer how many rows there were."""
    now = datetime.now(UTC)
    with equipment.work(now=now) as work:
        due = (
            select(Delivery)
            .where(
                Delivery.done_at.is_(None),
                Delivery.dead_at.is_(None),
                Delivery.due_at <= now,
                or_(Delivery.queued_at.is_(None), Delivery.queued_at < now - LATE),
            )
            .order_by(Delivery.id)
            .limit(BATCH)
            .with_for_update(skip_locked=True)
        )
        found = work.session.scalars(due).all()
        for row in found:
            row.queued_at = now
        rows = [(row.id, row.lane, row.attempts) for row in found]
    for delivery_id, lane, attempts in rows:
        _enqueue(redis, delivery_id, lane, attempts)
    return len(rows)


def _enqueue(redis: Redis, delivery_id: int, lane: Lane, attempts: int) -> None:
    job_id = f"delivery-{delivery_id}-{attempts}"
    queue = Queue(lane, connection=redis)
    try:
        _put(queue, delivery_id, job_id)
    except DuplicateJobError:
        if queue.get_job_position(job_id) is None:  # 取走它的进程中途被杀：不论旧作业自称什么状态，不在队列里就换新的
            _forget(redis, job_id)
            with suppress(DuplicateJobError):
                _put(queue, delivery_id, job_id)


def _forget(redis: Redis, job_id: str) -> None:
    with suppress(NoSuchJobError):  # 此刻刚办完的作业已自行清除
        Job.fetch(job_id, connection=redis).delete()


def _put(queue: Queue, delivery_id: int, job_id: str) -> None:
    queue.enqueue(
        DELIVER, delivery_id, job_id=job_id, unique=True, result_ttl=0, failure_ttl=3600, job_timeout=LONGEST_RUN
    )
