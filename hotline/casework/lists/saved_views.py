"""Search conditions kept under a name (保存的筛选): one's own, or shared with colleagues of the role and region."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from hotline.casework.steps import keepable
from hotline.domain.errors import Conflict, Incomplete
from hotline.domain.privacy import mask_text
from hotline.store.queries.saved import own_view, own_views
from hotline.store.work import Work
from hotline.store.workbench.saved import SavedView

MOST = 50
LONGEST_NAME = 30


def save_view(work: Work, *, name: str, conditions: dict[str, Any], shared: bool = False) -> SavedView:
    """Keep these conditions under that name (保存筛选).

    Raises:
        Incomplete: no name, one too long, or personal data in name or conditions: those who share would read it.
        Conflict: a name that is in use, or fifty views already.
    """
    name = _fit(name)
    if any(isinstance(value, str) and mask_text(value) != value for value in conditions.values()):
        raise Incomplete("检索词里有电话、证件号码、车牌或姓名，不能保存为筛选，请去掉后再保存")
    kept = select(func.count()).where(SavedView.account == work.person.account)
    if (work.session.scalar(kept) or 0) >= MOST:
        raise Conflict(f"您已保存 {MOST} 个筛选，请先删去不用的再保存")
    view = SavedView(
        account=work.person.account, role=work.person.role, region=work.person.region, name=name,
        about={"conditions": conditions}, shared=shared, made_at=work.now,
    )  # fmt: skip
    work.session.add(view)
    return _written(work, view, name)


def rename_view(work: Work, view_id: int, *, name: str, shared: bool) -> SavedView:
    """Give a view of one's own another name, share it or keep it to oneself (更名、共享)."""
    view, name = own_view(work, view_id), _fit(name)
    view.name, view.shared = name, shared
    return _written(work, view, name)


def delete_view(work: Work, view_id: int) -> str:
    """Delete a view of one's own; its name (删除筛选)."""
    view = own_view(work, view_id)
    work.session.delete(view)
    return view.name


def mark_home(work: Work, view_id: int, *, home: bool) -> SavedView:
    """Open this view first when searching, and no other any more; or none (设为首页清单)."""
    view = own_view(work, view_id)
    for one in own_views(work):
        one.about = {**one.about, "home": home and one.id == view.id}
    return view


def _fit(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME or not keepable(name):
        raise Incomplete(f"「名称」须为 1–{LONGEST_NAME} 个字，请重新填写")
    if mask_text(name) != name:
        raise Incomplete("「名称」里有电话、证件号码、车牌或姓名，请换一个名称")
    return name


def _written(work: Work, view: SavedView, name: str) -> SavedView:
    """The table holds each name once for a person: of two windows that save at once the later is refused."""
    try:
        work.session.flush()
    except IntegrityError:
        raise Conflict(f"您已有名为「{name}」的筛选，请换一个名称，或先删去原来的") from None
    return view
