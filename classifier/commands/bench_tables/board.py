"""Labelled messages of another board (表 1、表 2): folds of its training split, its dev split, and our own categories on it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import numpy as np
from scipy.special import softmax

from classifier.commands.bench_tables.layout import BEST, NONE, columns, compared, each, gain, share, table
from classifier.commands.bench_tables.own import Answers
from classifier.commands.references import FAST, LEARNERS, Scorer, Told, fast_text, temperature
from classifier.crosswalks import crosswalk
from classifier.estimator import DemandClassifier
from classifier.features import Floats
from classifier.learning.evaluation import evaluate
from classifier.learning.lessons import Lesson, document_of, folds
from classifier.learning.measures import Figures, Numbers, figures
from classifier.learning.training import FOLDS, edition_of, write
from classifier.model import Model
from classifier.registry import load_folder
from classifier.tables import read_table

LABELLED = "messages_labelled.csv"
CROSSWALK = "petition-2020"
EDITION = "board"
FAST_MODEL = "board.bin"


@dataclass(frozen=True)
class Board:
    """Its labelled messages (标注留言): those to learn from, and those of the dev split."""

    train: list[Lesson]
    dev: list[Lesson]


@dataclass(frozen=True, slots=True)
class Marks:
    """How one method did (成绩), in folds of the training split and on the dev split."""

    folds: Figures
    dev: Figures


def read_board(data: Path) -> Board:
    """The labelled messages of a folder (读取标注留言)."""
    kept: dict[str, list[Lesson]] = {"train": [], "dev": []}
    for number, row in read_table(data / LABELLED, ("id", "title", "text", "label", "split", "group")):
        if row["split"] in kept:
            lesson = Lesson(document_of(row), row["label"], row["group"] or row["id"] or str(number))
            kept[row["split"]].append(lesson)
    return Board(kept["train"], kept["dev"])


def ours(data: Path, folder: Path) -> Marks:
    """An edition of the training split, written into folder/board (本项目)."""
    board = read_board(data)
    measured = write(edition_of(board.train), folder / EDITION, EDITION)
    model = load_folder(folder / EDITION)
    return Marks(measured, evaluate(model, [(lesson.document, lesson.label) for lesson in board.dev]))


def theirs(name: str, data: Path, folder: Path) -> Marks:
    """A reference on the very same folds and dev split (参照), its temperature fitted on the folds like ours."""
    board = read_board(data)
    lessons = [*board.train, *board.dev]
    labels = np.array([lesson.label for lesson in lessons])
    told = Told([lesson.document for lesson in lessons], labels, np.unique(labels))
    scorer = fast_text(told, folder / FAST_MODEL) if name == FAST else LEARNERS[name](told)
    inside, outside = np.arange(len(board.train)), np.arange(len(board.train), len(lessons))
    held, places = _held_out(scorer, board.train)
    truth = np.searchsorted(told.classes, labels)
    heat = temperature(held, truth[places])
    last = scorer(inside, outside)
    return Marks(
        figures(labels[places], told.classes, _confidences(held, heat)),
        figures(labels[outside], told.classes, _confidences(last, heat)),
    )


def _held_out(scorer: Scorer, lessons: list[Lesson]) -> tuple[Floats, Numbers]:
    dealt = folds(lessons, FOLDS, DemandClassifier().random_state)
    parts = [np.flatnonzero(dealt == fold) for fold in range(FOLDS)]
    scored = [scorer(np.flatnonzero(dealt != fold), part) for fold, part in enumerate(parts)]
    return np.concatenate(scored), np.concatenate(parts)


def _confidences(scores: Floats, heat: float) -> Floats:
    return np.asarray(softmax(scores / heat, axis=1), dtype=np.float32)


def labelled_table(own: Marks, others: dict[str, Marks | None]) -> Iterator[str]:
    """Table 1 (标注留言)."""
    rows: list[list[str]] = []
    for name, part in (("5 折", "folds"), ("dev", "dev")):
        mine: Figures = getattr(own, part)
        found = each(attrgetter(part), others.values())
        rows += _figure_rows(name, mine, found)
    yield from table(
        f"1 标注留言：{own.folds.texts} 条分组 5 折，{own.dev.texts} 条 dev，{own.dev.classes} 类",
        ["指标", "本项目", *columns(others), BEST],
        rows,
        "各法用同一份折、同一套词；得分都用折外结果校准温度。",
    )


def _figure_rows(name: str, mine: Figures, others: Sequence[Figures | None]) -> Iterator[list[str]]:
    for measure, field, least in (
        ("macro-F1", "macro_f1", False),
        ("最弱一类 F1", "worst_f1", False),
        ("前二", "top2", False),
        ("ECE", "ece", True),
    ):
        values = each(attrgetter(field), others)
        yield compared(f"{name} {measure}", getattr(mine, field), values, least, scored=True)
    yield [
        f"{name} 置信度≥0.9（其中准确）",
        _confident(mine),
        *(_confident(one) for one in others),
        gain(mine.confident, each(attrgetter("confident"), others)),
    ]


def _confident(one: Figures | None) -> str:
    return NONE if one is None else f"{share(one.confident)}（{share(one.confident_accuracy)}）"


def unlearnt_table(model: Model, dev: Sequence[Lesson], others: dict[str, Answers | None]) -> Iterator[str]:
    """Table 2 (开箱即用): an edition that never saw a message of the board, its categories brought to the board's."""
    walk = crosswalk(CROSSWALK)
    truth = np.array([lesson.label for lesson in dev])
    mine = evaluate(model, [(lesson.document, lesson.label) for lesson in dev], walk)
    found = [
        None if one is None else figures(truth, *walk.shares(one.classes.tolist(), one.dev)) for one in others.values()
    ]
    rows = [
        compared(measure, getattr(mine, field), each(attrgetter(field), found), least, scored=True)
        for measure, field, least in (
            ("macro-F1", "macro_f1", False),
            ("准确率", "accuracy", False),
            ("前二", "top2", False),
            ("最弱一类 F1", "worst_f1", False),
            ("ECE", "ece", True),
        )
    ]
    yield from table(
        f"2 开箱即用：版本 {model.edition} 经对照表 {CROSSWALK} 答 {len(dev)} 条 dev，没有学过其中一条",
        ["指标", "本项目", *columns(others), BEST],
        rows,
    )
