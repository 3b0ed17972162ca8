"""The inside of a unit (单位内部): whom a ticket is passed to, what the head signs, and replies worth using again."""

from sqlalchemy import ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.handling_terms import RequestState
from hotline.store.base import Code, Id, Json, Moment, Prose, Record


class InternalTask(Record):
    """A ticket passed on inside a unit (内部转办): to a section, a property manager or a firm, with a date of its own."""

    __tablename__ = "internal_tasks"
    __table_args__ = (Index(None, "agency", "done_at", "due_at"),)

    id: Mapped[Id]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    agency: Mapped[Code]
    given_to: Mapped[Prose]  # 股室、物业、企业的名称
    account: Mapped[Code | None]  # 本单位的人
    words: Mapped[Prose]
    due_at: Mapped[Moment]
    given_by: Mapped[Code]
    given_at: Mapped[Moment]
    answer: Mapped[Prose | None]
    done_by: Mapped[Code | None]
    done_at: Mapped[Moment | None]


class SignOff(Record):
    """A handling form that waits for the head's signature before it goes out (分管领导审签)."""

    __tablename__ = "sign_offs"
    __table_args__ = (Index(None, "agency", "state"),)

    id: Mapped[Id]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    agency: Mapped[Code]
    state: Mapped[RequestState] = mapped_column(default=RequestState.PENDING)
    form: Mapped[Json] = mapped_column(default=dict)  # 办理表的各栏；公开答复与内部办理情况在内
    asked_by: Mapped[Code]
    asked_at: Mapped[Moment]
    words: Mapped[Prose]  # 领导的批语
    decided_by: Mapped[Code | None]
    decided_at: Mapped[Moment | None]


class ReplyTemplate(Record):
    """A reply that a unit uses again (答复模板)."""

    __tablename__ = "reply_templates"
    __table_args__ = (Index(None, "agency", "category"),)

    id: Mapped[Id]
    agency: Mapped[Code | None]  # 空：全区通用
    category: Mapped[Code | None]  # 空：各类通用
    title: Mapped[Prose]
    text: Mapped[Prose]
    used: Mapped[int] = mapped_column(Integer, default=0)
    made_by: Mapped[Code]
    made_at: Mapped[Moment]
