"""Hotspots, what 蒙速办 was told of them, and how the model fared (热点、回流、漂移)."""

from sqlalchemy import Float, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from hotline.store.base import Code, Day, Id, Json, Moment, Record


class DemandHotspot(Record):
    """One matter in one place that enterprises spoke of more than usual (企业诉求热点)."""

    __tablename__ = "demand_hotspots"
    __table_args__ = (Index(None, "starts_on", "region"), Index(None, "starts_on", "category", "region", unique=True))

    id: Mapped[Id]
    starts_on: Mapped[Day]
    category: Mapped[Code]
    region: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    demands: Mapped[int] = mapped_column(Integer)
    usual: Mapped[float] = mapped_column(Float)
    enterprises: Mapped[int] = mapped_column(Integer)
    heat: Mapped[float] = mapped_column(Float)


class DemandFeed(Record):
    """What 蒙速办 is told of a week's enterprise hotspots (热点回流): masked, aggregated, with its acknowledgement."""

    __tablename__ = "demand_feeds"

    id: Mapped[Id]
    feed_id: Mapped[Code] = mapped_column(unique=True)
    starts_on: Mapped[Day]
    payload: Mapped[Json]
    composed_at: Mapped[Moment]
    acknowledged: Mapped[Code | None]


class DriftReport(Record):
    """How the model fared in a week (模型漂移周报): what it abstained from, what people corrected, words it never met."""

    __tablename__ = "drift_reports"

    id: Mapped[Id]
    starts_on: Mapped[Day] = mapped_column(unique=True)
    ends_on: Mapped[Day]
    model_edition: Mapped[Code]
    figures: Mapped[Json]
    drawn_up_at: Mapped[Moment]
    drawn_up_by: Mapped[Code]
