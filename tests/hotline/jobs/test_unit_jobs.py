"""What people leave behind at their desks is forgotten after a month, by a job that the clock knows."""

from datetime import UTC, datetime, timedelta

from factories import person, undone
from hotline.casework import unsent
from hotline.domain.vocabulary import Role
from hotline.equipment import Equipment
from hotline.jobs.due import Due
from hotline.jobs.roster import JOBS
from hotline.jobs.timetable import TIMETABLE


def test_the_job_forgets_the_old_only_and_bears_being_run_twice(equipment: Equipment) -> None:
    with undone(equipment) as house:
        old = datetime.now(UTC) - unsent.KEPT_FOR - timedelta(minutes=1)
        for form, at in (("old", old), ("new", None)):
            with house.equipment.work(person(Role.AGENT), at) as work:
                unsent.keep(work, form, {"text": "没写完"})
        for _ in range(2):
            JOBS["forget_unsent"](house.equipment, Due(1, None, {}))
        with house.equipment.work(person(Role.AGENT)) as work:
            assert (unsent.restore(work, "old"), unsent.restore(work, "new")) == ({}, {"text": "没写完"})
    assert "forget_unsent" in {line.job for line in TIMETABLE}
