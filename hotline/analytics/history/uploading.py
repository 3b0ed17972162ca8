"""Old tickets handed in on a page (历史工单上传): the files wait for a job, which says how far it is and what came of them."""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from sqlalchemy import select

from hotline.analytics.history.importing import Taken, check_source
from hotline.domain.errors import Forbidden, Incomplete, NotFound
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.vocabulary import Lane
from hotline.store.analysis.history import HistoryImport, HistoryUpload
from hotline.store.queries.figures.tallying import WHOLE
from hotline.store.work import Work

JOB = "import_history"
MOST_BYTES = 15 * 1024 * 1024  # 约十万件；更大的由系统维护人员用命令行导入
SHOWN = 50
TICKETS, CATEGORIES, AGENCIES = "tickets", "categories", "agencies"
CALLED = {TICKETS: "历史工单文件", CATEGORIES: "事项对照表", AGENCIES: "单位对照表"}


@dataclass(frozen=True)
class RefusalGroup:
    """Rows that were not taken for one and the same reason (同一原因).

    Args:
        lines: where they stand in the file, in order.
    """

    column: str
    reason: str
    lines: tuple[int, ...]


def demand_whole_region(work: Work) -> None:
    """Forbidden unless this person draws up the reports of the whole region: old tickets come from any place."""
    demand_permission(work.person.role, Permission.DRAW_UP_REPORTS)
    if work.person.region != WHOLE:
        raise Forbidden("历史工单由自治区分析员导入，请联系自治区热线")


def hand_in(work: Work, state: Path, source: str, name: str, files: Mapping[str, bytes]) -> HistoryUpload:
    """Keep the files and have them imported in the background.

    Args:
        state: the state folder, which the worker shares.
        name: what the file of tickets is called.
        files: by TICKETS, CATEGORIES and AGENCIES what they hold; without a crosswalk, codes are taken as they are.
    """
    demand_whole_region(work)
    check_source(source)
    if not files.get(TICKETS):
        raise Incomplete("请选一个 CSV 或 XLSX 的历史工单文件")
    for kind, data in files.items():
        if len(data) > MOST_BYTES:
            raise Incomplete(
                f"{CALLED[kind]}有 {len(data) / 1048576:.0f} 兆，一次不超过 {MOST_BYTES // 1048576} 兆；请按年份拆开，或请系统维护人员用命令行导入"
            )
    upload = HistoryUpload(
        source=source.strip(), file_name=name, folder=uuid4().hex, asked_by=work.person.account, asked_at=work.now
    )
    work.session.add(upload)
    work.session.flush()
    folder = folder_of(state, upload)
    folder.mkdir(parents=True, mode=0o700)
    for kind, data in files.items():
        if data:
            (folder / kind).write_bytes(data)
    work.must_follow(JOB, Lane.ROUTINE, about={"upload": upload.id})
    return upload


def folder_of(state: Path, upload: HistoryUpload) -> Path:
    """Where its files lie."""
    return state / "history-uploads" / upload.folder


def waiting(work: Work, number: int) -> HistoryUpload | None:
    """The upload of that id, if it still waits."""
    found = work.session.get(HistoryUpload, number)
    return found if found is not None and found.finished_at is None else None


def advance(work: Work, number: int, rows: int) -> None:
    """So many rows were read."""
    work.session.get_one(HistoryUpload, number).done = rows


def finish(work: Work, number: int, found: Taken) -> None:
    """What came of it: the batch, whether it is the same as before, and who brought it."""
    upload = work.session.get_one(HistoryUpload, number)
    upload.finished_at, upload.done, upload.same = work.now, found.rows, found.known is not None
    newest = select(HistoryImport).order_by(HistoryImport.id.desc()).limit(1)
    batch = found.known or work.session.scalars(newest).one()
    upload.batch_id = batch.id
    if not upload.same:
        batch.imported_by, batch.file_name = upload.asked_by, upload.file_name


def fail(work: Work, number: int, why: str) -> None:
    """It could not be read; nothing of it was written."""
    upload = work.session.get_one(HistoryUpload, number)
    upload.finished_at, upload.failed = work.now, why


def forget(folder: Path) -> None:
    """The files go once they were read: what is kept of them is the tickets and the refusals."""
    if folder.exists():
        shutil.rmtree(folder)


def uploads(work: Work) -> Sequence[HistoryUpload]:
    """What is on the way or came to nothing: those without a batch, the newest first."""
    demand_whole_region(work)
    wanted = select(HistoryUpload).where(HistoryUpload.batch_id.is_(None) | HistoryUpload.same)
    return work.session.scalars(wanted.order_by(HistoryUpload.id.desc()).limit(SHOWN)).all()


def batches(work: Work) -> Sequence[HistoryImport]:
    """What came in, the newest first."""
    demand_whole_region(work)
    return work.session.scalars(select(HistoryImport).order_by(HistoryImport.id.desc()).limit(SHOWN)).all()


def batch(work: Work, number: int) -> HistoryImport:
    """One batch with its refusals."""
    demand_whole_region(work)
    if (found := work.session.get(HistoryImport, number)) is None:
        raise NotFound("没有这个导入批次")
    return found


def refusal_groups(batch: HistoryImport) -> list[RefusalGroup]:
    """The refusals by reason, the most frequent first: one wrong word in a column refuses thousands of rows alike."""
    lines: dict[tuple[str, str], list[int]] = {}
    for one in batch.refusals:
        lines.setdefault((one["column"], one["reason"]), []).append(one["line"])
    ordered = sorted(lines.items(), key=lambda told: (-len(told[1]), told[1][0]))
    return [RefusalGroup(column, reason, tuple(found)) for (column, reason), found in ordered]
