"""The nine chapters of a report (九章), in the order of the outline; each is told from what was gathered."""

from collections.abc import Callable

from hotline.analytics.report.chapters.cases import examples, hard_cases
from hotline.analytics.report.chapters.demands import demands
from hotline.analytics.report.chapters.enterprises import enterprises
from hotline.analytics.report.chapters.hotspots import hotspots
from hotline.analytics.report.chapters.overall import overall
from hotline.analytics.report.chapters.places import places
from hotline.analytics.report.chapters.quality import quality
from hotline.analytics.report.chapters.units import units
from hotline.analytics.report.gathered import Gathered
from hotline.domain.analysis.document import Chapter
from hotline.store.work import Work

Telling = Callable[[Work, Gathered], Chapter]

CHAPTERS: tuple[Telling, ...] = (
    overall, demands, places, enterprises, hotspots, units, hard_cases, examples, quality,
)  # fmt: skip
