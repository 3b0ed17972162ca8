"""People (人员): those who ask, and those who work here."""

import uuid

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.vocabulary import RequesterKind, Role
from hotline.store.base import Code, Id, Moment, Prose, Record


class Requester(Record):
    """Somebody who puts demands to the hotline (诉求人); personal fields are sealed, found by a blind index."""

    __tablename__ = "requesters"
    __table_args__ = (Index(None, "phone_index"), Index(None, "uscc"))

    id: Mapped[uuid.UUID] = mapped_column(Uuid, primary_key=True, default=uuid.uuid4)
    kind: Mapped[RequesterKind]
    name_sealed: Mapped[Prose | None]
    phone_sealed: Mapped[Prose | None]
    phone_index: Mapped[Code | None]
    identity_sealed: Mapped[Prose | None]
    identity_index: Mapped[Code | None] = mapped_column(index=True)
    company: Mapped[Prose | None]
    uscc: Mapped[Code | None]  # 统一社会信用代码：企业公开信息，不加密
    mengsuban_id: Mapped[Code | None] = mapped_column(unique=True)
    created_at: Mapped[Moment]


class Staff(Record):
    """Somebody who works on tickets (工作人员), with the region and unit that bound what they see."""

    __tablename__ = "staff"
    __table_args__ = (
        CheckConstraint("agency is not null or role not in ('clerk', 'head')", name="unit_people_have_a_unit"),
    )

    id: Mapped[Id]
    account: Mapped[Code] = mapped_column(unique=True)
    name: Mapped[Code]
    role: Mapped[Role]
    region: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    agency: Mapped[str | None] = mapped_column(ForeignKey("agencies.code"))
    phone_sealed: Mapped[Prose | None]  # 接收短信的手机
    password_hash: Mapped[Prose]
    stand_in: Mapped[Code | None]  # AB 角：不在时由谁代办
    away_until: Mapped[Moment | None]
    password_changed_at: Mapped[Moment | None]
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    demo: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[Moment]
