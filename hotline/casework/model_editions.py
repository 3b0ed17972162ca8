"""Promoting a trained edition of the classifier (模型发布): one row says which is current; old rows stay for roll-back."""

from typing import Any

from sqlalchemy import select, update

from hotline.domain.vocabulary import EditionState
from hotline.store.audit import write_down
from hotline.store.editions import ModelEdition
from hotline.store.work import Work


def promote(work: Work, edition: str, *, digest: str, metrics: dict[str, Any]) -> ModelEdition:
    """Make an edition the current one (启用); promoting the current one again changes nothing."""
    found = work.session.scalar(select(ModelEdition).where(ModelEdition.edition == edition))
    if found is not None and found.state == EditionState.CURRENT and found.digest == digest:
        return found
    work.session.execute(
        update(ModelEdition).where(ModelEdition.state == EditionState.CURRENT).values(state=EditionState.RETIRED)
    )
    if found is None:
        found = ModelEdition(edition=edition)
        work.session.add(found)
    found.state, found.digest, found.metrics = EditionState.CURRENT, digest, metrics
    found.published_by, found.published_at = work.person.account, work.now
    work.session.flush()
    write_down(work.session, work.now, work.person.account, "promote_model", {"edition": edition, "digest": digest})
    return found
