"""What people's decisions teach the model (使用中的训练样本): masked, and without those that may not be used."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from classifier.learning.lessons import Lesson
from classifier.reading.people import minor_of
from classifier.reading.wishes import secrecy_of
from classifier.text import document, normalise
from hotline.domain.lessons import Heard, Hears, left_out
from hotline.store.queries.lessons import LookedOver, circumstances, decided_by_people
from hotline.store.work import Work

GROUP_LENGTH = 16


@dataclass(frozen=True, slots=True)
class LessonOfUse:
    """A demand with the category that a person gave it (使用中的训练样本), without personal data.

    Args:
        group: the same for all demands of one requester; says nothing about who that is.
        first: the machine's first category at that time; empty if it had none.
        corrected: whether the person decided otherwise.
    """

    number: str
    title: str
    text: str
    category: str
    group: str
    first: str
    corrected: bool
    decided_at: datetime

    @property
    def lesson(self) -> Lesson:
        """As training takes it."""
        return Lesson(document(self.title, self.text), self.category, self.group)


@dataclass(frozen=True, slots=True)
class Gathered:
    """The lessons of a time, the oldest decision first, and how many tickets were left out for which reason (收集结果)."""

    lessons: tuple[LessonOfUse, ...]
    left_out: Counter[str]

    @property
    def corrected(self) -> int:
        """How many of the lessons correct the machine."""
        return sum(one.corrected for one in self.lessons)


def heard(title: str, text: str) -> Heard:
    """What a demand says of minors and of secrecy (听取意愿)."""
    said = normalise(document(title, text))
    return Heard(minor=bool(minor_of(said)), secrecy=bool(secrecy_of(said)))


def lessons_of_use(work: Work, hears: Hears, since: datetime, *, demo: bool = False) -> Gathered:
    """The lessons of use since a moment (收集训练样本).

    Args:
        hears: what a title and a text say of minors and of secrecy.
        demo: whether invented tickets count; in a demo only.
    """
    found, spared = [], Counter[str]()
    for row in decided_by_people(work, since):
        reason = left_out(circumstances(row, hears(row.title, row.text), demo=row.demo and not demo))
        if reason:
            spared[reason] += 1
        else:
            found.append(_lesson(work, row))
    return Gathered(tuple(found), spared)


def _lesson(work: Work, row: LookedOver) -> LessonOfUse:
    return LessonOfUse(
        number=row.number,
        title=row.title,
        text=row.text,
        category=row.category,
        group=work.vault.blind(f"lessons.{row.requester}")[:GROUP_LENGTH],
        first=row.first,
        corrected=row.corrected,
        decided_at=row.decided_at or work.now,
    )
