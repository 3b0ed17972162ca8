"""How the model fares in use (模型漂移): what it abstains from, what people correct, and words it has never met."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from classifier.learning.novelty import new_words
from classifier.model import Model
from classifier.registry import ModelUnfit, load
from classifier.text import document
from hotline.analytics.period import Week
from hotline.domain.lessons import PRIVATE, Hears, left_out
from hotline.domain.vocabulary import State
from hotline.store.queries.figures.drift import drift_report_of
from hotline.store.queries.lessons import LookedOver, circumstances, judged_between
from hotline.store.reports import DriftReport
from hotline.store.work import Work

FEWEST = 3  # 少于三件或三人说过的词不列，免得从词认出人
MOST_WORDS = 50
LEVEL1 = 2

Models = Callable[[str], Model | None]


@dataclass
class Tally:
    """How the machine's answers fared (研判成绩).

    Args:
        judged: tickets that the machine looked over.
        weighed: those whose edition is still here, so that it is known whether it was sure.
        decided: those whose category a person decided.
        told: those for which the machine had an answer at all.
    """

    judged: int = 0
    weighed: int = 0
    unsure: int = 0
    decided: int = 0
    corrected: int = 0
    told: int = 0
    confidence: float = 0.0

    def add(self, row: LookedOver, sure: bool | None) -> None:
        """Count one ticket."""
        self.judged += 1
        self.weighed += sure is not None
        self.unsure += sure is False
        self.decided += row.by_person
        self.corrected += row.corrected
        self.told += row.confidence is not None
        self.confidence += row.confidence or 0.0

    def as_figures(self) -> dict[str, Any]:
        """As it is kept: counts, and shares that are None where there was nothing to count."""
        return {
            "judged": self.judged,
            "weighed": self.weighed,
            "unsure": self.unsure,
            "decided": self.decided,
            "corrected": self.corrected,
            "unsure_share": _share(self.unsure, self.weighed),
            "corrected_share": _share(self.corrected, self.decided),
            "confidence": _share(self.confidence, self.told),
        }


@dataclass
class _Spoken:
    """In how many tickets, and by how many people, a word was said (新词)."""

    tickets: int = 0
    people: set[object] = field(default_factory=set)


def editions_in(folder: Path, promise: float) -> Models:
    """The editions whose weights lie in a folder, each loaded once (历次版本)."""

    @cache
    def model_of(edition: str) -> Model | None:
        try:
            return load(folder, edition, promise)
        except ModelUnfit:
            return None

    return model_of


def draw_up(work: Work, current: Model, models: Models, hears: Hears, week: Week) -> DriftReport:
    """The week's drift report: drawn up once, then it stays as it is (生成漂移周报).

    Args:
        current: the edition in service; new words are those that it has never met.
        models: the model of an edition, or None if it is no longer here.
    """
    if (kept := drift_report_of(work, week.starts_on)) is not None:
        return kept
    report = DriftReport(
        starts_on=week.starts_on,
        ends_on=week.ends_on,
        model_edition=current.edition,
        figures=figures(work, current, models, hears, week),
        drawn_up_at=work.now,
        drawn_up_by=work.person.account,
    )
    work.session.add(report)
    work.session.flush()
    return report


def figures(work: Work, current: Model, models: Models, hears: Hears, week: Week) -> dict[str, Any]:
    """Every figure of the report, ready to be kept (漂移指标)."""
    rows = list(judged_between(work, week.start, week.end))
    whole, parts = tally(rows, models)
    before = drift_report_of(work, week.before(1).starts_on)
    return {
        "week": str(week),
        "number": week.number,
        "editions": dict(Counter(row.edition for row in rows).most_common()),
        "totals": whole.as_figures(),
        "before": before.figures["totals"] if before else _counted_now(work, models, week.before(1)),
        "level1": [
            {"code": code, "name": current.labels.get(code, code or "没有候选"), **parts[code].as_figures()}
            for code in sorted(parts)
        ],
        "new_words": _new_words(rows, current, hears, _told_before(before)),
    }


def tally(rows: Iterable[LookedOver], models: Models) -> tuple[Tally, dict[str, Tally]]:
    """The whole, and by the level-1 category of the machine's first answer (汇总)."""
    whole, parts = Tally(), dict[str, Tally]()
    for row in rows:
        sure = _sure(row, models)
        for one in (whole, parts.setdefault(row.first[:LEVEL1], Tally())):
            one.add(row, sure)
    return whole, parts


def _sure(row: LookedOver, models: Models) -> bool | None:
    """Whether the edition that judged it was sure; None if that edition is no longer here."""
    model = models(row.edition)
    if model is None:
        return None
    return row.confidence is not None and row.confidence >= model.thresholds.of(row.first)


def _counted_now(work: Work, models: Models, week: Week) -> dict[str, Any] | None:
    """The totals of a week that has no report of its own; None if nothing was judged in it."""
    whole, _ = tally(judged_between(work, week.start, week.end), models)
    return whole.as_figures() if whole.judged else None


def _new_words(
    rows: Sequence[LookedOver], current: Model, hears: Hears, before: dict[str, int]
) -> list[dict[str, Any]]:
    """Words that the edition has never met, said in several tickets by several people, the most frequent first."""
    usable = [row for row in rows if _usable(row, hears)]
    said: dict[str, _Spoken] = {}
    found = new_words(current.estimator.features_, [document(row.title, row.text) for row in usable])
    for row, words in zip(usable, found, strict=True):
        for word in words:
            spoken = said.setdefault(word, _Spoken())
            spoken.tickets += 1
            spoken.people.add(row.requester)
    told = [(word, one.tickets) for word, one in said.items() if min(one.tickets, len(one.people)) >= FEWEST]
    told.sort(key=lambda pair: (-pair[1], pair[0]))
    return [{"word": word, "tickets": count, "before": before.get(word, 0)} for word, count in told[:MOST_WORDS]]


def _usable(row: LookedOver, hears: Hears) -> bool:
    """Whether the words of a ticket may be looked at; invented ones may."""
    if row.state in (State.DRAFT, State.VOID):
        return False
    return not left_out(circumstances(row, hears(row.title, row.text), demo=False), PRIVATE)


def _told_before(before: DriftReport | None) -> dict[str, int]:
    return {one["word"]: one["tickets"] for one in before.figures["new_words"]} if before else {}


def _share(part: float, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
