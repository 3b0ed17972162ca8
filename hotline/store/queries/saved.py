"""The views that a person kept, and those that colleagues share with them (保存的筛选)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select

from hotline.domain.errors import NotFound
from hotline.store.people import Staff
from hotline.store.work import Work
from hotline.store.workbench.saved import SavedView

SHOWN = 100


@dataclass(frozen=True)
class SharedView:
    """A view of a colleague of the same role and region, and who shares it (共享的筛选)."""

    view: SavedView
    by: str


def own_views(work: Work) -> Sequence[SavedView]:
    """What this person kept, by name."""
    mine = select(SavedView).where(SavedView.account == work.person.account)
    return work.session.scalars(mine.order_by(SavedView.name)).all()


def shared_views(work: Work) -> Sequence[SharedView]:
    """What colleagues of the same role and region share, by name."""
    theirs = (
        select(SavedView, func.coalesce(Staff.name, ""))
        .outerjoin(Staff, Staff.account == SavedView.account)
        .where(_shared_with(work), SavedView.account != work.person.account)
        .order_by(SavedView.name, SavedView.id)
        .limit(SHOWN)
    )
    return [SharedView(view, by) for view, by in work.session.execute(theirs)]


def view_to_open(work: Work, view_id: int) -> SavedView:
    """A view that this person may open: their own, or one that is shared with them; else NotFound."""
    may = or_(SavedView.account == work.person.account, _shared_with(work))
    found = work.session.scalar(select(SavedView).where(SavedView.id == view_id, may))
    if found is None:
        raise NotFound("没有这个保存的筛选，或它已不再共享")
    return found


def own_view(work: Work, view_id: int) -> SavedView:
    """A view of this person's own, to be changed; else NotFound: what is shared stays its owner's."""
    mine = select(SavedView).where(SavedView.id == view_id, SavedView.account == work.person.account)
    found = work.session.scalar(mine.with_for_update())
    if found is None:
        raise NotFound("没有这个保存的筛选，或它不是您保存的")
    return found


def home_view(work: Work) -> SavedView | None:
    """The view that this person wants to see first, if they marked one (首页清单)."""
    marked = SavedView.about["home"].as_boolean()
    mine = select(SavedView).where(SavedView.account == work.person.account, marked)
    return work.session.scalars(mine.limit(1)).first()


def _shared_with(work: Work) -> ColumnElement[bool]:
    return and_(SavedView.shared.is_(True), SavedView.role == work.person.role, SavedView.region == work.person.region)
