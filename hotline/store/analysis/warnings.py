"""What many speak of at once (热点事项), its tickets, and the warnings that were given of it (预警)."""

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, Integer, String
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.analysis.terms import TopicKind, TopicState, Verdict, WarningLevel
from hotline.store.base import Code, Id, Json, JsonList, Moment, Prose, Record


class DemandReading(Record):
    """What was read from one ticket to watch for topics (诉求要素): the spots it names and how it says the matter.

    Args of the columns: person tells people apart and names nobody; names are "kind:name", 语 for words of the title.
    """

    __tablename__ = "demand_readings"
    __table_args__ = (Index(None, "filed_at", "league"),)

    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), primary_key=True, autoincrement=False)
    filed_at: Mapped[Moment]
    league: Mapped[str] = mapped_column(String(4))
    person: Mapped[Code]
    names: Mapped[JsonList] = mapped_column(JSONB)


class Topic(Record):
    """One thing that more people speak of than chance would have it (热点事项).

    Args of the columns: cell says what was counted, so that the next look finds the same topic; days holds counts by
    day; expected is what was to be expected in the window that raised it, growth the ratio to it, chance the
    probability by chance.
    """

    __tablename__ = "topics"
    __table_args__ = (
        Index(None, "cell"),
        Index(None, "state", "region"),
        Index(None, "last_seen"),
        CheckConstraint("(state = 'merged') = (merged_into is not null)", name="merged_into_if_merged"),
        CheckConstraint("state <> 'dismissed' or dismissed_why is not null", name="why_if_dismissed"),
    )

    id: Mapped[Id]
    kind: Mapped[TopicKind]
    state: Mapped[TopicState] = mapped_column(default=TopicState.NEW)
    name: Mapped[Prose]
    named_by: Mapped[Code | None]  # 分析员改过的名称，系统不再改
    cell: Mapped[Prose]
    category: Mapped[Code | None]
    region: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    spot: Mapped[Prose]
    first_seen: Mapped[Moment]
    last_seen: Mapped[Moment]
    days: Mapped[Json] = mapped_column(default=dict)
    tickets: Mapped[int] = mapped_column(Integer)
    people: Mapped[int] = mapped_column(Integer)
    expected: Mapped[float] = mapped_column(Float)
    growth: Mapped[float] = mapped_column(Float)
    chance: Mapped[float] = mapped_column(Float)
    units: Mapped[JsonList] = mapped_column(default=list)
    found_at: Mapped[Moment]
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("topics.id"))
    dismissed_why: Mapped[Prose | None]
    dismissed_by: Mapped[Code | None]
    dismissed_at: Mapped[Moment | None]


class TopicTicket(Record):
    """That a ticket belongs to a topic (热点工单); where a person has put it, there it stays."""

    __tablename__ = "topic_tickets"
    __table_args__ = (Index(None, "topic_id", "ticket_id", unique=True), Index(None, "ticket_id"))

    id: Mapped[Id]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"))
    placed_by: Mapped[Code | None]  # 合并、拆分时由谁放在这里
    taken_out: Mapped[Code | None]  # 拆分时由谁取走：系统不再放回


class EarlyWarning(Record):
    """That people were told of a topic, what they did, and whether it was true (预警)."""

    __tablename__ = "early_warnings"
    __table_args__ = (
        Index(None, "topic_id"),
        Index(None, "raised_at"),
        CheckConstraint("(verdict is null) = (verdict_at is null)", name="verdict_has_a_moment"),
    )

    id: Mapped[Id]
    topic_id: Mapped[int] = mapped_column(ForeignKey("topics.id"))
    region: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    level: Mapped[WarningLevel]
    why: Mapped[Prose]
    tickets: Mapped[int] = mapped_column(Integer)  # 预警时已有几件
    raised_at: Mapped[Moment]
    told: Mapped[JsonList] = mapped_column(default=list)  # 推送给了哪些账号
    acknowledged_at: Mapped[Moment | None]
    acknowledged_by: Mapped[Code | None]
    escalated_at: Mapped[Moment | None]
    verdict: Mapped[Verdict | None]
    verdict_at: Mapped[Moment | None]
    verdict_by: Mapped[Code | None]
