"""Jobs about the rules: drafts are tried, editions come to their day, deadlines are reckoned, proposals are made; twice is once."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from factories import House, person, undone
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.rules import drafts
from hotline.domain.moments import BEIJING
from hotline.domain.vocabulary import Action, DemandType, EditionState, Lane, Role
from hotline.equipment import Equipment
from hotline.jobs.due import Due
from hotline.jobs.roster import JOBS
from hotline.jobs.rule_jobs import bring_editions_into_force, propose_rules, reckon_deadlines, replay_edition
from hotline.jobs.timetable import TIMETABLE
from hotline.store.audit import AuditEntry
from hotline.store.casefile.requests import RuleProposal
from hotline.store.deliveries import Delivery
from hotline.store.tickets import Step
from hotline.store.work import Person
from routing_rules import FOLDER, texts_in

AUTHOR, SECOND = (Person(f"admin-{number}", Role.ADMINISTRATOR) for number in (1, 2))
DUE = Due(1, None, {})
TABLE = "responsibility.csv"
HOLIDAYS = "holidays.csv"
COLD = "家里不够热，请派人上门看看"
CALENDAR = texts_in(FOLDER)[HOLIDAYS].replace(",暂定,", ",正式,") + "2027-01-04,休,元旦（调休）,正式,通知\n"


@pytest.fixture
def house(equipment: Equipment) -> Iterator[House]:
    """The house for one test alone: all that jobs do in it is undone with everything else."""
    with undone(equipment) as found:
        yield found


def drafted(house: House, table: str, text: str) -> Due:
    """A draft, and the delivery by which its author asked for its replay."""
    with house.equipment.work(AUTHOR) as work:
        edition = drafts.start(work, note="试", texts={table: text}).edition
        drafts.ask_for_replay(work, edition)
    with house.equipment.work() as work:
        row = work.session.scalars(select(Delivery).where(Delivery.job == "replay_edition")).one()
        return Due(row.id, None, dict(row.about))


def approved(house: House, due: Due, starts: datetime | None = None) -> str:
    """That draft, replayed, submitted and approved."""
    replay_edition(house.equipment, due)
    edition = due.about["edition"]
    with house.equipment.work(AUTHOR) as work:
        drafts.submit(work, edition)
    with house.equipment.work(SECOND, starts and starts - timedelta(days=1)) as work:
        drafts.approve(work, edition, effective_from=starts)
    return edition


def count(house: House, record: type, *where: object) -> int:
    with house.equipment.work() as work:
        return work.session.scalar(select(func.count()).select_from(record).where(*where)) or 0


def test_what_the_author_asked_for_is_replayed_by_the_job_and_then_may_be_submitted(house: House) -> None:
    house.dispatched(COLD)
    due = drafted(house, TABLE, texts_in(FOLDER)[TABLE].replace("R0301,0301,,,ZJ,", "R0301,0301,,,CG,"))
    for _ in range(2):
        replay_edition(house.equipment, due)
    with house.equipment.work(AUTHOR) as work:
        draft = drafts.submit(work, due.about["edition"])
        assert (draft.replay["tried"], draft.replay["moved"]) == (1, 1)
        assert draft.state == EditionState.SUBMITTED


def test_a_draft_that_was_edited_since_it_was_asked_for_is_left_alone(house: House) -> None:
    due = drafted(house, TABLE, texts_in(FOLDER)[TABLE])
    with house.equipment.work(AUTHOR) as work:
        drafts.put_tables(work, due.about["edition"], {HOLIDAYS: CALENDAR})
    replay_edition(house.equipment, due)
    with house.equipment.work() as work:
        assert "tried" not in drafts.edition_of(work, due.about["edition"]).replay


def test_an_edition_comes_into_force_once_however_often_the_job_looks(house: House) -> None:
    due = drafted(house, TABLE, texts_in(FOLDER)[TABLE].replace("R0301,0301,,,ZJ,", "R0301,0301,,,CG,"))
    edition = approved(house, due, datetime.now(UTC) - timedelta(minutes=1))
    published = count(house, AuditEntry, AuditEntry.deed == "publish_rules")
    for _ in range(3):
        bring_editions_into_force(house.equipment, DUE)
    assert count(house, AuditEntry, AuditEntry.deed == "publish_rules") == published + 1
    with house.equipment.work() as work:
        assert work.rules.edition == edition


def test_where_nothing_is_due_nothing_happens(house: House) -> None:
    entries = count(house, AuditEntry)
    for job in (bring_editions_into_force, reckon_deadlines, propose_rules):
        job(house.equipment, DUE)
    assert (count(house, AuditEntry), count(house, Step), count(house, RuleProposal)) == (entries, 0, 0)


def test_a_new_calendar_has_the_deadlines_reckoned_by_a_delivery_batch_after_batch(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hotline.casework.rules.reckoning.BATCH", 2)
    monkeypatch.setattr("hotline.jobs.rule_jobs.BATCH", 2)
    then = datetime(2026, 12, 25, 10, tzinfo=BEIJING)
    numbers = [house.dispatched(demand_type=DemandType.COMPLAINT, now=then) for _ in range(5)]
    assert all(house.ticket(number).provisional for number in numbers)
    edition = approved(house, drafted(house, HOLIDAYS, CALENDAR))
    with house.equipment.work() as work:
        row = work.session.scalars(select(Delivery).where(Delivery.job == "reckon_deadlines")).one()
        assert (row.lane, row.about) == (Lane.NIGHTLY, {"edition": edition})
    for _ in range(2):
        reckon_deadlines(house.equipment, DUE)
    assert {house.ticket(number).due_at for number in numbers} == {datetime(2027, 1, 19, 17, 30, tzinfo=BEIJING)}
    assert count(house, Step, Step.action == Action.RECKON) == 5


def test_repeated_returns_are_proposed_once_however_often_the_job_counts(house: House) -> None:
    for _ in range(3):
        number = house.returned(house.dispatched(COLD))
        with house.equipment.work(person(Role.DISPATCHER)) as work:
            judgement = house.equipment.judgement(work.session)
            dispatch_by_person(
                work, judgement, number, category="0301", region="150105", agency="CG-150105", seen=None
            )  # fmt: skip
    for _ in range(3):
        propose_rules(house.equipment, DUE)
    assert count(house, RuleProposal) == 1


@pytest.mark.parametrize("job", ["replay_edition", "bring_into_force", "reckon_deadlines", "propose_rules"])
def test_every_rule_job_is_in_the_roster_and_what_has_an_hour_is_in_the_timetable(job: str) -> None:
    assert job in JOBS
    appointed = {line.job: line for line in TIMETABLE}
    assert (job in appointed) == (job in ("bring_into_force", "propose_rules"))


def test_editions_are_looked_for_every_minute() -> None:
    (line,) = (line for line in TIMETABLE if line.job == "bring_into_force")
    assert (line.cron, line.lane) == ("* * * * *", Lane.ROUTINE)
