"""Hotspots, what 蒙速办 was told of them, and how the model fared (热点、回流、漂移)."""

from sqlalchemy import CheckConstraint, Float, ForeignKey, Index, Integer, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.analysis.feed_terms import FeedState
from hotline.store.base import Code, Day, Id, Json, JsonList, Moment, Prose, Record, kept


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
    """What 蒙速办 is told of a week's enterprise hotspots (热点回流): masked, aggregated, reviewed, acknowledged.

    Args of the columns: left_out names the lines that a person will not have told; edited_by is everybody who changed
    the draft, none of whom may approve it; supersedes is the id of the version that this one takes the place of. Once
    published, payload is what was told, and never changes.
    """

    __tablename__ = "demand_feeds"
    __table_args__ = (
        Index(None, "starts_on", "version", unique=True),
        CheckConstraint(
            "reviewed_by is null or not edited_by @> to_jsonb(reviewed_by::text)", name="approved_by_another"
        ),
    )

    id: Mapped[Id]
    feed_id: Mapped[Code] = mapped_column(unique=True)
    starts_on: Mapped[Day]
    version: Mapped[int] = mapped_column(SmallInteger, default=1)
    supersedes: Mapped[Code | None]
    state: Mapped[FeedState] = mapped_column(kept(FeedState), default=FeedState.DRAFT)
    payload: Mapped[Json]
    left_out: Mapped[JsonList] = mapped_column(default=list)
    sentence: Mapped[Prose] = mapped_column(default="")
    edited_by: Mapped[JsonList] = mapped_column(default=list)
    composed_at: Mapped[Moment]
    reviewed_by: Mapped[Code | None]
    published_at: Mapped[Moment | None]
    acknowledged: Mapped[Code | None]
    acknowledged_at: Mapped[Moment | None]


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
