"""Publishing rule tables: one edition is current, mistakes publish nothing, old tickets keep their units."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from factories import House
from hotline.casework.rule_editions import digest_of, publish
from hotline.domain.vocabulary import EditionState
from hotline.store.agencies import AgencyRecord
from hotline.store.audit import AuditEntry
from hotline.store.editions import RuleEdition
from hotline.store.work import Work
from routing_rules import FOLDER, RuleTableError, texts_in


class Undo(Exception):
    """Ends a piece of work without a trace, for all tests share the loaded editions."""


@contextmanager
def _undone(house: House) -> Iterator[Work]:
    with pytest.raises(Undo), house.equipment.work() as work:
        yield work
        raise Undo


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
    with _undone(house) as work:
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
