"""How the outbox stands (后台队列): by lane, and what failed, with the tickets that it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, func, or_, select

from hotline.domain.vocabulary import Lane
from hotline.store.deliveries import Delivery
from hotline.store.tickets import Ticket
from hotline.store.work import Work

PAGE = 50
SLOW = timedelta(minutes=5)


@dataclass(frozen=True)
class LaneStanding:
    """One lane of the outbox (队列情形).

    Args:
        waiting: due, and not yet with a worker.
        later: whose time has not come.
        queued: with a worker, or waiting for one.
        retrying: of those not yet done, how many have failed before.
        dead: given up by the machine; only a person brings them back.
        oldest: since when the oldest of what is due waits.
    """

    lane: Lane
    waiting: int
    later: int
    queued: int
    retrying: int
    dead: int
    oldest: datetime | None

    def is_slow(self, now: datetime) -> bool:
        """Whether something due has waited so long that the clock or the workers may be down (积压)."""
        return self.oldest is not None and now - self.oldest > SLOW


class FailedJob(NamedTuple):
    """A job that failed and is not done (失败事项), with the ticket's number where it is about one that may be seen."""

    delivery: Delivery
    number: str | None

    @property
    def why(self) -> str:
        """What went wrong, as a sentence: our own refusals in words, of faults only the kind (失败原因)."""
        kind, _, sentence = (self.delivery.last_error or "").partition("：")
        return sentence or (f"程序差错（{kind}），请把这一类型告诉维护人员" if kind else "未留下原因")


class FailedJobs(NamedTuple):
    """One page of them, the oldest first, and where the next begins (失败事项页)."""

    shown: Sequence[FailedJob]
    after: int | None


def lanes(work: Work) -> list[LaneStanding]:
    """Every lane and how it stands, in the order of haste."""
    alive = Delivery.dead_at.is_(None)
    due = and_(alive, Delivery.due_at <= work.now)
    counted = select(
        Delivery.lane,
        func.count().filter(due, Delivery.queued_at.is_(None)),
        func.count().filter(alive, Delivery.due_at > work.now),
        func.count().filter(due, Delivery.queued_at.is_not(None)),
        func.count().filter(alive, Delivery.attempts > 0),
        func.count(Delivery.dead_at),
        func.min(Delivery.due_at).filter(due),
    )
    rows = work.session.execute(counted.where(Delivery.done_at.is_(None)).group_by(Delivery.lane))
    found = {row[0]: LaneStanding(*row) for row in rows}
    return [found.get(lane, LaneStanding(lane, 0, 0, 0, 0, 0, None)) for lane in Lane]


def failed_jobs(work: Work, job: str = "", after: int = 0) -> FailedJobs:
    """What failed and is not done, dead letters and those to be tried again."""
    wanted = (
        select(Delivery, Ticket.number)
        .outerjoin(Ticket, Ticket.number == Delivery.about["number"].astext)
        .where(_failed(), Delivery.id > after)
        .order_by(Delivery.id)
        .limit(PAGE + 1)
    )
    if job:
        wanted = wanted.where(Delivery.job == job)
    rows = [FailedJob(delivery, number) for delivery, number in work.session.execute(wanted)]
    return FailedJobs(rows[:PAGE], rows[PAGE - 1].delivery.id if len(rows) > PAGE else None)


def failed_by_job(work: Work) -> dict[str, tuple[int, int]]:
    """How many of each job failed and are not done, and how many of these are dead letters; the most first."""
    counted = select(Delivery.job, func.count(), func.count(Delivery.dead_at)).where(_failed()).group_by(Delivery.job)
    rows = work.session.execute(counted.order_by(func.count().desc(), Delivery.job))
    return {job: (failed, dead) for job, failed, dead in rows}


def dead_letters(work: Work) -> int:
    """How many dead letters there are (死信)."""
    dead = select(func.count()).where(Delivery.dead_at.is_not(None), Delivery.done_at.is_(None))
    return work.session.scalar(dead) or 0


def _failed() -> ColumnElement[bool]:
    return and_(Delivery.done_at.is_(None), or_(Delivery.attempts > 0, Delivery.dead_at.is_not(None)))
