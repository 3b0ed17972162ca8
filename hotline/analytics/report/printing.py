"""A report's files (报告文件): what goes to print, where the files lie, what they are called, and having them made."""

import hashlib
import json
from pathlib import Path

from sqlalchemy import select

from hotline.domain.analysis.terms import ReportKind, ReportState
from hotline.domain.errors import Conflict, NotFound
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import Lane
from hotline.papers.report.manuscript import Manuscript
from hotline.store.analysis.reports import Report
from hotline.store.deliveries import Delivery
from hotline.store.work import Work

OFFICE = "application/vnd.openxmlformats-officedocument"
MEDIA: dict[str, str] = {
    "docx": f"{OFFICE}.wordprocessingml.document",
    "pdf": "application/pdf",
    "xlsx": f"{OFFICE}.spreadsheetml.sheet",
}
LAYOUT = 1  # 版面改了就加一：照旧版面做的文件不再给出
STANDING = {ReportState.DRAWN_UP: "送审稿", ReportState.APPROVED: "审定稿", ReportState.PUBLISHED: ""}
JOB = "report_papers"


def printed(work: Work, number: int, kind: str) -> Report:
    """The report of that id as this person may see it.

    Raises: NotFound if there is none, or no such kind of file; Conflict if its snapshot is of an older make.
    """
    found = work.session.scalar(select(Report).where(Report.id == number))
    if found is None or kind not in MEDIA:
        raise NotFound("没有这份报告文件，或您无权查看")
    if not has_chapters(found):
        raise Conflict("这份报告由旧版本生成，没有可下载的文件，请看该期统计看板")
    return found


def has_chapters(report: Report) -> bool:
    """Whether its snapshot is a document of chapters, as all are since the table of indicators."""
    return "chapters" in report.figures


def manuscript_of(report: Report) -> Manuscript:
    """What of a report goes to print."""
    day = beijing(report.published_at or report.drawn_up_at)
    return Manuscript(
        figures=report.figures,
        commentary=report.commentary,
        corrections=report.corrections,
        standing=STANDING[report.state],
        day=f"{day:%Y年%-m月%-d日}",
        made=f"{beijing(report.drawn_up_at):%Y年%-m月%-d日 %H:%M}生成，此后数字不再变动。",
        moment=report.drawn_up_at,
    )


def path_of(state: Path, report: Report, kind: str) -> Path:
    """Where a file of a report lies: another one for each state and each wording.

    Args:
        state: the state folder.
    """
    written = json.dumps([LAYOUT, report.commentary, report.corrections], ensure_ascii=False, sort_keys=True)
    version = hashlib.sha256(written.encode()).hexdigest()[:12]
    return state / "reports" / str(report.id) / f"{report.state.value}-{version}.{kind}"


def name_of(report: Report, kind: str) -> str:
    """What the file is called where it is saved: 《内蒙古自治区12345热线周报 2026年第47期》.docx."""
    year = report.ends_on.isocalendar().year if report.kind is ReportKind.WEEKLY else report.starts_on.year
    return f"《{report.title} {year}年第{report.number}期》.{kind}"


def order(work: Work, report: Report) -> None:
    """Have the files of a report made in the background; asked for twice, they are made once."""
    waiting = select(Delivery.id).where(
        Delivery.job == JOB, Delivery.about["report"].as_integer() == report.id,
        Delivery.done_at.is_(None), Delivery.dead_at.is_(None), Delivery.queued_at.is_(None),
    )  # fmt: skip
    if work.session.scalar(waiting.limit(1)) is None:
        work.must_follow(JOB, Lane.ROUTINE, about={"report": report.id})
