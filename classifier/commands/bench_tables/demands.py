"""Demands written apart and never learnt from (表 3、表 4): the level-2 category, what may go alone, and the place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from scipy.special import softmax

from classifier import corpus
from classifier.commands.bench_tables.layout import BEST, NONE, columns, compared, each, share, table
from classifier.commands.bench_tables.own import Answers
from classifier.commands.references import WORDS, FullName, Told, temperature, word_machine
from classifier.estimator import DemandClassifier, parents
from classifier.features import Floats
from classifier.learning.evaluation import own_figures, own_lessons, own_parts
from classifier.learning.lessons import folds
from classifier.learning.measures import Figures, Numbers, answered_at, figures
from classifier.learning.training import FOLDS, taught
from classifier.model import Model
from classifier.places import Gazetteer
from classifier.tables import read_table
from classifier.text import document

_ACCURACY = 0.95
_STEPS = 10
_LEAGUE = 4


@dataclass(frozen=True, slots=True)
class Demand:
    """One written demand (测试诉求).

    Args:
        place: the region's code without its trailing zeros, empty where no place is named.
    """

    category: str
    form: str
    title: str
    text: str
    place: str

    @property
    def document(self) -> str:
        """Title and text as the classifier reads them."""
        return document(self.title, self.text)


@dataclass(frozen=True)
class Outcome:
    """How sure a method was of each text, and whether it was right (答题结果).

    Args:
        right3: whether the truth is among the first three.
    """

    sure: Numbers
    right: Numbers
    right3: Numbers
    level1: float
    ece: float


def read_demands(file: Path) -> list[Demand]:
    """The demands of a table (读取测试诉求)."""
    columns = ("分类编码", "体裁", "title", "text", "区划代码")
    return [
        Demand(row["分类编码"], row["体裁"], row["title"], row["text"], trimmed(row["区划代码"]))
        for _, row in read_table(file, columns)
    ]


def trimmed(code: str) -> str:
    """A code of six digits without the zeros of the levels below it (区划代码)."""
    pairs = [code[place : place + 2] for place in range(0, len(code), 2)]
    while pairs and pairs[-1] == "00":
        pairs.pop()
    return "".join(pairs)


def outcome(truth: Numbers, classes: Numbers, confidences: Floats) -> Outcome:
    """What became of the answers (答题结果)."""
    order = classes[np.argsort(-confidences, axis=1, kind="stable")[:, :3]]
    found = figures(truth, classes, confidences, parents(classes))
    hits = order == truth[:, None]
    return Outcome(confidences.max(axis=1), hits[:, 0], hits.any(axis=1), found.level1, found.ece)


def demand_tables(model: Model, demands: Sequence[Demand], answers: dict[str, Answers | None]) -> Iterator[str]:
    """Table 3 (二级分类)."""
    truth = np.array([demand.category for demand in demands])
    _, confidences = model.confidences([demand.document for demand in demands])
    mine = outcome(truth, np.array(model.classes), confidences)
    others = {name: None if one is None else outcome(truth, one.classes, one.demands) for name, one in answers.items()}
    found = list(others.values())
    yield from table(
        f"3 二级分类：{len(demands)} 条另写的诉求，{len(np.unique(truth))} 类，版本 {model.edition}",
        ["指标", "本项目", *columns(others), BEST],
        [*_whole(mine, found), *_by_form(mine, found, demands), _promised(model, demands, len(found))],
        "参照学的是同样的语料和提示词，用同一份校准诉求定温度；类名作查询不用语料。",
    )
    yield from table(
        "3.1 覆盖率—准确率：从最有把握的答起",
        ["答多少", "本项目答对", *columns(others), BEST],
        [
            compared(f"{step / _STEPS:.0%}", rate(mine, step), each(partial(rate, step=step), found))
            for step in range(1, _STEPS + 1)
        ],
    )
    yield from place_table(demands)


def rate(one: Outcome, step: int) -> float:
    """The accuracy of the surest answers, so many tenths of all (前若干成的准确率)."""
    order = np.argsort(-one.sure, kind="stable")[: max(1, round(len(one.sure) * step / _STEPS))]
    return float(one.right[order].mean())


def _whole(mine: Outcome, others: Sequence[Outcome | None]) -> Iterator[list[str]]:
    yield compared("首位正确", _mean(mine.right), each(lambda one: _mean(one.right), others))
    yield compared("前三含正确", _mean(mine.right3), each(lambda one: _mean(one.right3), others))
    yield compared("一级正确", mine.level1, each(lambda one: one.level1, others))
    yield compared(f"准确率≥{_ACCURACY:.0%} 时可自动派单", _alone(mine), each(lambda one: _alone(one), others))
    yield compared("ECE", mine.ece, each(lambda one: one.ece, others), least=True, scored=True)


def _by_form(mine: Outcome, others: Sequence[Outcome | None], demands: Sequence[Demand]) -> Iterator[list[str]]:
    forms = np.array([demand.form for demand in demands])
    for form in dict.fromkeys(forms.tolist()):
        kept = forms == form
        values = each(partial(_hits, kept=kept), others)
        yield compared(f"首位正确：{form}（{int(kept.sum())} 条）", _hits(mine, kept), values)


def _promised(model: Model, demands: Sequence[Demand], others: int) -> list[str]:
    """What the model would dispatch alone by its own thresholds."""
    found = model.classify_many([demand.document for demand in demands], top=1)
    alone = [
        one.candidates[0].category == demand.category for one, demand in zip(found, demands, strict=True) if one.sure
    ]
    told = f"{share(len(alone) / len(demands))}（对 {share(_mean(np.array(alone)) if alone else None)}）"
    return [f"按本模型阈值自动派单（承诺 {model.thresholds.promise:.0%}）", told, *[NONE] * others, NONE]


def _mean(right: Numbers) -> float:
    return float(right.mean())


def _hits(one: Outcome, kept: Numbers) -> float:
    return _mean(one.right[kept])


def _alone(one: Outcome) -> float:
    return answered_at(one.sure, one.right, _ACCURACY)


def place_table(demands: Sequence[Demand]) -> Iterator[str]:
    """The place, beside looking for full names (地点)."""
    gazetteer, full_name = Gazetteer(), FullName()
    texts = [f"{demand.title}\n{demand.text}" for demand in demands]
    mine = [gazetteer.find(text).region for text in texts]
    theirs = [full_name.find(text) for text in texts]
    rows = []
    for measure, ours, other in zip(
        ("点了地方的，判对", "点了地方的，判错", "没点地方的，误给地方"),
        _places(demands, mine),
        _places(demands, theirs),
        strict=True,
    ):
        rows.append(compared(measure, ours, [other], least=measure != "点了地方的，判对"))
    named = sum(bool(demand.place) for demand in demands)
    yield from table(
        f"3.2 地点：{named} 条点了地方，{len(demands) - named} 条没有",
        ["指标", "本项目", "全称查找", "差（百分点）"],
        rows,
        "判到所属盟市而没有判到旗县的，不算对也不算错。",
    )


def _places(demands: Sequence[Demand], found: Sequence[str | None]) -> tuple[float, float, float]:
    named = [(demand.place, code) for demand, code in zip(demands, found, strict=True) if demand.place]
    unnamed = [code for demand, code in zip(demands, found, strict=True) if not demand.place]
    right = sum(place == code for place, code in named)
    wrong = sum(code is not None and not place.startswith(code) for place, code in named)
    false = sum(code is not None for code in unnamed)
    return right / max(1, len(named)), wrong / max(1, len(named)), false / max(1, len(unnamed))


def fold_table() -> Iterator[str]:
    """Table 4 (自带语料 5 折), of all demands and of each round of writing."""
    mine, other = own_figures(), _word_folds()
    rows = [
        compared(f"{name}（{found.texts} 条）{measure}", getattr(found, field), [getattr(other[name], field)])
        for name, found in mine.items()
        for measure, field in (("首位正确", "accuracy"), ("前三含正确", "top3"), ("一级正确", "level1"))
    ]
    whole = mine["全部"]
    yield from table(
        f"4 自带语料分组 5 折：{whole.texts} 条，{whole.classes} 类", ["指标", "本项目", WORDS, "差（百分点）"], rows
    )


def _word_folds() -> dict[str, Figures]:
    """The word machine on the very folds of `own_figures`."""
    documents, labels = taught(corpus.read(), corpus.lexicon())
    told = Told(documents, np.array(labels), np.unique(labels))
    scorer, lessons = word_machine(told), own_lessons()
    dealt = folds(list(lessons), FOLDS, DemandClassifier().random_state)
    always = np.arange(len(lessons), len(documents))
    outside = [np.flatnonzero(dealt == fold) for fold in range(FOLDS)]
    held = [scorer(np.concatenate([np.flatnonzero(dealt != fold), always]), outside[fold]) for fold in range(FOLDS)]
    order = np.concatenate(outside)
    scores = np.concatenate(held)
    heat = temperature(scores, np.searchsorted(told.classes, told.labels[order]))
    confidences = np.asarray(softmax(scores / heat, axis=1), dtype=np.float32)
    kin = parents(told.classes)
    return {
        name: figures(told.labels[order][kept], told.classes, confidences[kept], kin)
        for name, kept in own_parts(order).items()
    }
