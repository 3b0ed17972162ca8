"""The call room (话务现场): known events, handovers between shifts, numbers that only harass, calls that were checked."""

from sqlalchemy import ForeignKey, Index, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from hotline.store.base import Code, Id, Json, JsonList, Moment, Prose, Record


class KnownEvent(Record):
    """Something that many will call about and that is known already (已知事件): a power cut, water or heat turned off."""

    __tablename__ = "known_events"
    __table_args__ = (Index(None, "region", "ended_at"),)

    id: Mapped[Id]
    region: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    category: Mapped[Code]
    title: Mapped[Prose]
    places: Mapped[JsonList] = mapped_column(default=list)  # 涉及的小区、街道、村；空为全区划
    wording: Mapped[Prose]  # 读给来电人的话
    source: Mapped[Prose]  # 公告单位与文号
    starts_at: Mapped[Moment]
    restores_at: Mapped[Moment | None]  # 预计恢复
    ended_at: Mapped[Moment | None]
    made_by: Mapped[Code]
    made_at: Mapped[Moment]


class Handover(Record):
    """What one shift leaves to the next (交接班)."""

    __tablename__ = "handovers"

    id: Mapped[Id]
    region: Mapped[str] = mapped_column(ForeignKey("regions.code"), index=True)
    text: Mapped[Prose]
    counts: Mapped[Json] = mapped_column(default=dict)  # 交班时各项未了事项的件数
    left_by: Mapped[Code]
    left_at: Mapped[Moment]
    taken_by: Mapped[Code | None]
    taken_at: Mapped[Moment | None]


class Nuisance(Record):
    """A number that only harasses (骚扰名单), for a time; never the number itself."""

    __tablename__ = "nuisances"
    __table_args__ = (Index(None, "caller_index", "until"),)

    id: Mapped[Id]
    caller_index: Mapped[Code]
    shown: Mapped[Code]  # 隐去中间各位
    reason: Mapped[Prose]
    asked_by: Mapped[Code]
    asked_at: Mapped[Moment]
    approved_by: Mapped[Code | None]  # 须由审核督办核准
    until: Mapped[Moment]
    lifted_at: Mapped[Moment | None]


class QualityCheck(Record):
    """A registration that was drawn and marked (质检)."""

    __tablename__ = "quality_checks"

    id: Mapped[Id]
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id"), unique=True)
    agent: Mapped[Code] = mapped_column(index=True)
    drawn_at: Mapped[Moment]
    marks: Mapped[Json] = mapped_column(default=dict)  # 项目 → 分
    score: Mapped[int | None] = mapped_column(SmallInteger)
    words: Mapped[Prose]
    checked_by: Mapped[Code | None]
    checked_at: Mapped[Moment | None]
