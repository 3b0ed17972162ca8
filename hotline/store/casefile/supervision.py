"""Pressure and its records (督办), ratings that are appealed against (评价剔除), and who must stay away (回避)."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, Sequence
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.handling_terms import RequestState, SupervisionKind
from hotline.store.base import Code, Id, Moment, Record

SUPERVISION_SEQUENCE = Sequence("supervision_numbers", metadata=Record.metadata)


class Supervision(Record):
    """One supervision of a unit (督办): of which kind, why, and by when it must answer."""

    __tablename__ = "supervisions"

    id: Mapped[Id]
    number: Mapped[Code] = mapped_column(unique=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("steps.id"))
    kind: Mapped[SupervisionKind]
    agency: Mapped[Code | None]
    raised_by: Mapped[Code]
    raised_at: Mapped[Moment]
    answer_by: Mapped[Moment]
    lifted_by: Mapped[Code | None]
    lifted_at: Mapped[Moment | None]


class RatingAppeal(Record):
    """A unit's application that a rating be left out of its figures (评价剔除申请); a second person decides."""

    __tablename__ = "rating_appeals"
    __table_args__ = (
        CheckConstraint("decided_by is null or decided_by <> asked_by", name="decided_by_another"),
        Index(None, "ticket_id", unique=True),
    )

    id: Mapped[Id]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    step_id: Mapped[int] = mapped_column(ForeignKey("steps.id"))
    agency: Mapped[Code]
    reason_code: Mapped[Code]
    state: Mapped[RequestState] = mapped_column(default=RequestState.PENDING)
    asked_by: Mapped[Code]
    asked_at: Mapped[Moment]
    decided_by: Mapped[Code | None]
    decided_at: Mapped[Moment | None]


class Recusal(Record):
    """A unit or a person who must not know of a ticket (回避): it is about them."""

    __tablename__ = "recusals"
    __table_args__ = (
        CheckConstraint("(agency is null) <> (account is null)", name="one_of_both"),
        Index(None, "agency"),
        Index(None, "account"),
    )

    id: Mapped[Id]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    agency: Mapped[str | None] = mapped_column(ForeignKey("agencies.code"))
    account: Mapped[Code | None]
    at: Mapped[Moment]
    by: Mapped[Code]
