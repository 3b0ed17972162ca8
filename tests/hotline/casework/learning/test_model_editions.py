"""Editions of the classifier: one is current, challengers are kept beside it, and one may go back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from factories import House
from hotline.casework.learning.model_editions import (
    edition_before,
    is_taken,
    keep_challenger,
    may_serve,
    promote,
    roll_back,
)
from hotline.domain.errors import Conflict
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


def _states(work: Work) -> dict[str, EditionState]:
    work.session.expire_all()
    return {edition: state for edition, state in work.session.execute(select(ModelEdition.edition, ModelEdition.state))}


def _later(work: Work, minutes: int) -> Work:
    return replace(work, now=work.now + timedelta(minutes=minutes))


def _last_deed(work: Work) -> tuple[str, dict[str, object]]:
    entry = work.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    return entry.deed, entry.about


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


def test_a_challenger_is_kept_beside_the_current_one_with_its_comparison(house: House) -> None:
    with _undone(house) as work:
        old = _current(work)
        kept = keep_challenger(work, "use-1", digest="d", metrics={"comparison": {"better": True}}, reasons=())
        assert (kept.state, kept.metrics["comparison"], kept.published_by) == (
            EditionState.CANDIDATE, {"better": True}, "system",
        )  # fmt: skip
        assert _current(work) == old and is_taken(work, "use-1") and not is_taken(work, "use-2")
        assert _last_deed(work) == (
            "learn_model", {"edition": "use-1", "digest": "d", "state": "candidate", "reasons": []},
        )  # fmt: skip
        assert may_serve(work, "use-1").edition == "use-1"


def test_a_refused_challenger_is_kept_with_the_reasons_and_may_not_serve(house: House) -> None:
    with _undone(house) as work:
        old = _current(work)
        kept = keep_challenger(work, "use-1", digest="d", metrics={}, reasons=("首位正确率低 3.0%",))
        assert kept.state == EditionState.REFUSED and _current(work) == old
        assert _last_deed(work)[1]["reasons"] == ["首位正确率低 3.0%"]
        with pytest.raises(Conflict, match="比较未通过，不能启用"):
            may_serve(work, "use-1")


def test_a_name_that_is_taken_or_unknown_is_refused(house: House) -> None:
    with _undone(house) as work:
        with pytest.raises(Conflict, match="请换一个版本名"):
            keep_challenger(work, _current(work), digest="d", metrics={}, reasons=())
        with pytest.raises(Conflict, match="没有登记过模型版本 nothing"):
            may_serve(work, "nothing")


def test_rolling_back_goes_to_the_edition_before_and_further_back_the_next_time(house: House) -> None:
    with _undone(house) as work:
        first = _current(work)
        for minutes, edition in ((1, "use-1"), (2, "use-2")):
            promote(_later(work, minutes), edition, digest=edition, metrics={})
        assert roll_back(_later(work, 3)) == ("use-2", "use-1")
        assert _current(work) == "use-1"
        assert _last_deed(work) == ("roll_back_model", {"edition": "use-1", "digest": "use-1", "left": "use-2"})
        assert roll_back(_later(work, 4)) == ("use-1", first)
        assert _states(work) == {
            first: EditionState.CURRENT, "use-1": EditionState.ROLLED_BACK, "use-2": EditionState.ROLLED_BACK,
        }  # fmt: skip
        with pytest.raises(Conflict, match="没有更早的模型版本"):
            roll_back(_later(work, 5))


def test_after_a_roll_back_the_next_edition_is_rolled_back_to_what_was_current_before_it(house: House) -> None:
    with _undone(house) as work:
        first = _current(work)
        promote(_later(work, 1), "bad-1", digest="b", metrics={})
        roll_back(_later(work, 2))
        promote(_later(work, 3), "good-1", digest="g", metrics={})
        assert edition_before(work).edition == first
        assert roll_back(_later(work, 4)) == ("good-1", first)


def test_what_was_rolled_back_from_may_be_promoted_again(house: House) -> None:
    with _undone(house) as work:
        first = _current(work)
        promote(_later(work, 1), "use-1", digest="d", metrics={"f1": 0.9})
        roll_back(_later(work, 2))
        again = may_serve(work, "use-1")
        promote(_later(work, 3), again.edition, digest=again.digest, metrics=again.metrics)
        assert _current(work) == "use-1" and edition_before(work).edition == first


def test_candidates_and_refused_ones_are_never_rolled_back_to(house: House) -> None:
    with _undone(house) as work:
        keep_challenger(_later(work, 1), "use-1", digest="d", metrics={}, reasons=())
        keep_challenger(_later(work, 2), "use-2", digest="d", metrics={}, reasons=("差",))
        with pytest.raises(Conflict, match="没有更早的模型版本"):
            edition_before(work)
