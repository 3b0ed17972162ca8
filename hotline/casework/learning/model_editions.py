"""Editions of the classifier in service (模型发布): kept as candidates, promoted, rolled back; old rows stay."""

from typing import Any

from sqlalchemy import select, update

from hotline.domain.errors import Conflict
from hotline.domain.vocabulary import EditionState
from hotline.store.audit import write_down
from hotline.store.editions import ModelEdition
from hotline.store.work import Work


def promote(work: Work, edition: str, *, digest: str, metrics: dict[str, Any]) -> ModelEdition:
    """Make an edition the current one (启用); promoting the current one again changes nothing."""
    found = _row(work, edition)
    if found is not None and found.state == EditionState.CURRENT and found.digest == digest:
        return found
    _retire_current(work, EditionState.RETIRED)
    if found is None:
        found = ModelEdition(edition=edition)
        work.session.add(found)
    found.state, found.digest, found.metrics = EditionState.CURRENT, digest, metrics
    found.published_by, found.published_at = work.person.account, work.now
    work.session.flush()
    write_down(work.session, work.now, work.person.account, "promote_model", {"edition": edition, "digest": digest})
    return found


def keep_challenger(
    work: Work, edition: str, *, digest: str, metrics: dict[str, Any], reasons: tuple[str, ...]
) -> ModelEdition:
    """Keep a trained challenger with its comparison (留作候选): a candidate, or refused for these reasons.

    Which edition is current does not change.
    """
    if is_taken(work, edition):
        raise Conflict(f"模型版本 {edition} 已经登记过，请换一个版本名")
    state = EditionState.REFUSED if reasons else EditionState.CANDIDATE
    kept = ModelEdition(
        edition=edition,
        state=state,
        digest=digest,
        metrics=metrics,
        published_by=work.person.account,
        published_at=work.now,
    )
    work.session.add(kept)
    work.session.flush()
    about = {"edition": edition, "digest": digest, "state": state.value, "reasons": list(reasons)}
    write_down(work.session, work.now, work.person.account, "learn_model", about)
    return kept


def is_taken(work: Work, edition: str) -> bool:
    """Whether an edition of that name was registered before (版本名已用)."""
    return _row(work, edition) is not None


def may_serve(work: Work, edition: str) -> ModelEdition:
    """The registered edition of that name, if it may be promoted (可启用的版本).

    Raises Conflict if there is none, or if the comparison has refused it.
    """
    found = _row(work, edition)
    if found is None:
        raise Conflict(f"没有登记过模型版本 {edition}；候选版本由 hotline classifier learn 产生")
    if found.state == EditionState.REFUSED:
        raise Conflict(f"模型版本 {edition} 与现行版本比较未通过，不能启用")
    return found


def edition_before(work: Work) -> ModelEdition:
    """The edition that was current before the current one (上一版本); Conflict if there was none.

    What was rolled back from is not gone back to: it is no longer retired.
    """
    retired = select(ModelEdition).where(ModelEdition.state == EditionState.RETIRED)
    found = work.session.scalars(retired.order_by(ModelEdition.published_at.desc(), ModelEdition.id.desc())).first()
    if found is None:
        raise Conflict("没有更早的模型版本可以回退")
    return found


def roll_back(work: Work) -> tuple[str, str]:
    """Go back to the edition that was current before (回退): which one was left, which one is current now.

    The moment of its publication stays what it was, so that rolling back again goes further back.
    """
    before = edition_before(work)
    left = _retire_current(work, EditionState.ROLLED_BACK)
    before.state = EditionState.CURRENT
    work.session.flush()
    about = {"edition": before.edition, "digest": before.digest, "left": left}
    write_down(work.session, work.now, work.person.account, "roll_back_model", about)
    return left, before.edition


def _row(work: Work, edition: str) -> ModelEdition | None:
    return work.session.scalar(select(ModelEdition).where(ModelEdition.edition == edition))


def _retire_current(work: Work, into: EditionState) -> str:
    """The edition that was current until now, with its new state."""
    wanted = update(ModelEdition).where(ModelEdition.state == EditionState.CURRENT).values(state=into)
    return work.session.scalars(wanted.returning(ModelEdition.edition)).first() or ""
