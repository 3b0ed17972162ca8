"""Policies for enterprises and who was told of them (政策库、政策推送)."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.analysis.policies import PolicyState, PushState
from hotline.store.base import Code, Day, Id, JsonList, Moment, Prose, Record, kept


class Policy(Record):
    """What an authority offers to enterprises, in plain words, and whom it is for (政策).

    Args of the columns: an empty list of matters, industries, scales or regions is 不限; codes mean themselves and
    everything below them. editors are the accounts of all who wrote any of it, none of whom may publish it (四眼).
    """

    __tablename__ = "policies"
    __table_args__ = (
        Index(None, "document_number", "title", unique=True),
        Index(None, "state", "valid_until"),
        CheckConstraint("state <> 'published' or published_by is not null", name="published_by_if_published"),
        CheckConstraint("published_by is null or published_by <> written_by", name="published_by_another"),
        CheckConstraint("valid_until is null or valid_until >= valid_from", name="valid_in_order"),
    )

    id: Mapped[Id]
    title: Mapped[Prose]
    document_number: Mapped[Code]
    issuer: Mapped[Prose]
    url: Mapped[Prose] = mapped_column(default="")
    matters: Mapped[JsonList] = mapped_column(default=list)
    industries: Mapped[JsonList] = mapped_column(default=list)
    scales: Mapped[JsonList] = mapped_column(default=list)
    regions: Mapped[JsonList] = mapped_column(default=list)
    valid_from: Mapped[Day]
    valid_until: Mapped[Day | None]
    summary: Mapped[Prose]
    state: Mapped[PolicyState] = mapped_column(kept(PolicyState))
    written_by: Mapped[Code]
    written_at: Mapped[Moment]
    editors: Mapped[JsonList] = mapped_column(default=list)
    published_by: Mapped[Code | None]
    published_at: Mapped[Moment | None]
    expired_by: Mapped[Code | None]
    expired_at: Mapped[Moment | None]
    expired_why: Mapped[Prose] = mapped_column(default="")
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}


class PolicyPush(Record):
    """That the enterprise of a ticket was told of a policy, once (政策推送)."""

    __tablename__ = "policy_pushes"
    __table_args__ = (Index(None, "ticket_id", "policy_id", unique=True), Index(None, "policy_id"))

    id: Mapped[Id]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    policy_id: Mapped[int] = mapped_column(ForeignKey("policies.id"))
    why: Mapped[JsonList] = mapped_column(default=list)  # 匹配理由，照推送时所说
    by: Mapped[Code]
    at: Mapped[Moment]
    state: Mapped[PushState] = mapped_column(kept(PushState))
