"""How feeds fared outside (回流送达与对账): each attempt with its answer, and what reconciling with 蒙速办 found."""

from sqlalchemy import ForeignKey, Index, Integer, text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.analysis.feed_terms import DifferenceKind
from hotline.store.base import Code, Day, Id, Moment, Prose, Record, kept


class FeedAttempt(Record):
    """One attempt to hand a feed to 蒙速办 (回流送达记录): when, what was answered, how long it took."""

    __tablename__ = "feed_attempts"

    id: Mapped[Id]
    feed_id: Mapped[int] = mapped_column(ForeignKey("demand_feeds.id", ondelete="CASCADE"), index=True)
    at: Mapped[Moment]
    acknowledged: Mapped[Code | None]  # 空：没有送达，原因见 failed
    failed: Mapped[Prose | None]
    took_ms: Mapped[int] = mapped_column(Integer)


class FeedCheck(Record):
    """One reconciling with 蒙速办 (对账): what was asked, how many feeds it holds, how many differ."""

    __tablename__ = "feed_checks"

    id: Mapped[Id]
    at: Mapped[Moment]
    since: Mapped[Day]
    ours: Mapped[int] = mapped_column(Integer)
    theirs: Mapped[int] = mapped_column(Integer)
    differing: Mapped[int] = mapped_column(Integer)


class FeedDifference(Record):
    """One thing in which 蒙速办 and we differ, from when it was found until it was gone (对账差异).

    Args of the columns: about is the id of a feed, or a day for counts of progress messages.
    """

    __tablename__ = "feed_differences"
    __table_args__ = (
        Index("uq_feed_differences_open", "kind", "about", unique=True, postgresql_where=text("settled_at is null")),
    )

    id: Mapped[Id]
    kind: Mapped[DifferenceKind] = mapped_column(kept(DifferenceKind))
    about: Mapped[Code]
    ours: Mapped[Prose | None]
    theirs: Mapped[Prose | None]
    found_at: Mapped[Moment]
    seen_at: Mapped[Moment]  # 最近一次对账仍见
    settled_at: Mapped[Moment | None]
