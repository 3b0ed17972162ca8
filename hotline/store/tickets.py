"""The ticket register (工单台账): the ticket, every step it ever took, and who was given it."""

import uuid
from typing import Any

from sqlalchemy import Boolean, CheckConstraint, Float, ForeignKey, Index, Integer, Sequence, SmallInteger, event
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hotline.domain.handling_terms import Settlement, Stage, SupervisionKind
from hotline.domain.vocabulary import (
    Action,
    Channel,
    Decider,
    DemandType,
    Language,
    Part,
    RequesterKind,
    Role,
    Satisfaction,
    Solved,
    State,
    Urgency,
)
from hotline.store.base import Code, Id, Json, JsonList, Moment, Prose, Record, kept
from hotline.store.people import Requester

TICKET_SEQUENCE = Sequence("ticket_numbers", metadata=Record.metadata)


class Ticket(Record):
    """A citizen's or an enterprise's demand and where it stands (工单)."""

    __tablename__ = "tickets"
    __table_args__ = (
        Index(None, "agency", "state", "due_at"),  # 承办单位待办：先到期的在前
        # 清单：筛选一项，最新的在前；百万件时任选一项都在几毫秒之内
        Index("ix_tickets_state_id", "state", "id"),
        Index("ix_tickets_category_id", "category", "id"),
        Index("ix_tickets_branch_id", sql('"left"(category::text, 2)'), "id"),
        Index("ix_tickets_region_id", "region", "id"),
        Index("ix_tickets_league_id", sql('"left"(region::text, 4)'), "id"),
        Index("ix_tickets_channel_id", "channel", "id"),
        Index("ix_tickets_agency_id", "agency", "id"),
        # 待办、计数：不读行本身
        Index("ix_tickets_standing", "state", "region", "id", postgresql_include=["registered_by"]),
        Index("ix_tickets_overdue", "due_at", postgresql_where=sql("state in ('dispatched', 'handling')")),
        Index("ix_tickets_supervised", "id", postgresql_where=sql("supervised is not null")),
        Index("ix_tickets_suspended", "suspended_until", postgresql_where=sql("suspended_until is not null")),
        # 统计：一周之内收到、到期、派出、办结的
        Index(
            "ix_tickets_received",
            "registered_at",
            "region",
            postgresql_include=["state", "registered_by", "id", "requester_kind"],
        ),
        Index("ix_tickets_due_at", "due_at"),
        Index("ix_tickets_dispatched_at", "dispatched_at"),
        Index("ix_tickets_contact_by", "contact_by"),
        Index("ix_tickets_next", "next_due_at", postgresql_where=sql("next_due_at is not null")),  # 预警、盯办
        Index("ix_tickets_search", "search", postgresql_using="gin"),
        CheckConstraint(
            "agency is not null or state not in ('dispatched','handling','replied','callback')",
            name="agency_if_dispatched",
        ),
        CheckConstraint("state != 'closed' or reply is not null", name="reply_if_closed"),
        CheckConstraint("region ~ '^[0-9]{2,6}$'", name="region_code"),
    )

    id: Mapped[Id]
    number: Mapped[Code] = mapped_column(unique=True)
    state: Mapped[State] = mapped_column(default=State.DRAFT)
    channel: Mapped[Channel]
    external_id: Mapped[Code | None] = mapped_column(unique=True)  # 来源系统的编号：重复提交不重复建单
    demo: Mapped[bool] = mapped_column(Boolean, default=False)

    title: Mapped[Prose]
    text: Mapped[Prose]
    address: Mapped[Prose]
    language: Mapped[Language] = mapped_column(default=Language.CHINESE)
    translation: Mapped[Prose | None]  # 原文不是国家通用语言文字的，由人译出；原文照存
    region: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    region_chosen: Mapped[bool] = mapped_column(Boolean, default=False)  # 人工选定的区划，机器不再判
    requester_kind: Mapped[RequesterKind]
    requester_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("requesters.id"), index=True)
    secret: Mapped[bool] = mapped_column(Boolean, default=False)  # 要求个人信息保密

    category: Mapped[Code | None]
    demand_type: Mapped[DemandType]
    urgency: Mapped[Urgency]
    confidence: Mapped[float | None] = mapped_column(Float)
    candidates: Mapped[JsonList] = mapped_column(default=list)  # 候选分类、候选单位及其理由
    reasons: Mapped[Json] = mapped_column(default=dict)  # 判断理由：起作用的词、相似的已办结工单
    waits_for: Mapped[Prose]  # 转人工的理由
    decided_by: Mapped[Decider | None]

    agency: Mapped[str | None] = mapped_column(ForeignKey("agencies.code"))
    rule: Mapped[Code | None]
    rule_edition: Mapped[Code | None]
    model_edition: Mapped[Code | None]
    ruling: Mapped[Code | None]  # 裁定号：有裁定的工单不得再退单
    basis: Mapped[Prose]
    explanation: Mapped[Json] = mapped_column(default=dict)  # 命中的格、次优的行、时限怎么算的

    limit: Mapped[Code | None]
    due_at: Mapped[Moment | None]
    provisional: Mapped[bool] = mapped_column(Boolean, default=False)  # 时限含未公布的节假日，暂定
    clock_started_at: Mapped[Moment | None]
    archived_from: Mapped[State | None] = mapped_column(kept(State, "archived_from"))  # 归档时原来的状态：统计仍按它算
    redispatch: Mapped[Code | None]  # 再派时按改派时钟表的哪一种情形
    contact_by: Mapped[Moment | None]
    contacted_at: Mapped[Moment | None]
    interim_by: Mapped[Moment | None]
    interim_at: Mapped[Moment | None]
    next_stage: Mapped[Stage | None]  # 眼下这一环节及其到期：在办工单时时都有
    next_due_at: Mapped[Moment | None]
    suspended_at: Mapped[Moment | None]
    suspended_until: Mapped[Moment | None]
    extended: Mapped[int] = mapped_column(SmallInteger, default=0)
    reminded: Mapped[int] = mapped_column(SmallInteger, default=0)  # 1 预警催办 2 重点督办 3 已超期升级
    pressed: Mapped[int] = mapped_column(SmallInteger, default=0)
    supervised: Mapped[SupervisionKind | None]
    problem: Mapped[bool] = mapped_column(Boolean, default=False)  # 问题工单，已提级

    watcher: Mapped[Code | None] = mapped_column(index=True)  # 服务专员
    event_id: Mapped[int | None] = mapped_column(ForeignKey("known_events.id"), index=True)  # 所属的已知事件
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("tickets.id"), index=True)

    reply: Mapped[Prose | None]
    satisfaction: Mapped[Satisfaction | None]
    solved: Mapped[Solved | None]
    settled_as: Mapped[Settlement | None]
    rating_excluded: Mapped[bool] = mapped_column(Boolean, default=False)
    called: Mapped[int] = mapped_column(SmallInteger, default=0)  # 回访未接通的次数
    redone: Mapped[int] = mapped_column(SmallInteger, default=0)
    sent_back: Mapped[int] = mapped_column(SmallInteger, default=0)

    registered_by: Mapped[Code]
    registered_at: Mapped[Moment]
    dispatched_at: Mapped[Moment | None]
    accepted_at: Mapped[Moment | None]
    replied_at: Mapped[Moment | None]
    closed_at: Mapped[Moment | None] = mapped_column(index=True)

    search: Mapped[Any] = mapped_column(TSVECTOR, deferred=True)
    version: Mapped[int] = mapped_column(Integer)

    requester: Mapped[Requester | None] = relationship(lazy="raise_on_sql")
    steps: Mapped[list["Step"]] = relationship(back_populates="ticket", order_by="Step.id", lazy="raise_on_sql")
    assignments: Mapped[list["Assignment"]] = relationship(
        back_populates="ticket", order_by="Assignment.id", lazy="raise_on_sql"
    )

    __mapper_args__ = {"version_id_col": version}


class Step(Record):
    """Something that happened to a ticket (流转记录); append-only, and without personal text."""

    __tablename__ = "steps"
    __table_args__ = (Index("ix_steps_answered", "ticket_id", postgresql_where=sql("action = 'answer'")),)

    id: Mapped[Id]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    action: Mapped[Action]
    before: Mapped[State] = mapped_column(kept(State, "before"))
    after: Mapped[State] = mapped_column(kept(State, "after"))
    actor: Mapped[Code]
    role: Mapped[Role]
    brings: Mapped[Json] = mapped_column(default=dict)
    changes: Mapped[Json] = mapped_column(default=dict)  # 随之改变的列：依次重放即得工单现状
    taken_at: Mapped[Moment] = mapped_column(index=True)

    ticket: Mapped[Ticket] = relationship(back_populates="steps", lazy="raise_on_sql")


class Assignment(Record):
    """A ticket given to an agency (派单): as lead or co-handler, until answered or taken back."""

    __tablename__ = "assignments"
    __table_args__ = (Index(None, "agency", "ended_at"), Index(None, "given_at"))

    id: Mapped[Id]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), index=True)
    agency: Mapped[str] = mapped_column(ForeignKey("agencies.code"))
    part: Mapped[Part]
    decided_by: Mapped[Decider]
    rule: Mapped[Code | None]
    due_at: Mapped[Moment]
    given_at: Mapped[Moment]
    called_by: Mapped[Code | None]  # 吹哨的单位
    accepted_at: Mapped[Moment | None]
    replied_at: Mapped[Moment | None]
    ended_at: Mapped[Moment | None]
    ended_why: Mapped[Prose | None]

    ticket: Mapped[Ticket] = relationship(back_populates="assignments", lazy="raise_on_sql")


REPLAYED = (   # 依次重放流转记录即可复原的列；文字不在其中，另存于流转意见
    "state", "category", "region", "demand_type", "urgency", "requester_kind", "decided_by", "agency", "rule",
    "rule_edition", "ruling", "limit", "due_at", "provisional", "clock_started_at", "redispatch", "contact_by",
    "contacted_at", "interim_by", "interim_at", "next_stage", "next_due_at", "suspended_at", "suspended_until",
    "extended", "reminded", "pressed", "supervised", "problem", "watcher", "merged_into", "satisfaction", "solved",
    "archived_from", "settled_as", "rating_excluded", "called", "redone", "sent_back", "dispatched_at", "accepted_at", "replied_at",
    "closed_at",
)  # fmt: skip


@event.listens_for(Ticket, "load")
def _as_loaded(ticket: Ticket, _context: Any) -> None:
    """Remember the row as it was read, to tell later what a step changed."""
    ticket.__dict__["_as_told"] = {name: ticket.__dict__[name] for name in REPLAYED if name in ticket.__dict__}


def changes_of(ticket: Ticket) -> dict[str, Any]:
    """The replayed columns that changed since the last step of this ticket (本步改变的列)."""
    known: dict[str, Any] = ticket.__dict__.setdefault("_as_told", {})
    now = {name: getattr(ticket, name) for name in REPLAYED}
    changed = {name: value for name, value in now.items() if name not in known or known[name] != value}
    known.update(now)
    return changed
