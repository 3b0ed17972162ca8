"""Promoting an edition of the classifier: one is current, and one may go back."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from factories import House
from hotline.casework.model_editions import promote
from hotline.domain.vocabulary import EditionState
from hotline.store.audit import AuditEntry
from hotline.store.editions import ModelEdition
from hotline.store.work import Work


class Undo(Exception):
    """Ends a piece of work without a trace, for all tests share the loaded editions."""


@contextmanager
def _undone(house: House) -> Iterator[Work]:
    with pytest.raises(Undo), house.equipment.work() as work:
        yield work
        raise Undo


def _current(work: Work) -> str:
    return work.session.scalars(select(ModelEdition.edition).where(ModelEdition.state == EditionState.CURRENT)).one()


def _audited(work: Work) -> int:
    return work.session.scalar(select(func.count()).select_from(AuditEntry)) or 0


def test_a_promoted_edition_is_the_only_current_one_and_one_can_go_back(house: House) -> None:
    with _undone(house) as work:
        old, audited = _current(work), _audited(work)
        digest = work.session.scalars(select(ModelEdition.digest).where(ModelEdition.edition == old)).one()
        made = promote(work, "next-1", digest="d" * 16, metrics={"f1": 0.9})
        assert _current(work) == "next-1" == made.edition and made.published_by == "system"
        assert promote(work, old, digest=digest, metrics={}).edition == old
        work.session.expire_all()
        assert _current(work) == old
        states = dict(work.session.execute(select(ModelEdition.edition, ModelEdition.state)).all())
        assert states == {old: EditionState.CURRENT, "next-1": EditionState.RETIRED}
        assert _audited(work) == audited + 2


def test_promoting_the_current_one_again_changes_nothing(house: House) -> None:
    with _undone(house) as work:
        first = promote(work, "next-1", digest="d", metrics={"f1": 0.9})
        at, audited = first.published_at, _audited(work)
        again = promote(work, "next-1", digest="d", metrics={"f1": 0.1})
        assert (again.id, again.published_at, again.metrics, _audited(work)) == (first.id, at, {"f1": 0.9}, audited)


def test_the_same_name_with_other_weights_is_written_down_as_such(house: House) -> None:
    with _undone(house) as work:
        promote(work, "next-1", digest="d", metrics={})
        again = promote(work, "next-1", digest="e", metrics={"f1": 0.5})
        assert (again.digest, again.metrics, _current(work)) == ("e", {"f1": 0.5}, "next-1")
