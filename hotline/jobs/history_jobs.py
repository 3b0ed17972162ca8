"""Jobs about years of tickets (历史作业): old tickets that were handed in, and the nightly export to columns."""

from hotline.analytics.history import uploading
from hotline.analytics.history.importing import take_in
from hotline.domain.errors import Incomplete
from hotline.equipment import Equipment
from hotline.jobs.due import Due
from hotline.store.history import exporting


def export_history(equipment: Equipment, _due: Due) -> None:
    """Write anew the months whose tickets have changed (历史底表), a month a transaction."""
    folder = equipment.settings.state / "history"
    with exporting.alone(folder):
        with equipment.work() as work:
            now = exporting.standing(work)
            months = exporting.months_to_write(work, folder, now)
        for month in months:
            with equipment.work() as work:
                exporting.write(work, folder, month)
        exporting.remember(folder, now)


def import_history(equipment: Equipment, due: Due) -> None:
    """Take in a file of old tickets (导入历史工单): all of it in one transaction; how far it is, in others beside it."""
    number = int(due.about["upload"])
    with equipment.work() as work:
        if (upload := uploading.waiting(work, number)) is None:
            return
        source, folder = upload.source, uploading.folder_of(equipment.settings.state, upload)
    files = [folder / kind for kind in (uploading.TICKETS, uploading.CATEGORIES, uploading.AGENCIES)]
    tickets, *crosswalks = files

    def told(rows: int) -> None:
        with equipment.work() as beside:
            uploading.advance(beside, number, rows)

    try:
        with equipment.work() as work:
            categories, agencies = (one if one.exists() else None for one in crosswalks)
            uploading.finish(work, number, take_in(work, tickets, source, categories, agencies, told=told))
    except Incomplete as refusal:
        with equipment.work() as work:
            uploading.fail(work, number, str(refusal).replace(f"{uploading.TICKETS} ", "", 1))
    uploading.forget(folder)
