"""From raw text to a category with its confidence (表 5): throughput, one message, and how long until the first answer."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from classifier.commands.bench_tables.layout import ABSENT, NONE, table, times
from classifier.commands.references import FAST, FASTTEXT, spaced
from classifier.model import Model
from classifier.registry import load_folder
from classifier.tables import read_table
from classifier.text import document

STREAM = "messages_stream.csv"
ROUNDS = 5
_ONE_BY_ONE = 400
_CANDIDATES = 3
_MILLISECONDS = 1000

Messages = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Answerer:
    """Something that answers messages (答题者).

    Args:
        load: from its files to the first answer.
        batch, one: many messages, one message.
    """

    load: Callable[[], object]
    batch: Callable[[Messages], object]
    one: Callable[[str, str], object]


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast it is, medians of the rounds (速度).

    Args:
        wall, cpu: messages a second in batch, by the clock and by the processor.
        median, p99: milliseconds of one message.
        load: milliseconds until the first answer.
    """

    wall: float
    cpu: float
    median: float
    p99: float
    load: float


def read_messages(data: Path) -> list[tuple[str, str]]:
    """Titles and texts of the stream (读取留言)."""
    return [(row["title"], row["text"]) for _, row in read_table(data / STREAM, ("title", "text"))]


def ours(folder: Path) -> Answerer:
    """An edition as the service uses it (本项目)."""
    model = load_folder(folder)

    def batch(messages: Messages) -> object:
        return model.classify_many([document(title, text) for title, text in messages], _CANDIDATES)

    def load() -> Model:
        loaded = load_folder(folder)
        loaded.classify("", "停水", _CANDIDATES)
        return loaded

    return Answerer(load, batch, lambda title, text: model.classify(title, text, _CANDIDATES))


def theirs(file: Path) -> Answerer | None:
    """FastText on the same raw texts, cut into the same words; None where it is not installed (fastText)."""
    if FASTTEXT is None:
        return None
    machine: Any = FASTTEXT.load_model(str(file))

    def batch(messages: Messages) -> object:
        return machine.predict([spaced(document(title, text)) for title, text in messages], k=_CANDIDATES)

    def one(title: str, text: str) -> object:
        return machine.predict([spaced(document(title, text))], k=_CANDIDATES)

    def load() -> object:
        return FASTTEXT.load_model(str(file)).predict([spaced("停水")], k=_CANDIDATES)

    return Answerer(load, batch, one)


def paces(answerers: Sequence[Answerer | None], messages: Messages) -> list[Pace | None]:
    """All of them in turn, round after round, so that what disturbs one disturbs all (比速度)."""
    found: list[list[Pace]] = [[] for _ in answerers]
    for _ in range(ROUNDS):
        for place, answerer in enumerate(answerers):
            if answerer is not None:
                found[place].append(_round(answerer, messages))
    return [_middle(rounds) if rounds else None for rounds in found]


def _round(answerer: Answerer, messages: Messages) -> Pace:
    load = _clocked(answerer.load)[0]
    wall, cpu = _clocked(lambda: answerer.batch(messages))
    step = max(1, len(messages) // _ONE_BY_ONE)
    single = [_clocked(partial(answerer.one, *one))[0] * _MILLISECONDS for one in messages[::step]]
    return Pace(
        len(messages) / max(wall, 1e-9),
        len(messages) / max(cpu, 1e-9),
        float(np.median(single)),
        float(np.percentile(single, 99)),
        load * _MILLISECONDS,
    )


def _clocked(deed: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    deed()
    return time.perf_counter() - wall, time.process_time() - cpu


def _middle(rounds: Sequence[Pace]) -> Pace:
    return Pace(*(statistics.median(getattr(one, field) for one in rounds) for field in Pace.__slots__))


def speed_table(pairs: Sequence[tuple[str, Path, Path]], messages: Messages) -> Iterator[str]:
    """Table 5 (速度).

    Args:
        pairs: what is compared, the folder of our edition, the file of fastText taught the same.
    """
    answerers = [one for _, own, other in pairs for one in (ours(own), theirs(other))]
    found = paces(answerers, messages)
    rows: list[list[str]] = []
    for place, (name, _, _) in enumerate(pairs):
        mine = found[2 * place]
        rows += _rows(name, mine, found[2 * place + 1]) if mine is not None else []
    yield from table(
        f"5 速度：{len(messages)} 条留言，原文→分类与置信度，一个核，{ROUNDS} 轮的中位数",
        ["指标", "本项目", FAST, "比"],
        rows,
        "两边都从原文算起，切词相同；逐条的用时按时钟计，“装载”到答出第一条为止。",
    )


def _rows(name: str, mine: Pace, other: Pace | None) -> Iterator[list[str]]:
    for measure, field, digits in (
        ("成批，条/秒（CPU）", "cpu", 0),
        ("成批，条/秒（时钟）", "wall", 0),
        ("单条中位数，毫秒", "median", 3),
        ("单条 p99，毫秒", "p99", 3),
        ("装载，毫秒", "load", 0),
    ):
        value = getattr(mine, field)
        against = None if other is None else getattr(other, field)
        told = ABSENT if against is None else f"{against:.{digits}f}"
        yield [f"{name} {measure}", f"{value:.{digits}f}", told, times(value, against) or NONE]
