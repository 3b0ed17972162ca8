"""What agencies asked for and how it was ruled (申请、裁定), and what the tables might learn from it (规则建议)."""

from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, Sequence
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.handling_terms import RequestKind, RequestState
from hotline.domain.vocabulary import RequesterKind
from hotline.store.base import Code, Id, Json, JsonList, Moment, Prose, Record

RULING_SEQUENCE = Sequence("ruling_numbers", metadata=Record.metadata)


class AgencyRequest(Record):
    """What a unit asks for on a ticket, and what came of it (申请); its words stand in the notes of its step."""

    __tablename__ = "agency_requests"
    __table_args__ = (Index(None, "state", "decide_by"),)

    id: Mapped[Id]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    step_id: Mapped[int] = mapped_column(ForeignKey("steps.id"))
    kind: Mapped[RequestKind]
    state: Mapped[RequestState] = mapped_column(default=RequestState.PENDING)
    agency: Mapped[Code | None]  # 派单岗提起的会商没有单位
    asked_by: Mapped[Code]
    asked_at: Mapped[Moment]
    reason_code: Mapped[Code]
    basis: Mapped[Prose]
    suggests: Mapped[Code | None]  # 建议的承办单位
    until: Mapped[Moment | None]
    in_charge: Mapped[Prose]
    decide_by: Mapped[Moment | None]
    decided_by: Mapped[Code | None]
    decided_at: Mapped[Moment | None]
    ruling: Mapped[Code | None]


class Ruling(Record):
    """Whose a ticket was ruled to be (裁定): a precedent that is searched at the next dispatch; its text is masked."""

    __tablename__ = "rulings"
    __table_args__ = (
        Index("ix_rulings_search", "search", postgresql_using="gin"),
        Index(None, "category", "region"),
    )

    id: Mapped[Id]
    number: Mapped[Code] = mapped_column(unique=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    category: Mapped[Code]
    region: Mapped[Code]
    requester_kind: Mapped[RequesterKind]
    agency: Mapped[str] = mapped_column(ForeignKey("agencies.code"))
    function: Mapped[Code]
    against: Mapped[Code | None]  # 原派的单位
    text: Mapped[Prose]
    basis: Mapped[Prose]
    rule: Mapped[Code | None]
    rule_edition: Mapped[Code | None]
    ruled_by: Mapped[Code]
    ruled_at: Mapped[Moment]
    search: Mapped[Any] = mapped_column(TSVECTOR, deferred=True)


class RuleProposal(Record):
    """A change of the rules that repeated returns suggest (规则建议); a person takes it into a draft, or not."""

    __tablename__ = "rule_proposals"
    __table_args__ = (Index(None, "category", "league", "to_function", unique=True),)

    id: Mapped[Id]
    category: Mapped[Code]
    league: Mapped[Code]
    from_function: Mapped[Code]
    to_function: Mapped[Code]
    level: Mapped[Code]
    count: Mapped[int] = mapped_column(Integer)
    numbers: Mapped[JsonList]  # 凭哪些工单
    rulings: Mapped[JsonList]
    about: Mapped[Json] = mapped_column(default=dict)
    made_at: Mapped[Moment]
    accepted: Mapped[Code | None]  # 采纳进哪个草稿版本
    decided_by: Mapped[Code | None]
    decided_at: Mapped[Moment | None]
