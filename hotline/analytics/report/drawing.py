"""A report's life (报告): drawn up once, commented, approved by another person, published, corrected beside itself."""

from typing import Any

from sqlalchemy import func, select

from hotline.analytics.report.chapters.outline import CHAPTERS, OF_ENTERPRISES
from hotline.analytics.report.gathered import WHOLE, gather
from hotline.analytics.report.period import Period
from hotline.analytics.report.printing import order
from hotline.analytics.report.telling import tell
from hotline.domain.analysis.terms import ReportKind, ReportState
from hotline.domain.errors import Conflict, Incomplete, NotFound
from hotline.domain.moments import beijing
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.privacy import mask_text
from hotline.store.analysis.reports import Report
from hotline.store.audit import write_down
from hotline.store.work import Work
from routing_rules import RuleBook

CHAPTER_IDS = tuple(telling.__name__ for telling in (*CHAPTERS, *OF_ENTERPRISES))
LONGEST = 3000


def draw_up(work: Work, rules: RuleBook, period: Period, region: str = WHOLE, *, rolled_up: bool = True) -> Report:
    """The report of a period and region: drawn up once, then its figures stay as they are (快照)."""
    kept = select(Report).where(
        Report.kind == period.kind, Report.region == region, Report.starts_on == period.starts_on
    )
    if (report := work.session.scalar(kept)) is not None:
        return report
    number, total = period.number, _issues(work, period.kind, region) + 1
    document = tell(work, gather(work, rules, period, region, rolled_up=rolled_up), number, total)
    report = Report(
        kind=period.kind,
        region=region,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        cut=period.cut,
        number=number,
        total=total,
        state=ReportState.DRAWN_UP,
        title=document.title,
        definitions=rules.edition,
        figures=document.as_figures(),
        commentary={},
        corrections=[],
        drawn_up_at=work.now,
        drawn_up_by=work.person.account,
    )
    work.session.add(report)
    work.session.flush()
    return report


def _issues(work: Work, kind: ReportKind, region: str) -> int:
    """How many reports of that kind there are already (总期数)."""
    counted = select(func.count()).select_from(Report).where(Report.kind == kind, Report.region == region)
    return work.session.scalar(counted) or 0


def report(work: Work, number: int) -> Report:
    """The report of that id, locked, if this person may see it; else NotFound."""
    found = work.session.scalar(select(Report).where(Report.id == number).with_for_update())
    if found is None:
        raise NotFound("没有这份报告，或您无权查看")
    return found


def comment(work: Work, number: int, chapter: str, words: str) -> Report:
    """Write the analyst's words under a chapter (按语); figures stay locked. Empty words take them away."""
    demand_permission(work.person.role, Permission.WRITE_REPORTS)
    found = report(work, number)
    if found.state is ReportState.PUBLISHED:
        raise Conflict("报告已经发布，按语不能再改；有误的，请写更正说明")
    if chapter not in CHAPTER_IDS:
        raise Incomplete(f"没有「{chapter[:40]}」这一章")
    if len(words) > LONGEST:
        raise Incomplete(f"按语最多 {LONGEST} 字，现有 {len(words)} 字，请写短些")
    kept = {**found.commentary, chapter: mask_text(words.strip())}
    found.commentary = {name: said for name, said in kept.items() if said}
    found.written_by = work.person.account
    found.state, found.approved_by, found.approved_at = ReportState.DRAWN_UP, None, None  # 改过的，须重新审定
    return found


def approve(work: Work, number: int) -> Report:
    """A second person finds it right (审定)."""
    demand_permission(work.person.role, Permission.APPROVE_REPORTS)
    found = report(work, number)
    if found.state is not ReportState.DRAWN_UP:
        raise Conflict(f"报告现为「{found.state.label}」，不能再审定")
    if work.person.account in (found.written_by, found.drawn_up_by):
        raise Conflict("报告由您生成或写了按语，须由另一人审定")
    found.state, found.approved_by, found.approved_at = ReportState.APPROVED, work.person.account, work.now
    _write(work, found, "approve_report")
    return found


def publish(work: Work, number: int) -> Report:
    """Publish what was approved (发布): from now on not a word of it changes."""
    demand_permission(work.person.role, Permission.APPROVE_REPORTS)
    found = report(work, number)
    if found.state is not ReportState.APPROVED:
        raise Conflict(f"报告现为「{found.state.label}」，审定后才能发布")
    found.state, found.published_by, found.published_at = ReportState.PUBLISHED, work.person.account, work.now
    _write(work, found, "publish_report")
    return found


def correct(work: Work, number: int, words: str) -> Report:
    """Say beside a published report what was wrong in it (更正说明)."""
    demand_permission(work.person.role, Permission.WRITE_REPORTS)
    found = report(work, number)
    if found.state is not ReportState.PUBLISHED:
        raise Conflict("报告还没有发布，请直接修改按语")
    if not words.strip() or len(words) > LONGEST:
        raise Incomplete(f"更正说明不能空着，最多 {LONGEST} 字")
    said: dict[str, Any] = {
        "at": f"{beijing(work.now):%Y年%-m月%-d日}", "by": work.person.name, "words": mask_text(words.strip())
    }  # fmt: skip
    found.corrections = [*found.corrections, said]
    _write(work, found, "correct_report")
    return found


def _write(work: Work, found: Report, deed: str) -> None:
    about = {"report": found.id, "title": found.title, "starts_on": found.starts_on.isoformat()}
    write_down(work.session, work.now, work.person.account, deed, about)
    order(work, found)
