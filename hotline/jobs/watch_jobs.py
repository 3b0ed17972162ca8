"""Jobs that tidy (例行作业): archive what is settled, forget nonces that are past their window."""

from datetime import timedelta

from sqlalchemy import delete

from hotline.casework.supervision import BATCH, archive
from hotline.equipment import Equipment
from hotline.jobs.due import Due
from hotline.store.deliveries import UsedNonce

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
