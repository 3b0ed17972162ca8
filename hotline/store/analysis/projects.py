"""Special projects and their milestones (专题、节点): what a hotspot is turned into, so that it need not be complained of."""

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, Integer, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.analysis.projects import ProjectSource, ProjectState
from hotline.store.base import Code, Day, Id, JsonList, Moment, Prose, Record, kept


class Project(Record):
    """A matter in a place that is to be put right as a whole (专题).

    Args of the columns: source_id is the number of the hotspot or topic it came from, kept plain for those may be
    swept away; editors are the accounts of all who wrote any of it, none of whom may approve it (四眼); steps is what
    happened, with who, when and the words that were given.
    """

    __tablename__ = "projects"
    __table_args__ = (
        Index(None, "year", "serial", unique=True),
        Index(None, "region", "state"),
        Index(None, "lead"),
        CheckConstraint("approved_by is null or approved_by <> written_by", name="approved_by_another"),
        CheckConstraint("state not in ('approved', 'under_way') or approved_by is not null", name="approved_if_begun"),
        CheckConstraint(
            "state not in ('under_way', 'done', 'reviewed') or begun_on is not null", name="begun_if_under_way"
        ),
        CheckConstraint("reviewed_by is null or reviewed_by <> finished_by", name="reviewed_by_another"),
    )

    id: Mapped[Id]
    year: Mapped[int] = mapped_column(SmallInteger)
    serial: Mapped[int] = mapped_column(Integer)
    title: Mapped[Prose]
    matter: Mapped[Code]  # 事项分类代码；大类含其下各事项
    region: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    source: Mapped[ProjectSource] = mapped_column(kept(ProjectSource))
    source_id: Mapped[int | None] = mapped_column(BigInteger)
    lead: Mapped[str] = mapped_column(ForeignKey("agencies.code"))
    partners: Mapped[JsonList] = mapped_column(default=list)
    goal: Mapped[Prose]
    month: Mapped[Day | None]  # 每月一题：该月一日
    begun_on: Mapped[Day | None]
    due_on: Mapped[Day]
    state: Mapped[ProjectState] = mapped_column(kept(ProjectState))
    written_by: Mapped[Code]
    written_at: Mapped[Moment]
    editors: Mapped[JsonList] = mapped_column(default=list)
    approved_by: Mapped[Code | None]
    finished_by: Mapped[Code | None]
    result: Mapped[Prose] = mapped_column(default="")  # 办理成效
    reviewed_by: Mapped[Code | None]
    verdict: Mapped[Prose] = mapped_column(default="")  # 评估意见
    dropped_why: Mapped[Prose] = mapped_column(default="")
    steps: Mapped[JsonList] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}

    @property
    def number(self) -> str:
        """What it is called in papers (专题编号)."""
        return f"专题〔{self.year}〕{self.serial}号"


class Milestone(Record):
    """One thing that must be done by a day, by whom, and the proof that it was (节点)."""

    __tablename__ = "milestones"
    __table_args__ = (
        Index(None, "project_id", "due_on"),
        CheckConstraint("done_at is null or proof <> ''", name="proof_if_done"),
    )

    id: Mapped[Id]
    project_id: Mapped[int] = mapped_column(ForeignKey("projects.id"))
    what: Mapped[Prose]
    agency: Mapped[str] = mapped_column(ForeignKey("agencies.code"))
    due_on: Mapped[Day]
    done_at: Mapped[Moment | None]
    done_by: Mapped[Code | None]
    proof: Mapped[Prose] = mapped_column(default="")
    added_by: Mapped[Code]
    added_at: Mapped[Moment]
