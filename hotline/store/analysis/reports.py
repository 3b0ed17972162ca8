"""Reports that were drawn up (报告快照): a published figure never changes; what was wrong is said beside it."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.analysis.terms import ReportKind, ReportState
from hotline.store.base import Code, Day, Id, Json, JsonList, Moment, Prose, Record


class Report(Record):
    """The report of one region and period, with all figures as they stood when it was drawn up (统计报告).

    Args of the columns: number is the issue of the year and total that of all years; definitions is the edition of the
    rules whose table of indicators the figures were made by; commentary holds the analyst's words by chapter, and
    corrections what was said after publication.
    """

    __tablename__ = "reports"
    __table_args__ = (
        Index(None, "kind", "region", "starts_on", unique=True),
        CheckConstraint("approved_by is null or approved_by <> written_by", name="approved_by_another"),
        CheckConstraint("state <> 'published' or published_at is not null", name="published_at_if_published"),
    )

    id: Mapped[Id]
    kind: Mapped[ReportKind]
    region: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    starts_on: Mapped[Day]
    ends_on: Mapped[Day]
    cut: Mapped[int] = mapped_column(SmallInteger, default=0)  # 统计日在零点前几小时截止
    number: Mapped[int] = mapped_column(Integer)
    total: Mapped[int] = mapped_column(Integer)
    state: Mapped[ReportState] = mapped_column(default=ReportState.DRAWN_UP)
    title: Mapped[Prose]
    definitions: Mapped[Code]
    figures: Mapped[Json]
    commentary: Mapped[Json] = mapped_column(default=dict)
    corrections: Mapped[JsonList] = mapped_column(default=list)
    drawn_up_at: Mapped[Moment]
    drawn_up_by: Mapped[Code]
    written_by: Mapped[Code | None]  # 最后改按语的人：不能自己审定
    approved_at: Mapped[Moment | None]
    approved_by: Mapped[Code | None]
    published_at: Mapped[Moment | None]
    published_by: Mapped[Code | None]


class ReportRun(Record):
    """One making of reports in the background, and how far it is (生成进度)."""

    __tablename__ = "report_runs"

    id: Mapped[Id]
    kind: Mapped[ReportKind]
    starts_on: Mapped[Day]
    asked_by: Mapped[Code]
    asked_at: Mapped[Moment]
    done: Mapped[int] = mapped_column(Integer, default=0)
    wanted: Mapped[int] = mapped_column(Integer)
    now_at: Mapped[Prose]  # 正在做哪一步
    finished_at: Mapped[Moment | None]
    failed: Mapped[Prose | None]
