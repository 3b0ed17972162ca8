"""What leagues reported of their weeks (盟市报送查询)."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_, select

from hotline.store.analysis.outside import OutsideDuty, OutsideFigures
from hotline.store.work import Work


def duties(work: Work, first: date | None = None) -> Sequence[OutsideDuty]:
    """The duties that run, or that ran on that day or later; by league."""
    running = OutsideDuty.until.is_(None)
    held = running if first is None else or_(running, OutsideDuty.until >= first)
    return work.session.scalars(select(OutsideDuty).where(held).order_by(OutsideDuty.region, OutsideDuty.since)).all()


def reported(work: Work, first: date, last: date) -> Sequence[OutsideFigures]:
    """What stands of the weeks that begin on these days, without what was replaced."""
    wanted = select(OutsideFigures).where(
        OutsideFigures.starts_on >= first, OutsideFigures.starts_on <= last, OutsideFigures.replaced_at.is_(None)
    )  # fmt: skip
    return work.session.scalars(wanted.order_by(OutsideFigures.region, OutsideFigures.starts_on)).all()


def known_file(work: Work, digest: str) -> OutsideFigures | None:
    """What the very same file brought before."""
    return work.session.scalar(select(OutsideFigures).where(OutsideFigures.digest == digest).limit(1))
