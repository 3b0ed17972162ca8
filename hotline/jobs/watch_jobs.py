"""Jobs that watch and tidy (例行作业): press, resume, look for the unwatched, archive, forget nonces."""

import logging
from datetime import timedelta

from sqlalchemy import delete, select

from hotline.analytics.enterprises import facts
from hotline.casework.watch import pressure
from hotline.casework.watch.archiving import BATCH, archive
from hotline.casework.watch.supervision import replace_watcher
from hotline.casework.watchers import unwatched
from hotline.equipment import Equipment
from hotline.jobs.due import Due
from hotline.store.audit import AuditEntry, write_down
from hotline.store.deliveries import UsedNonce
from hotline.store.work import Work

log = logging.getLogger(__name__)

ALARM = "unwatched_enterprise_demands"
REMEMBERED = timedelta(hours=1)


def archive_settled(equipment: Equipment, _due: Due) -> None:
    """Archive all that has been settled long enough (归档), a batch a transaction."""
    full = True
    while full:
        with equipment.work() as work:
            full = archive(work) == BATCH


def forget_nonces(equipment: Equipment, _due: Due) -> None:
    """Delete nonces whose messages would be refused by their time anyway (清理随机数)."""
    with equipment.work() as work:
        work.session.execute(delete(UsedNonce).where(UsedNonce.used_at < work.now - REMEMBERED))


def press_due(equipment: Equipment, _due: Due) -> None:
    """Remind units before their deadlines and escalate after them (预警催办、超期升级), a batch a transaction."""
    full = True
    while full:
        with equipment.work() as work:
            full = pressure.press_due(work) == pressure.BATCH


def resume_due(equipment: Equipment, _due: Due) -> None:
    """Suspended tickets whose day has come (到期解挂), a batch a transaction."""
    full = True
    while full:
        with equipment.work() as work:
            full = pressure.resume_due(work) == pressure.BATCH


def watch_enterprises(equipment: Equipment, _due: Due) -> None:
    """That every enterprise demand has a watcher, a handler and a next deadline; what has not is mended or alarmed.

    The alarm stands in the log, in the audit once for each change of the number, and on the screens (有人盯、有人办).
    """
    with equipment.work() as work:
        for ticket in unwatched(work):
            replace_watcher(work, ticket)
        left = [ticket.number for ticket in unwatched(work)]
        if left and _last_alarm(work) != len(left):
            about = {"numbers": left[:20], "count": len(left)}
            write_down(work.session, work.now, work.person.account, ALARM, about)
            work.announce("unwatched", str(len(left)))
    if left:
        log.error("有 %s 件企业诉求无人盯办：%s", len(left), "、".join(left[:5]))


def follow_enterprises(equipment: Equipment, _due: Due) -> None:
    """Put enterprise tickets that came since into the register of enterprises (企业入册), a batch a transaction."""
    full = True
    while full:
        with equipment.work() as work:
            full = facts.take_in(work) == facts.BATCH


def _last_alarm(work: Work) -> int | None:
    """How many there were when the alarm was last written down."""
    last = select(AuditEntry.about).where(AuditEntry.deed == ALARM).order_by(AuditEntry.id.desc()).limit(1)
    about = work.session.scalar(last)
    return int(about["count"]) if about else None
