"""What was written at a step (流转意见): kept apart from the append-only steps, so that erasure stays possible."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from hotline.store.base import Code, Id, Prose, Record


class Note(Record):
    """The words that a step brought (流转意见): a reason, a reply."""

    __tablename__ = "notes"

    id: Mapped[Id]
    step_id: Mapped[int] = mapped_column(ForeignKey("steps.id"), index=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    kind: Mapped[Code]
    text: Mapped[Prose]
