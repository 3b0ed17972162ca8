"""How good the data of each week are (数据质量周计数), counted in the background so that the page opens at once."""

from sqlalchemy import ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from hotline.store.base import Code, Day, Id, JsonList, Moment, Record


class QualityCount(Record):
    """One finding of one week in one league (数据质量计数).

    Args of the columns: region is a league, or the whole region for what has no place; code is the finding's; told
    holds examples where no tickets lie behind it, such as cells of the roll-ups that differ.
    """

    __tablename__ = "quality_counts"
    __table_args__ = (Index("uq_quality_counts_cell", "starts_on", "region", "code", unique=True),)

    id: Mapped[Id]
    starts_on: Mapped[Day]
    region: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    code: Mapped[Code]
    found: Mapped[int] = mapped_column(Integer)
    of_all: Mapped[int] = mapped_column(Integer)
    told: Mapped[JsonList] = mapped_column(default=list)
    counted_at: Mapped[Moment]
