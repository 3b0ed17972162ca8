"""Old tickets that came in from other systems (历史工单导入): what came, from where, and what was refused."""

from sqlalchemy import ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from hotline.store.base import Code, Day, Id, JsonList, Moment, Prose, Record


class HistoryImport(Record):
    """One file of old tickets (历史导入批次).

    Args of the columns: digest is of the file, its crosswalks and its source together, so that the same thing twice does
    nothing, but a mended crosswalk may be tried again; refusals holds line, column and reason of what was not taken.
    """

    __tablename__ = "history_imports"
    __table_args__ = (Index("uq_history_imports_digest", "digest", unique=True),)

    id: Mapped[Id]
    source: Mapped[Code]
    file_name: Mapped[Prose]
    digest: Mapped[Code]
    rows: Mapped[int] = mapped_column(Integer)
    taken: Mapped[int] = mapped_column(Integer)
    refused: Mapped[int] = mapped_column(Integer)
    refusals: Mapped[JsonList] = mapped_column(default=list)
    first_on: Mapped[Day | None]
    last_on: Mapped[Day | None]
    imported_by: Mapped[Code]
    imported_at: Mapped[Moment]


class HistoryUpload(Record):
    """A file of old tickets that was handed in on the page, and how far its import is (历史工单上传).

    Args of the columns: folder is where the files lie until the job has read them; done counts rows; same says that the
    very same file had come in before, with the batch that it came with.
    """

    __tablename__ = "history_uploads"

    id: Mapped[Id]
    source: Mapped[Code]
    file_name: Mapped[Prose]
    folder: Mapped[Code]
    asked_by: Mapped[Code]
    asked_at: Mapped[Moment]
    done: Mapped[int] = mapped_column(Integer, default=0)
    finished_at: Mapped[Moment | None]
    failed: Mapped[Prose | None]
    same: Mapped[bool] = mapped_column(default=False)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("history_imports.id"))
