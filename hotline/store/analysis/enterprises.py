"""Enterprises that put demands to the hotline (企业台账): who they are, what of their demands is stuck, and the money in it."""

from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, Numeric, String
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.analysis.enterprises import AmountKind, Bottleneck, Scale
from hotline.store.base import Code, Day, Id, Moment, Prose, Record, kept


class Enterprise(Record):
    """One enterprise by its unified social credit code (企业).

    Args of the columns: industry is a section or division of GB/T 4754, such as C or C13; park is the development zone as
    people write it; entered_by is the system where it came from a ticket by itself.
    """

    __tablename__ = "enterprises"
    __table_args__ = (
        CheckConstraint("uscc ~ '^[0-9A-HJ-NP-RTUW-Y]{18}$'", name="credit_code"),
        CheckConstraint("industry ~ '^[A-T]([0-9]{2})?$'", name="industry_code"),
        Index(None, "region"),
        Index(None, "industry"),
    )

    uscc: Mapped[str] = mapped_column(String(18), primary_key=True)
    name: Mapped[Prose]
    industry: Mapped[str | None] = mapped_column(String(3))
    scale: Mapped[Scale | None] = mapped_column(kept(Scale))
    region: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    park: Mapped[Prose | None]
    entered_by: Mapped[Code]
    entered_at: Mapped[Moment]
    changed_by: Mapped[Code | None]
    changed_at: Mapped[Moment | None]
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}


class EnterpriseDemand(Record):
    """What analysis adds to an enterprise's ticket (涉企要件): whose it is, and where the matter is stuck.

    Kept apart from the requester: one telephone may speak for several firms in turn, and old tickets stay with theirs.
    """

    __tablename__ = "enterprise_demands"

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True)
    uscc: Mapped[str | None] = mapped_column(ForeignKey("enterprises.uscc"), index=True)
    bottleneck: Mapped[Bottleneck | None] = mapped_column(kept(Bottleneck))
    chosen_by: Mapped[Code | None]
    chosen_at: Mapped[Moment | None]


class AmountEntry(Record):
    """One sum claimed or recovered in a ticket (涉企金额); never changed: what was wrong is withdrawn and entered anew."""

    __tablename__ = "amount_entries"
    __table_args__ = (
        CheckConstraint("yuan > 0", name="more_than_nothing"),
        CheckConstraint("(withdrawn_at is null) = (withdrawn_by is null)", name="withdrawn_by_somebody"),
    )

    id: Mapped[Id]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    kind: Mapped[AmountKind] = mapped_column(kept(AmountKind))
    yuan: Mapped[Decimal] = mapped_column(Numeric(16, 2))
    dated: Mapped[Day]
    note: Mapped[Prose]
    reason: Mapped[Prose]  # 挽回多于涉及的，写明缘由
    entered_by: Mapped[Code]
    entered_at: Mapped[Moment]
    withdrawn_by: Mapped[Code | None]
    withdrawn_at: Mapped[Moment | None]
    withdrawn_why: Mapped[Prose | None]
