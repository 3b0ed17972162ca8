"""How a ticket was handled, and the evidence for it (办理表、联系记录、附件)."""

from sqlalchemy import Boolean, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.handling_terms import Means, Reached, Truth
from hotline.domain.vocabulary import Solved
from hotline.store.base import Code, Id, Moment, Prose, Record


class HandlingForm(Record):
    """What a unit says of its handling when it replies (办理表); the words stand in the notes of its step."""

    __tablename__ = "handling_forms"

    id: Mapped[Id]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("steps.id"))
    agency: Mapped[Code]
    truth: Mapped[Truth | None]
    beyond: Mapped[bool] = mapped_column(Boolean, default=False)  # 超职责
    solved: Mapped[Solved | None] = mapped_column()
    unsolved: Mapped[Code | None]  # 未解决的理由代码
    at: Mapped[Moment]


class ContactRecord(Record):
    """That somebody spoke with the requester, or tried to (联系记录); never the number itself."""

    __tablename__ = "contact_records"

    id: Mapped[Id]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("steps.id"))
    agency: Mapped[Code | None]  # 空：热线
    by: Mapped[Code]
    means: Mapped[Means]
    reached: Mapped[Reached]
    exemption: Mapped[Code | None]  # 免联系的理由代码
    spoken_at: Mapped[Moment]
    at: Mapped[Moment]


class Attachment(Record):
    """A file that belongs to a ticket (附件): found by its digest in the state folder, without its place data."""

    __tablename__ = "attachments"

    id: Mapped[Id]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    step_id: Mapped[int | None] = mapped_column(ForeignKey("steps.id"))  # 随哪一步提交；空：单独添的
    agency: Mapped[Code | None]
    name: Mapped[Prose]
    media: Mapped[str] = mapped_column(String(128))
    size: Mapped[int] = mapped_column(Integer)
    digest: Mapped[Code]
    by: Mapped[Code]
    at: Mapped[Moment]
