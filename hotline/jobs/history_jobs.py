"""Jobs about years of tickets (历史作业): the nightly export to columns."""

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
