"""Fit, calibrate, write (训练): one edition of the model with all that is needed to trust it."""

import csv
import json
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import softmax

from classifier import corpus
from classifier.estimator import DemandClassifier, Part, parents
from classifier.features import Floats
from classifier.learning.calibration import Mixture, mixed, mixture_of
from classifier.learning.card import card
from classifier.learning.lessons import Lesson, folds
from classifier.learning.measures import Figures, Numbers, figures
from classifier.reading.kinds import Arrays, learn
from classifier.registry import CARD, KIND, LABELS, MANIFEST, METRICS, WEIGHTS, checked_edition, fingerprint, versions
from classifier.thresholds import Outcomes

FOLDS = 5
_DIGITS = 4
# 样本很多时，留出五分之一已够校准，不必五折
_ENOUGH_FOR_ONE_FOLD = 15_000


@dataclass(frozen=True)
class Held:
    """Scores of both parts for texts that they never saw (留出得分).

    Args:
        parts: scores of the Bayes and of the margin part, each of shape (texts, classes).
    """

    classes: Numbers
    truth: Numbers
    parts: tuple[Floats, Floats]

    def confidences(self, mixture: Mixture) -> Floats:
        """Confidences under a mixture (置信度)."""
        return np.asarray(softmax(mixture.scores(self.parts), axis=1), dtype=np.float32)

    @property
    def places(self) -> Numbers:
        """Place of the right class of each text."""
        return np.searchsorted(self.classes, self.truth)


@dataclass(frozen=True)
class Trained:
    """A fitted edition before it is written (训练结果).

    Args:
        kinds: the weights for the type of demand and the requester, if these were taught.
    """

    estimator: DemandClassifier
    outcomes: Outcomes
    measured: Figures
    learnt_from: str
    kinds: Arrays = field(default_factory=dict)


def train(edition: str, out: Path) -> Figures:
    """Train the project's own edition into out/edition and give its figures on the calibration set (训练自带版本)."""
    home = out / checked_edition(edition)
    return write(own_edition(), home, edition)


def own_edition(extra: Sequence[Lesson] = ()) -> Trained:
    """The edition of the project's own corpus: fitted on corpus and lexicon, calibrated on demands apart (自带版本).

    Args:
        extra: lessons of use, which weigh as much as demands of the corpus.
    """
    rows, lexicon, apart = corpus.read(), corpus.lexicon(), corpus.read(corpus.CALIBRATION)
    estimator = DemandClassifier()
    documents, labels = taught(rows, lexicon)
    documents += [lesson.document for lesson in extra]
    parts = estimator.fit_parts(documents, [*labels, *(lesson.label for lesson in extra)])
    seen = estimator.features_.rows(estimator.lines([row.document for row in apart]))
    truth = np.array([row.category for row in apart])
    held = Held(estimator.classes_, truth, (parts[0].scores(seen), parts[1].scores(seen)))
    fitted = _calibrated(estimator, parts, held, _learnt_from(len(rows), len(lexicon), len(apart), len(extra)))
    return replace(fitted, kinds=learn(rows))


def edition_of(lessons: Sequence[Lesson]) -> Trained:
    """An edition of any labelled texts, calibrated on folds that keep near-duplicates together (任意标签集)."""
    estimator = DemandClassifier()
    held = held_out(lessons, estimator)
    parts = estimator.fit_parts([lesson.document for lesson in lessons], [lesson.label for lesson in lessons])
    return _calibrated(estimator, parts, held, f"{len(lessons)} 条标注文本")


def taught(rows: Sequence[corpus.Labelled], lexicon: Sequence[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """Documents and categories to learn from (训练样本): every cue word, and every few further words, count as a small document."""
    return [*(row.document for row in rows), *(words for _, words in lexicon)], [
        *(row.category for row in rows),
        *(code for code, _ in lexicon),
    ]


def held_out(lessons: Sequence[Lesson], estimator: DemandClassifier) -> Held:
    """Scores of lessons by models trained without them (折外得分); of long tables one fold stands for all."""
    dealt = folds(list(lessons), FOLDS, estimator.random_state)
    asked = range(1 if len(lessons) >= _ENOUGH_FOR_ONE_FOLD else FOLDS)
    documents, labels = [lesson.document for lesson in lessons], np.array([lesson.label for lesson in lessons])
    classes = np.unique(labels)
    scored = [
        fold_scores(
            estimator, classes, (documents, labels), np.flatnonzero(dealt != fold), np.flatnonzero(dealt == fold)
        )
        for fold in asked
    ]
    truth = np.concatenate([labels[dealt == fold] for fold in asked])
    bayes, margin = (np.concatenate([pair[part] for pair in scored]) for part in (0, 1))
    return Held(classes, truth, (bayes, margin))


def fold_scores(
    estimator: DemandClassifier,
    classes: Numbers,
    told: tuple[Sequence[str], Numbers],
    inside: Numbers,
    outside: Numbers,
) -> tuple[Floats, Floats]:
    """Scores of both parts for the texts outside, learnt from those inside; a class not met inside scores lowest."""
    documents, labels = told
    fitted = DemandClassifier(**estimator.get_params())
    parts = fitted.fit_parts([documents[place] for place in inside], labels[inside])
    rows = fitted.features_.rows(fitted.lines([documents[place] for place in outside]))
    columns = np.searchsorted(classes, fitted.classes_)
    scores = []
    for part in parts:
        own = part.scores(rows)
        wide = np.full((len(outside), len(classes)), own.min(), dtype=np.float32)
        wide[:, columns] = own
        scores.append(wide)
    return scores[0], scores[1]


def outcomes_of(held: Held, confidences: Floats) -> Outcomes:
    """What became of the answers, for the thresholds (验证结果)."""
    answers, sure = held.classes[confidences.argmax(axis=1)], confidences.max(axis=1)
    kin = parents(held.classes)
    heads = np.unique(kin)
    by_head = confidences @ (kin[:, None] == heads).astype(np.float32)
    head_of = dict(zip(held.classes.tolist(), kin.tolist(), strict=True))
    own_heads = np.array([head_of.get(one, one) for one in held.truth.tolist()])
    return Outcomes(
        answers.astype(np.str_),
        sure.astype(np.float32),
        answers == held.truth,
        np.minimum(by_head.max(axis=1), 1).astype(np.float32),
        heads[by_head.argmax(axis=1)] == own_heads,
    )


def _calibrated(estimator: DemandClassifier, parts: tuple[Part, Part], held: Held, learnt_from: str) -> Trained:
    mixture = mixture_of(held.parts, held.places)
    estimator.set_params(bayes=mixture.bayes, margin=mixture.margin)
    estimator.weights_, estimator.offsets_ = mixed(parts, mixture)
    confidences = held.confidences(mixture)
    measured = figures(held.truth, held.classes, confidences, parents(held.classes))
    return Trained(estimator, outcomes_of(held, confidences), measured, learnt_from)


def write(trained: Trained, home: Path, edition: str) -> Figures:
    """Write an edition beside its place and put it there whole (写出版本): a run that dies leaves the old one current."""
    draft = home.with_name(f".{home.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    _write_arrays(draft, trained)
    _write_labels(draft / LABELS, trained.estimator.classes_.tolist())
    (draft / METRICS).write_text(_json(asdict(trained.measured)), encoding="utf-8")
    (draft / CARD).write_text(card(edition, trained.measured, trained.outcomes, _told(trained)), encoding="utf-8")
    (draft / MANIFEST).write_text(_manifest(draft, edition, trained), encoding="utf-8")
    shutil.rmtree(home, ignore_errors=True)
    draft.rename(home)
    return trained.measured


def _learnt_from(rows: int, lexicon: int, apart: int, extra: int) -> str:
    own = f"本项目编写的 {rows} 条诉求和 {lexicon} 组提示词、用语；另有 {apart} 条只作校准，不参加训练。这些没有一条取自他人"
    return f"{own}。又有 {extra} 件由人定类的工单，已脱敏，按规定不用的已除外" if extra else own


def _told(trained: Trained) -> tuple[str, int]:
    return trained.learnt_from, trained.estimator.features_.width


def _write_arrays(home: Path, trained: Trained) -> None:
    estimator, features = trained.estimator, trained.estimator.features_
    arrays: dict[str, Any] = {f"outcome_{name}": held for name, held in asdict(trained.outcomes).items()}
    arrays |= {f"{KIND}{name}": held for name, held in trained.kinds.items()}
    arrays |= {"numbers": features.numbers, "rarity": features.rarity, "blocks": features.blocks}
    arrays |= {"bits": np.array(features.bits), "classes": estimator.classes_.astype(np.str_)}
    arrays |= {"weights": estimator.weights_.astype(np.float16), "offsets": estimator.offsets_.astype(np.float32)}
    np.savez(home / WEIGHTS, **arrays)


def _write_labels(file: Path, codes: list[str]) -> None:
    names, kin = corpus.labels(), parents(codes)
    with file.open("w", encoding="utf-8-sig", newline="") as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(["分类编码", "一级编码", "一级分类", "二级分类"])
        for code, head in zip(codes, kin.tolist(), strict=True):
            table.writerow([code, head, names.get(head, head), names.get(code, code)])


def _json(figures_told: dict[str, object]) -> str:
    rounded = json.loads(json.dumps(figures_told), parse_float=lambda number: round(float(number), _DIGITS))
    return json.dumps(rounded, ensure_ascii=False, indent=1) + "\n"


def _manifest(home: Path, edition: str, trained: Trained) -> str:
    estimator = trained.estimator
    lines = [
        "# 由 python -m classifier train 写成；装载时逐项核对",
        f'edition = "{edition}"',
        f'corpus = "{corpus.digest()}"',
        f"seed = {estimator.random_state}",
        "",
        "[decision]",
        f"bayes = {estimator.bayes}",
        f"margin = {estimator.margin}",
        f"longest = {estimator.longest}",
        "",
        "[libraries]",
        *(f'{name} = "{number}"' for name, number in versions().items()),
        "",
        "[files]",
        *(f'"{name}" = "{fingerprint(home / name)}"' for name in (WEIGHTS, LABELS, METRICS, CARD)),
    ]
    return "\n".join(lines) + "\n"
