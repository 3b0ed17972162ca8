"""What a person has kept for later (个人保存): filters under a name, and what was typed and not yet sent."""

from sqlalchemy import Boolean, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from hotline.store.base import Code, Id, Json, Moment, Prose, Record


class SavedView(Record):
    """Search conditions under a name (保存的筛选), one's own or shared with colleagues of the role and region."""

    __tablename__ = "saved_views"
    __table_args__ = (Index(None, "account", "name", unique=True),)

    id: Mapped[Id]
    account: Mapped[Code]
    role: Mapped[Code]
    region: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    name: Mapped[Code]
    about: Mapped[Json] = mapped_column(default=dict)
    shared: Mapped[bool] = mapped_column(Boolean, default=False)
    made_at: Mapped[Moment]


class Unsent(Record):
    """What somebody typed into a form and has not sent (未提交的内容): sealed, one for each form and person."""

    __tablename__ = "unsent"
    __table_args__ = (Index(None, "account", "form", unique=True),)

    id: Mapped[Id]
    account: Mapped[Code]
    form: Mapped[Code]  # 哪个表单：desk，或 工单编号:操作
    sealed: Mapped[Prose]
    at: Mapped[Moment]
