"""The weekly report, made in each way (周报): from roll-ups, from the register, kept as a snapshot, and with its documents."""

from hotline.analytics import tallies
from hotline.analytics.report.drawing import draw_up
from hotline.analytics.report.gathered import gather
from hotline.analytics.report.making import first_weekday
from hotline.analytics.report.period import Period, last_over
from hotline.analytics.report.printing import manuscript_of
from hotline.analytics.report.telling import tell
from hotline.domain.analysis.terms import ReportKind
from hotline.equipment import Equipment
from hotline.papers.report.composing import compose
from hotline.papers.report.manuscript import Manuscript
from hotline.papers.report.pdf import pdf_of
from hotline.papers.report.word import word_of
from hotline.papers.report.workbook import workbook_of
from hotline.store.queries.figures.tallying import statistical_day
from hotline.store.work import Work


def last_full_week(work: Work) -> Period:
    """The statistical week that was over last."""
    cut = tallies.cut_of(work.rules)
    return last_over(ReportKind.WEEKLY, statistical_day(work.now, cut), first_weekday(work.rules), cut)


def from_roll_ups(equipment: Equipment) -> int:
    """The weekly report of the region from the roll-ups."""
    return _told(equipment, rolled_up=True)


def from_register(equipment: Equipment) -> int:
    """The weekly report of the region from the register itself."""
    return _told(equipment, rolled_up=False)


def _told(equipment: Equipment, *, rolled_up: bool) -> int:
    with equipment.work() as work:
        period = last_full_week(work)
        document = tell(work, gather(work, work.rules, period, rolled_up=rolled_up), 1, 1)
    return len(document.chapters)


def snapshot(equipment: Equipment) -> int:
    """The weekly report drawn up and kept, and taken out again so that it is drawn up anew each time."""
    return len(str(_drawn_up(equipment, rolled_up=True).figures))


def documents(equipment: Equipment) -> int:
    """The weekly report from the register, and its Word, PDF and Excel files; how many bytes they are."""
    manuscript = _drawn_up(equipment, rolled_up=False)
    pieces = compose(manuscript)
    return len(word_of(manuscript, pieces)) + len(pdf_of(manuscript, pieces)) + len(workbook_of(manuscript))


def _drawn_up(equipment: Equipment, *, rolled_up: bool) -> Manuscript:
    with equipment.work() as work:
        kept = draw_up(work, work.rules, last_full_week(work), rolled_up=rolled_up)
        manuscript = manuscript_of(kept)
        work.session.delete(kept)
    return manuscript
