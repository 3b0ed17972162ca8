"""Drafts of the rules: made from the current edition, checked as a whole, replayed, and approved by a second person."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from factories import House, person, undone
from hotline.casework.rules import drafts
from hotline.casework.rules.publishing import current, digest_of
from hotline.casework.rules.replay import replay
from hotline.domain.errors import Conflict, Forbidden, HotlineError, Incomplete, NotFound
from hotline.domain.vocabulary import EditionState, Role
from hotline.equipment import Equipment
from hotline.store.audit import AuditEntry, first_broken
from hotline.store.deliveries import Delivery
from hotline.store.editions import RuleEdition
from hotline.store.work import Person
from routing_rules import FOLDER, texts_in

AUTHOR, SUBMITTER, SECOND = (Person(f"admin-{number}", Role.ADMINISTRATOR) for number in (1, 2, 3))
SHIPPED = texts_in(FOLDER)
TABLE = "responsibility.csv"
MOVED = {TABLE: SHIPPED[TABLE].replace("R0301,0301,,,ZJ,", "R0301,0301,,,CG,")}
WRONG = {TABLE: SHIPPED[TABLE] + "R9001,9999,,,ZJ,旗县,,,无此分类,D,2024-01-01,\nR9002,0101,,外星人,ZJ,旗县,,,无,D,,\n"}


@pytest.fixture
def house(equipment: Equipment) -> Iterator[House]:
    """The house for one test alone: all editions that are made in it are undone with everything else."""
    with undone(equipment) as found:
        yield found


def drafted(house: House, texts: Mapping[str, str] = MOVED, *, by: Person = AUTHOR) -> str:
    with house.equipment.work(by) as work:
        return drafts.start(work, note="供热改由城管", texts=texts).edition


def replayed(house: House, edition: str) -> None:
    with house.equipment.work() as work:
        assert replay(work, edition, drafts.edition_of(work, edition).digest)


def submitted(house: House, *, by: Person = AUTHOR) -> str:
    edition = drafted(house)
    replayed(house, edition)
    with house.equipment.work(by) as work:
        drafts.submit(work, edition)
    return edition


def state_of(house: House, edition: str) -> EditionState:
    with house.equipment.work() as work:
        return drafts.edition_of(work, edition).state


def running(house: House) -> str:
    with house.equipment.work() as work:
        return work.rules.edition


def test_a_draft_is_the_current_edition_with_these_tables_in_place_of_its_own(house: House) -> None:
    before = running(house)
    edition = drafted(house)
    with house.equipment.work() as work:
        draft, base = drafts.edition_of(work, edition), current(work)
        assert base is not None and draft.texts == {**base.texts, **MOVED}
        assert draft.digest == digest_of(draft.texts) != base.digest
        assert (draft.state, draft.based_on, draft.drafted_by) == (EditionState.DRAFT, before, AUTHOR.account)
    assert running(house) == before != edition


@pytest.mark.parametrize("name", ["passwords.csv", "../responsibility.csv", "Responsibility.csv", ""])
def test_files_that_are_no_rule_tables_are_ignored(house: House, name: str) -> None:
    edition = drafted(house, {name: "外来的文字", **MOVED})
    with house.equipment.work(AUTHOR) as work:
        assert name not in drafts.put_tables(work, edition, {name: "再来一次"}).texts


@pytest.mark.parametrize("note", ["", "  ", "\n\t"])
def test_a_draft_without_a_note_is_refused(house: House, note: str) -> None:
    with pytest.raises(Incomplete), house.equipment.work(AUTHOR) as work:
        drafts.start(work, note=note)


def test_mistakes_are_told_all_at_once_and_the_running_edition_is_untouched(house: House) -> None:
    before = running(house)
    edition = drafted(house, WRONG)
    with house.equipment.work(AUTHOR) as work:
        draft = drafts.edition_of(work, edition)
        told = "\n".join(str(one) for one in drafts.mistakes_of(draft.texts, work.now))
        assert "9999" in told and "外星人" in told
        assert drafts.coverage_of(draft.texts, work.now) is None
    for verb in (drafts.submit, drafts.ask_for_replay):
        with pytest.raises(Incomplete, match="2 处差错"), house.equipment.work(AUTHOR) as work:
            verb(work, edition)
    assert (running(house), state_of(house, edition)) == (before, EditionState.DRAFT)


def test_tables_without_mistakes_have_none_and_their_reach_is_told(house: House) -> None:
    with house.equipment.work() as work:
        assert drafts.mistakes_of({**SHIPPED, **MOVED}, work.now) == []
        found = drafts.coverage_of(SHIPPED, work.now)
        assert found is not None and found.tried > 0 and 0 < found.share <= 1


@given(lines=st.text(st.sampled_from('R019,外星人ZJ旗县D\n"-、'), max_size=80))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_written_into_a_table_is_told_or_fit_and_never_breaks_the_check(house: House, lines: str) -> None:
    with house.equipment.work() as work:
        texts = {**SHIPPED, TABLE: SHIPPED[TABLE] + lines}
        found = drafts.mistakes_of(texts, work.now)
        assert (drafts.coverage_of(texts, work.now) is None) == bool(found)


def test_a_draft_is_submitted_only_after_a_replay_of_exactly_these_texts(house: House) -> None:
    edition = drafted(house)
    with pytest.raises(Incomplete, match="回放"), house.equipment.work(AUTHOR) as work:
        drafts.submit(work, edition)
    replayed(house, edition)
    with house.equipment.work(AUTHOR) as work:
        drafts.put_tables(work, edition, {TABLE: SHIPPED[TABLE]})
    with pytest.raises(Incomplete, match="回放"), house.equipment.work(AUTHOR) as work:
        drafts.submit(work, edition)
    replayed(house, edition)
    with house.equipment.work(AUTHOR) as work:
        assert drafts.submit(work, edition).submitted_by == AUTHOR.account
    assert state_of(house, edition) == EditionState.SUBMITTED


def test_asking_for_a_replay_writes_it_into_the_outbox_and_is_not_yet_a_replay(house: House) -> None:
    edition = drafted(house)
    with house.equipment.work(AUTHOR) as work:
        digest = drafts.ask_for_replay(work, edition).digest
        (row,) = work.session.scalars(select(Delivery).where(Delivery.job == "replay_edition"))
        assert row.about == {"edition": edition, "digest": digest}
    with pytest.raises(Incomplete, match="回放"), house.equipment.work(AUTHOR) as work:
        drafts.submit(work, edition)


@pytest.mark.parametrize("by", [AUTHOR, SUBMITTER], ids=["author", "submitter"])
def test_neither_who_drafted_nor_who_submitted_may_approve(house: House, by: Person) -> None:
    edition = submitted(house, by=SUBMITTER)
    with pytest.raises(Forbidden, match="另一人"), house.equipment.work(by) as work:
        drafts.approve(work, edition)
    assert state_of(house, edition) == EditionState.SUBMITTED


def test_another_administrator_approves_and_it_is_in_force_at_once(house: House) -> None:
    before, edition = running(house), submitted(house)
    with house.equipment.work(SECOND) as work:
        found = drafts.approve(work, edition)
        assert (found.state, found.approved_by) == (EditionState.CURRENT, SECOND.account)
    assert (running(house), state_of(house, before)) == (edition, EditionState.RETIRED)


@pytest.mark.parametrize(("starts", "ends"), [(0, 0), (0, -1), (48, 24), (48, 48), (-48, -24)])
def test_an_end_that_is_not_after_the_beginning_is_refused(house: House, starts: int, ends: int) -> None:
    edition = submitted(house)
    with pytest.raises(Incomplete, match="失效"), house.equipment.work(SECOND) as work:
        moments = [work.now + timedelta(hours=hours) for hours in (starts, ends)]
        drafts.approve(work, edition, effective_from=moments[0], effective_until=moments[1])
    assert state_of(house, edition) == EditionState.SUBMITTED


def test_a_refused_draft_goes_back_with_its_reason_and_may_be_submitted_again(house: House) -> None:
    edition = submitted(house)
    with pytest.raises(Incomplete), house.equipment.work(SECOND) as work:
        drafts.refuse(work, edition, reason=" ")
    with house.equipment.work(SECOND) as work:
        found = drafts.refuse(work, edition, reason="依据不足")
        assert found.submitted_by is None and "依据不足" in found.note
    assert state_of(house, edition) == EditionState.DRAFT
    with house.equipment.work(AUTHOR) as work:
        assert drafts.submit(work, edition).state == EditionState.SUBMITTED


def test_a_discarded_draft_can_be_neither_edited_nor_submitted(house: House) -> None:
    edition = drafted(house)
    with house.equipment.work(AUTHOR) as work:
        assert drafts.discard(work, edition).state == EditionState.REFUSED
    for verb in (drafts.submit, drafts.discard, drafts.ask_for_replay):
        with pytest.raises(Conflict), house.equipment.work(AUTHOR) as work:
            verb(work, edition)


@pytest.mark.parametrize("verb", [drafts.submit, drafts.discard, drafts.approve, drafts.ask_for_replay])
def test_an_edition_that_does_not_exist_is_not_found(house: House, verb) -> None:
    with pytest.raises(NotFound), house.equipment.work(AUTHOR) as work:
        verb(work, "1999.01-1")


VERBS = {
    "start": lambda work, _: drafts.start(work, note="改"), "put": lambda work, one: drafts.put_tables(work, one, MOVED),
    "ask_for_replay": drafts.ask_for_replay, "submit": drafts.submit, "approve": drafts.approve,
    "refuse": lambda work, one: drafts.refuse(work, one, reason="不妥"), "discard": drafts.discard,
}  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", [Role.CLERK, Role.DISPATCHER, Role.SUPERVISOR, Role.AUDITOR, Role.OFFICER])
def test_only_an_administrator_changes_the_rules(house: House, verb: str, role: Role) -> None:
    edition = drafted(house)
    with pytest.raises(Forbidden), house.equipment.work(person(role)) as work:
        VERBS[verb](work, edition)
    assert state_of(house, edition) == EditionState.DRAFT


def test_every_deed_is_in_the_audit_and_the_chain_is_whole(house: House) -> None:
    edition = submitted(house)
    with house.equipment.work(SECOND) as work:
        drafts.refuse(work, edition, reason="依据不足")
    with house.equipment.work(AUTHOR) as work:
        drafts.put_tables(work, edition, MOVED)
        drafts.submit(work, edition)
    with house.equipment.work(SECOND) as work:
        drafts.approve(work, edition)
    with house.equipment.work() as work:
        entries = work.session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        mine = [(one.deed, one.actor) for one in entries if one.about.get("edition") == edition]
        assert first_broken(work.session) is None
    by_author = [("draft_rules", "admin-1"), ("submit_rules", "admin-1")]
    again = [("refuse_rules", "admin-3"), ("edit_rules", "admin-1"), ("submit_rules", "admin-1")]
    assert mine == [*by_author, *again, ("approve_rules", "admin-3"), ("publish_rules", "admin-3")]


def test_a_refusal_leaves_no_edition_behind(house: House) -> None:
    with house.equipment.work() as work:
        before = len(work.session.scalars(select(RuleEdition.id)).all())
    with pytest.raises(HotlineError), house.equipment.work(AUTHOR) as work:
        drafts.start(work, note="改", texts=MOVED)
        drafts.submit(work, "1999.01-1")
    with house.equipment.work() as work:
        assert len(work.session.scalars(select(RuleEdition.id)).all()) == before
