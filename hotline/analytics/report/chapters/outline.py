"""The chapters of a report in the order of its outline (章目): nine of the hotline, eight of enterprise demands alone."""

from collections.abc import Callable

from hotline.analytics.report.chapters.cases import examples, hard_cases
from hotline.analytics.report.chapters.demands import demands
from hotline.analytics.report.chapters.enterprise_care import hot_matters, policies_told, projects_under_way, watched
from hotline.analytics.report.chapters.enterprise_demands import bottlenecks, money, spread, standing_of_enterprises
from hotline.analytics.report.chapters.enterprises import enterprises
from hotline.analytics.report.chapters.hotspots import hotspots
from hotline.analytics.report.chapters.overall import overall
from hotline.analytics.report.chapters.places import places
from hotline.analytics.report.chapters.quality import quality
from hotline.analytics.report.chapters.units import units
from hotline.analytics.report.gathered import Gathered
from hotline.domain.analysis.document import Chapter
from hotline.domain.analysis.terms import ReportKind
from hotline.store.work import Work

Telling = Callable[[Work, Gathered], Chapter]

CHAPTERS: tuple[Telling, ...] = (
    overall, demands, places, enterprises, hotspots, units, hard_cases, examples, quality,
)  # fmt: skip
OF_ENTERPRISES: tuple[Telling, ...] = (
    standing_of_enterprises, spread, bottlenecks, hot_matters, money, policies_told, projects_under_way, watched,
)  # fmt: skip


def chapters_of(kind: ReportKind) -> tuple[Telling, ...]:
    """The outline of a kind of report."""
    return OF_ENTERPRISES if kind is ReportKind.ENTERPRISE else CHAPTERS
