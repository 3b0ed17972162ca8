"""Counts by day that the reports add up (日累计), kept by the steps and compared with the register (与台账核对)."""

from sqlalchemy import BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from hotline.store.base import Code, Day, Id, Json, Moment, Record


class DailyTally(Record):
    """What was counted on one day, of one facet, in one place (日累计).

    Args of the key: facet is 地区 (by banner), 事项 (league, kind of requester, category), 来源 (league, channel, kind of
    demand) or 单位 (league, agency); code is the value within it, its parts joined by "|".
    """

    __tablename__ = "daily_tallies"
    __table_args__ = (
        Index("uq_daily_tallies_cell", "day", "facet", "region", "code", unique=True),
        Index(None, "facet", "day"),
    )

    id: Mapped[Id]
    day: Mapped[Day]
    facet: Mapped[str] = mapped_column(String(16))
    region: Mapped[str] = mapped_column(String(12))
    code: Mapped[Code]
    counts: Mapped[Json]  # 计量 → 件数，为零的不写


class TallyMark(Record):
    """Up to which step the tallies have followed the register (累计进度); one row."""

    __tablename__ = "tally_marks"

    id: Mapped[Id]
    step_id: Mapped[int] = mapped_column(BigInteger)
    followed_at: Mapped[Moment]
