"""Champion against challenger (新旧版本比较): both judge the same tickets, and a worse one is refused with the why."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process
from scipy.stats import binomtest
from sklearn.metrics import f1_score

from classifier import corpus
from classifier.estimator import parents
from classifier.learning.lessons import Lesson
from classifier.learning.measures import Numbers, calibration_error, top
from classifier.model import Model

Answered = Sequence[tuple[str, str]]

HELD_SHARE = 0.2
_CHANCE = 0.05
_MOST_LOST = 0.005
_MOST_FORGOTTEN = 0.01
_ALIKE = 95
_TINY = 0.001


@dataclass(frozen=True, slots=True)
class Marks:
    """How one edition did (成绩).

    Args:
        sure: the share of tickets that reach the edition's own thresholds.
        sure_accuracy: how many of those are right; None where there are none.
        known: top-1 on the project's calibration set, which it must not unlearn.
    """

    edition: str
    top1: float
    top3: float
    level1: float
    macro_f1: float
    ece: float
    sure: float
    sure_accuracy: float | None
    known: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions on the same held-out tickets (版本比较).

    Args:
        only_champion, only_challenger: tickets that only one of them judged rightly.
        chance: how likely so great a difference is where neither is better (McNemar's exact test, both sides).
        guarded: size of the calibration set.
        reasons: why the challenger is refused; empty if it may serve.
    """

    champion: Marks
    challenger: Marks
    tickets: int
    only_champion: int
    only_challenger: int
    chance: float
    promise: float
    guarded: int
    reasons: tuple[str, ...]

    @property
    def better(self) -> bool:
        """Whether nothing speaks against the challenger (可启用)."""
        return not self.reasons

    def kept(self) -> dict[str, Any]:
        """As it is kept with the edition (存档)."""
        return {**asdict(self), "reasons": list(self.reasons), "better": self.better}

    def table(self) -> list[str]:
        """What people read of it, a line a measure (比较表)."""
        return list(_table(self))


@dataclass(frozen=True, slots=True)
class _Judged:
    """What one edition made of the held-out tickets."""

    right: Numbers
    told: Numbers
    marks: Marks


def held_apart(lessons: Sequence[Lesson], share: float = HELD_SHARE) -> tuple[list[Lesson], list[Lesson]]:
    """Lessons to train with, and the latest ones held back to compare with (按时间留出).

    Args:
        lessons: the oldest first.

    A group is held back whole, by its latest lesson; what says nearly the same as a held lesson does not train either.
    """
    sizes, held, count = Counter(lesson.group for lesson in lessons), set[str](), 0
    for group in dict.fromkeys(lesson.group for lesson in reversed(lessons)):
        if count >= round(share * len(lessons)):
            break
        held.add(group)
        count += sizes[group]
    back = [lesson for lesson in lessons if lesson.group in held]
    return _unlike([lesson for lesson in lessons if lesson.group not in held], back), back


def compare(champion: Model, challenger: Model, held: Answered, known: Answered | None = None) -> Comparison:
    """Let both judge the same tickets (比较).

    Args:
        held: documents with their categories that neither was trained on.
        known: a second such set, on which the challenger must not fall; the project's calibration set if not given.

    Raises ValueError if there is nothing to compare with.
    """
    if not held:
        raise ValueError("没有留出的工单，无从比较")
    guard = known_demands() if known is None else known
    one, other = _judged(champion, held, guard), _judged(challenger, held, guard)
    only_one, only_other = int((one.right & ~other.right).sum()), int((other.right & ~one.right).sum())
    chance = _chance(only_one, only_other)
    promise = challenger.thresholds.promise
    return Comparison(
        champion=one.marks,
        challenger=other.marks,
        tickets=len(held),
        only_champion=only_one,
        only_challenger=only_other,
        chance=chance,
        promise=promise,
        guarded=len(guard),
        reasons=tuple(_reasons(one, other, chance, promise)),
    )


def known_demands() -> list[tuple[str, str]]:
    """The project's calibration set: documents that no edition trains on, with their categories (校准集)."""
    return [(row.document, row.category) for row in corpus.read(corpus.CALIBRATION)]


def _unlike(training: list[Lesson], held: list[Lesson]) -> list[Lesson]:
    by_label: dict[str, list[str]] = {}
    for lesson in held:
        by_label.setdefault(lesson.label, []).append(lesson.document)
    return [lesson for lesson in training if not _copied(lesson.document, by_label.get(lesson.label, ()))]


def _copied(document: str, others: Sequence[str]) -> bool:
    return process.extractOne(document, others, scorer=fuzz.ratio, score_cutoff=_ALIKE) is not None


def _judged(model: Model, held: Answered, known: Answered) -> _Judged:
    classes, truth = np.array(model.classes), np.array([label for _, label in held])
    said, confidences = model.confidences([document for document, _ in held])
    answers, sure = classes[confidences.argmax(axis=1)], confidences.max(axis=1)
    right = answers == truth
    told = np.array(said) & (sure >= np.array([model.thresholds.of(answer) for answer in answers.tolist()]))
    marks = Marks(
        edition=model.edition,
        top1=float(right.mean()),
        top3=top(truth, classes, confidences, 3),
        level1=_level1(truth, classes, confidences),
        macro_f1=float(f1_score(truth, answers, average="macro", labels=np.unique(truth), zero_division=0)),
        ece=calibration_error(sure, right),
        sure=float(told.mean()),
        sure_accuracy=float(right[told].mean()) if told.any() else None,
        known=_top1(model, known),
    )
    return _Judged(right, told, marks)


def _level1(truth: Numbers, classes: Numbers, confidences: Numbers) -> float:
    """Share of texts whose level-1 category is the likeliest one."""
    kin = parents(classes)
    heads = np.unique(kin)
    likeliest = heads[(confidences @ (kin[:, None] == heads)).argmax(axis=1)]
    wanted = parents([*truth.tolist(), *classes.tolist()])[: len(truth)]
    return float((likeliest == wanted).mean())


def _top1(model: Model, known: Answered) -> float:
    if not known:
        return 1.0
    _, confidences = model.confidences([document for document, _ in known])
    return top(np.array([label for _, label in known]), np.array(model.classes), confidences, 1)


def _chance(only_one: int, only_other: int) -> float:
    """McNemar's exact test (McNemar 1947): 1 where they never differ."""
    differ = only_one + only_other
    return float(binomtest(only_one, differ).pvalue) if differ else 1.0


def _keeps(judged: _Judged, promise: float) -> bool:
    """Whether its sure answers keep the promise, as far as so many tickets can tell."""
    told = int(judged.told.sum())
    hits = int((judged.told & judged.right).sum())
    return not told or float(binomtest(hits, told, promise, alternative="less").pvalue) >= _CHANCE


def _reasons(champion: _Judged, challenger: _Judged, chance: float, promise: float) -> Iterator[str]:
    one, other = champion.marks, challenger.marks
    lost, forgotten = one.top1 - other.top1, one.known - other.known
    if lost > 0 and chance < _CHANCE:
        yield f"首位正确率低 {lost:.1%}，不能归于偶然（{_odds(chance)}）"
    elif lost > _MOST_LOST:
        yield f"首位正确率低 {lost:.1%}，超过允许的 {_MOST_LOST:.1%}"
    if _keeps(champion, promise) and not _keeps(challenger, promise):
        yield f"有把握的答案只有 {other.sure_accuracy:.1%} 正确，守不住承诺的 {promise:.0%}，而现行版本守得住"
    if forgotten > _MOST_FORGOTTEN:
        yield f"在校准集上首位正确率低 {forgotten:.1%}，超过允许的 {_MOST_FORGOTTEN:.1%}：学了新的，忘了原有的"


def _table(found: Comparison) -> Iterator[str]:
    one, other = found.champion, found.challenger
    yield f"留出工单 {found.tickets} 件，两个版本都没有学过：现行 {one.edition} → 候选 {other.edition}"
    for name, before, after in (
        ("首位正确", one.top1, other.top1),
        ("前三含正确", one.top3, other.top3),
        ("大类正确", one.level1, other.level1),
        ("有把握的比例", one.sure, other.sure),
        ("其中正确", one.sure_accuracy, other.sure_accuracy),
        (f"校准集 {found.guarded} 条首位正确", one.known, other.known),
    ):
        yield f"{name}：{_share(before)} → {_share(after)}"
    yield f"宏平均 F1：{one.macro_f1:.3f} → {other.macro_f1:.3f}"
    yield f"校准误差 ECE：{one.ece:.3f} → {other.ece:.3f}"
    yield (
        f"只有现行对 {found.only_champion} 件，只有候选对 {found.only_challenger} 件；"
        f"差别出于偶然的可能 {_odds(found.chance)}（McNemar 精确检验）"
    )
    yield "结论：可以启用" if found.better else "结论：不予采用——" + "；".join(found.reasons)


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.1%}"


def _odds(chance: float) -> str:
    return f"p={chance:.3f}" if chance >= _TINY else f"p<{_TINY}"
