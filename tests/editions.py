"""Editions of the model for one test alone (版本各用各的): other test processes share the trained ones and see nothing."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import delete, select

from hotline.casework.learning.model_editions import promote
from hotline.domain.vocabulary import EditionState
from hotline.equipment import Equipment
from hotline.store.editions import ModelEdition


@contextmanager
def editions_apart(equipment: Equipment) -> Iterator[str]:
    """A folder of its own that holds the shipped edition, whose name is given; afterwards all is as it was."""
    link = equipment.settings.state / "models"
    shared = link.resolve()
    with equipment.work() as work:
        row = work.session.scalars(select(ModelEdition).where(ModelEdition.state == EditionState.CURRENT)).one()
        shipped, digest, metrics = row.edition, row.digest, row.metrics
    link.unlink()
    link.mkdir()
    (link / shipped).symlink_to(shared / shipped)
    try:
        yield shipped
    finally:
        with equipment.work() as work:
            promote(work, shipped, digest=digest, metrics=metrics)
            work.session.execute(delete(ModelEdition).where(ModelEdition.edition != shipped))
        shutil.rmtree(link)
        link.symlink_to(shared)
