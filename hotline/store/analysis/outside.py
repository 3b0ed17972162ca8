"""Weekly figures of leagues with platforms of their own (盟市自建平台周报数据): beside ours, never added into them."""

from sqlalchemy import ForeignKey, Index, SmallInteger
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from hotline.store.base import Code, Day, Id, Json, Moment, Prose, Record


class OutsideDuty(Record):
    """That a league must report its week, since when and within how many days (盟市报送责任).

    Args of the columns: days is counted from the day after the week's last; basis and grade say where the duty comes
    from and how sure that is; until is the last day of the duty, empty while it lasts.
    """

    __tablename__ = "outside_duties"
    __table_args__ = (Index("uq_outside_duties_running", "region", unique=True, postgresql_where=sql("until is null")),)

    id: Mapped[Id]
    region: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    platform: Mapped[Prose]  # 自建平台的名称，也是来源标注
    since: Mapped[Day]
    until: Mapped[Day | None]
    days: Mapped[int] = mapped_column(SmallInteger)
    basis: Mapped[Prose]
    grade: Mapped[Code]
    set_by: Mapped[Code]
    set_at: Mapped[Moment]


class OutsideFigures(Record):
    """What one league told of one week (盟市报送数据); a newer file takes its place, and the older one is kept.

    Args of the columns: figures holds, by the code of the indicator, the numerator and the denominator (none of a plain
    count); digest is the fingerprint of the file; first_at is when the week was first reported, which a correction
    does not move.
    """

    __tablename__ = "outside_figures"
    __table_args__ = (
        Index("uq_outside_figures_current", "region", "starts_on", unique=True, postgresql_where=sql("replaced_at is null")),
        Index(None, "digest"),
    )  # fmt: skip

    id: Mapped[Id]
    region: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    starts_on: Mapped[Day]
    figures: Mapped[Json]
    source: Mapped[Prose]
    file_name: Mapped[Prose]
    digest: Mapped[Code]
    brought_by: Mapped[Code]
    brought_at: Mapped[Moment]
    first_at: Mapped[Moment]
    replaced_at: Mapped[Moment | None]
