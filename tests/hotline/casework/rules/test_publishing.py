"""How editions come into force: one is current, by its day, for a time, rolled back; old tickets keep what they were given."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from factories import House, person, undone
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.rules import drafts
from hotline.casework.rules.publishing import bring_into_force, digest_of, next_name, publish, roll_back
from hotline.casework.rules.replay import replay
from hotline.cli.loading import load_all
from hotline.domain.errors import Conflict, Forbidden
from hotline.domain.vocabulary import EditionState, Role
from hotline.equipment import Equipment
from hotline.jobs.due import Due
from hotline.jobs.rule_jobs import bring_editions_into_force
from hotline.store.agencies import AgencyRecord
from hotline.store.audit import AuditEntry, first_broken
from hotline.store.editions import RuleEdition
from hotline.store.work import Person, Work
from routing_rules import FOLDER, RuleTableError, texts_in

AUTHOR, SECOND = (Person(f"admin-{number}", Role.ADMINISTRATOR) for number in (1, 2))
TABLE = "responsibility.csv"
DUE = Due(1, None, {})
DAY = timedelta(days=1)


@pytest.fixture
def house(equipment: Equipment) -> Iterator[House]:
    """The house for one test alone: all editions that are published in it are undone with everything else."""
    with undone(equipment) as found:
        yield found


def _approved(house: House, function: str = "CG", at: datetime | None = None, **moments: datetime) -> str:
    """An edition in which heating is that function's, drafted by one person and approved by another."""
    with house.equipment.work(AUTHOR, at) as work:
        row = texts_in(FOLDER)[TABLE].replace("R0301,0301,,,ZJ,", f"R0301,0301,,,{function},")
        draft = drafts.start(work, note=f"供热改由 {function}", texts={TABLE: row})
        assert replay(work, draft.edition, draft.digest)
        edition = drafts.submit(work, draft.edition).edition
    with house.equipment.work(SECOND, at) as work:
        return drafts.approve(work, edition, **moments).edition


def _running(house: House, at: datetime | None = None) -> str:
    """The edition in force after the job of that minute."""
    with house.equipment.work(now=at) as work:
        bring_into_force(work)
    with house.equipment.work() as work:
        return house.equipment.judgement(work.session).rules.edition


def _state(house: House, edition: str) -> EditionState:
    with house.equipment.work() as work:
        return drafts.edition_of(work, edition).state


def _routed(house: House, at: datetime | None = None) -> str:
    """A ticket about heating that went where the rules say."""
    number = house.registered("家里不够热，请派人上门看看", now=at)
    with house.equipment.work(person(Role.AGENT), at) as work:
        judgement = house.equipment.judgement(work.session)
        dispatch_by_person(work, judgement, number, category="0301", region="150105", seen=None)
    return number


def _changed() -> dict[str, str]:
    texts = dict(texts_in(FOLDER))
    name = next(name for name in texts if name.startswith("guidance"))
    texts[name] = texts[name].replace("火灾", "失火")
    assert texts != dict(texts_in(FOLDER))
    return texts


def _count(work: Work, record: type) -> int:
    return work.session.scalar(select(func.count()).select_from(record)) or 0


def test_publishing_the_current_texts_again_changes_nothing(house: House) -> None:
    with house.equipment.work() as work:
        before = (_count(work, RuleEdition), _count(work, AuditEntry))
        edition = publish(work, texts_in(FOLDER), "再发一次")
        assert edition.state == EditionState.CURRENT and edition.note != "再发一次"
        assert (_count(work, RuleEdition), _count(work, AuditEntry)) == before


def test_a_new_edition_is_the_only_current_one_and_the_old_one_is_kept(house: House) -> None:
    with house.equipment.work() as work:
        agencies = _count(work, AgencyRecord)
        old = work.session.scalars(select(RuleEdition.edition).where(RuleEdition.state == EditionState.CURRENT)).one()
        new = publish(work, _changed(), "改名")
        states = dict(work.session.execute(select(RuleEdition.edition, RuleEdition.state)).all())
        assert states == {old: EditionState.RETIRED, new.edition: EditionState.CURRENT}
        assert new.digest == digest_of(_changed()) and new.published_by == "system"
        assert _count(work, AgencyRecord) == agencies
        last = work.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
        assert (last.deed, last.about) == ("publish_rules", {"edition": new.edition, "digest": new.digest})


def test_tables_with_mistakes_publish_nothing(house: House) -> None:
    texts = dict(texts_in(FOLDER))
    name = next(name for name in texts if name.startswith("responsibility"))
    texts[name] = texts[name].replace(",0301,", ",9999,", 1)
    with house.equipment.work() as work:
        before = _count(work, RuleEdition)
    with pytest.raises(RuleTableError), house.equipment.work() as work:
        publish(work, texts, "有错")
    with house.equipment.work() as work:
        assert _count(work, RuleEdition) == before
        assert work.session.scalars(select(RuleEdition.digest).where(RuleEdition.state == EditionState.CURRENT)).one()


def test_a_digest_does_not_depend_on_the_order_of_tables_and_tells_texts_apart() -> None:
    assert digest_of({"a": "1", "b": "2"}) == digest_of({"b": "2", "a": "1"})
    assert digest_of({"a": "1", "b": "2"}) != digest_of({"a": "2", "b": "1"})


def test_an_edition_of_a_later_day_comes_into_force_by_the_job_of_that_minute_and_not_before(house: House) -> None:
    before, now = _running(house), datetime.now(UTC)
    edition = _approved(house, effective_from=now + DAY)
    assert _state(house, edition) == EditionState.APPROVED
    assert _running(house, now + DAY - timedelta(seconds=1)) == before
    assert _running(house, now + DAY) == edition
    assert (_state(house, before), _state(house, edition)) == (EditionState.RETIRED, EditionState.CURRENT)
    assert _running(house, now + DAY) == edition, "the same minute again changes nothing"


def test_an_edition_that_has_run_out_gives_way_to_the_one_before(house: House) -> None:
    before, now = _running(house), datetime.now(UTC)
    edition = _approved(house, effective_until=now + DAY)
    assert _running(house, now + DAY - timedelta(seconds=1)) == edition
    assert [_running(house, now + DAY + timedelta(minutes=n)) for n in range(3)] == [before] * 3
    assert _state(house, edition) == EditionState.RETIRED


def test_of_several_that_are_due_the_one_with_the_latest_day_is_in_force_in_the_end(house: House) -> None:
    now = datetime.now(UTC)
    late, early = _approved(house, "CG", effective_from=now + 2 * DAY), _approved(house, "GD", effective_from=now + DAY)
    assert _running(house, now + 3 * DAY) == late
    assert _state(house, early) == EditionState.RETIRED


def test_a_discarded_edition_never_comes_into_force(house: House) -> None:
    before, now = _running(house), datetime.now(UTC)
    edition = _approved(house, effective_from=now + DAY)
    with house.equipment.work(AUTHOR) as work:
        drafts.discard(work, edition)
    assert _running(house, now + 2 * DAY) == before


def test_rolling_back_brings_the_edition_before_and_tells_why(house: House) -> None:
    before = _running(house)
    edition = _approved(house)
    with house.equipment.work(SECOND) as work:
        assert roll_back(work, reason="派错了单位").edition == before
    assert (_running(house), _state(house, edition)) == (before, EditionState.ROLLED_BACK)
    with house.equipment.work() as work:
        assert "派错了单位" in drafts.edition_of(work, edition).note
        deeds = work.session.scalars(select(AuditEntry.deed).order_by(AuditEntry.id.desc()).limit(2)).all()
        assert deeds == ["publish_rules", "roll_back_rules"] and first_broken(work.session) is None


def test_where_there_is_nothing_before_nothing_is_rolled_back(house: House) -> None:
    before = _running(house)
    with pytest.raises(Conflict), house.equipment.work(SECOND) as work:
        roll_back(work, reason="无")
    assert _running(house) == before


def test_what_was_rolled_back_from_is_not_gone_back_to(house: House) -> None:
    before = _running(house)
    _approved(house)
    with house.equipment.work(SECOND) as work:
        roll_back(work, reason="一")
    with pytest.raises(Conflict), house.equipment.work(SECOND) as work:
        roll_back(work, reason="二")
    assert _running(house) == before


@pytest.mark.parametrize("role", [Role.CLERK, Role.DISPATCHER, Role.SUPERVISOR, Role.AUDITOR])
def test_only_an_administrator_rolls_back(house: House, role: Role) -> None:
    edition = _approved(house)
    with pytest.raises(Forbidden), house.equipment.work(person(role)) as work:
        roll_back(work, reason="越权")
    assert _running(house) == edition


def test_old_tickets_keep_their_edition_rule_and_deadline_and_new_ones_get_the_new_without_restart(
    house: House,
) -> None:
    def kept(number: str) -> tuple[object, ...]:
        ticket = house.ticket(number)
        return ticket.agency, ticket.rule, ticket.rule_edition, ticket.due_at, ticket.limit, ticket.basis

    before = _running(house)
    old = _routed(house)
    told = kept(old)
    edition = _approved(house)
    with house.equipment.work() as work:
        assert work.rules.edition == edition == house.equipment.judgement(work.session).rules.edition
    new = _routed(house)
    assert kept(old) == told and told[:3] == ("ZJ-150105", "R0301", before)
    assert kept(new)[:3] == ("CG-150105", "R0301", edition)
    with house.equipment.work(SECOND) as work:
        roll_back(work, reason="试回退")
    assert (kept(old), kept(new)[:3]) == (told, ("CG-150105", "R0301", edition))
    assert kept(_routed(house))[:3] == ("ZJ-150105", "R0301", before)


def test_every_edition_has_a_name_of_its_own(house: House) -> None:
    with house.equipment.work(AUTHOR) as work:
        names = [drafts.start(work, note=f"第 {number} 稿").edition for number in range(3)]
        assert len({*names, next_name(work)}) == 4


def test_the_job_is_the_same_as_the_verb_and_may_come_twice(house: House) -> None:
    edition = _approved(house, at=datetime.now(UTC) - 2 * DAY, effective_from=datetime.now(UTC) - DAY)
    assert _state(house, edition) == EditionState.APPROVED
    for _ in range(2):
        bring_editions_into_force(house.equipment, DUE)
        assert _state(house, edition) == EditionState.CURRENT
    with house.equipment.work() as work:
        published = select(AuditEntry.about).where(AuditEntry.deed == "publish_rules")
        names = [about["edition"] for about in work.session.scalars(published)]
        assert names.count(edition) == 1


def test_an_edition_that_has_run_out_is_not_gone_back_to(house: House) -> None:
    before, now = _running(house), datetime.now(UTC)
    _approved(house, "CG", effective_until=now + DAY)
    _approved(house, "GD", at=now + timedelta(hours=1), effective_until=now + 2 * DAY)
    later = now + 2 * DAY + timedelta(minutes=1)
    assert [_running(house, later + timedelta(minutes=n)) for n in range(3)] == [before] * 3


def test_loading_the_house_again_leaves_what_people_approved_for_a_later_day(house: House) -> None:
    now = datetime.now(UTC)
    edition = _approved(house, at=now - 2 * DAY, effective_from=now - DAY)
    assert _running(house) == edition
    line = next(load_all(house.equipment))
    assert (line, _running(house)) == (f"规则版本 {edition} 现行", edition)
