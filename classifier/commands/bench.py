"""`python -m classifier bench` (质量与速度比照): every figure beside its references, all of one run."""

import os
import platform
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from classifier.commands.bench_tables import alarms, board, costs, demands, hot, own, pairs, speed
from classifier.commands.bench_tables.apart import Spent, apart, spent
from classifier.commands.bench_tables.layout import each
from classifier.commands.editions import CHECKOUT, EDITIONS, TRAINED
from classifier.commands.references import BLOCKS, FAST, FAST_RUNS, FASTTEXT, NAMES, WORDS
from classifier.model import Model
from classifier.registry import ModelUnfit, current_edition, load_folder, versions

DATA = CHECKOUT.parent / "shared" / "data"
SETS = CHECKOUT / "tests" / "classifier" / "sets"
DEMANDS, PAIRS, URGENCY = "demands.csv", "pairs.csv", "urgency.csv"

BOARD_REFERENCES = (WORDS, BLOCKS, FAST)
OWN_REFERENCES = (NAMES, WORDS, FAST, FAST_RUNS)


@dataclass(frozen=True)
class Asked:
    """What a run is to measure (比照要求).

    Args:
        data: the folder with messages of another board; tables that need them are left out where it has none.
        folds: also the folds of our own corpus, which take minutes.
        million: also a million labelled rows and 150,000 messages, which take many minutes.
    """

    data: Path
    folds: bool = False
    million: bool = False

    def has(self, file: str) -> bool:
        """Whether the folder has a file."""
        return (self.data / file).is_file()


@dataclass(frozen=True)
class Learnt:
    """All that was trained for a run (训练结果), each with what it cost; None for what is not installed.

    Args:
        edition, answers: of the project's own demands: our edition, and what the references say.
        marks, others: of the board's labelled messages: ours, and the references.
    """

    edition: Spent[str]
    answers: dict[str, Spent[own.Answers] | None]
    marks: Spent[board.Marks] | None
    others: dict[str, Spent[board.Marks] | None]


def run(data: Path | None = None, folds: bool = False, million: bool = False) -> int:
    """Print all tables (比照); those that lack their data say so in one line."""
    with TemporaryDirectory(prefix="bench-") as home:
        for line in _tables(Asked(DATA if data is None else data, folds, million), Path(home)):
            print(line, flush=True)
    return 0


def _tables(asked: Asked, home: Path) -> Iterator[str]:
    libraries = "，".join(f"{name} {number}" for name, number in versions().items())
    yield f"比照：{platform.machine()} {os.cpu_count()} 核，Python {platform.python_version()}，{libraries}"
    yield ""
    labelled = board.read_board(asked.data) if asked.has(board.LABELLED) else None
    written = demands.read_demands(SETS / DEMANDS) if (SETS / DEMANDS).is_file() else []
    learnt = _learnt(asked, home, written, labelled)
    model, folder = _current(home)
    yield from _quality(asked, learnt, model, labelled, written)
    yield from demands.fold_table() if asked.folds else ["4 略：自带语料 5 折较慢，加 --folds 才算", ""]
    yield from _speed(asked, home, folder)
    yield from _costs(asked, home, learnt)
    yield from _hot(asked, home)
    yield from _matters(model)


def _learnt(asked: Asked, home: Path, written: list[demands.Demand], labelled: board.Board | None) -> Learnt:
    """Train everything, two at a time, each in a process of its own; the longest first."""
    texts = [demand.document for demand in written]
    dev = [lesson.document for lesson in labelled.dev] if labelled is not None else []
    names = () if labelled is None else tuple(reversed(BOARD_REFERENCES))
    with apart() as processes:
        others = {name: _sent(processes, name, board.theirs, name, asked.data, home) for name in names}
        marks = processes.submit(spent, board.ours, asked.data, home) if labelled is not None else None
        edition = processes.submit(spent, own.train_own, home, current_edition(EDITIONS))
        answers = {name: _sent(processes, name, own.answers, name, home, texts, dev) for name in OWN_REFERENCES}
        _wait([*others.values(), marks, edition, *answers.values()])
        return Learnt(
            edition.result(),
            {name: _came(one) for name, one in answers.items()},
            _came(marks),
            {name: _came(others[name]) for name in reversed(names)},
        )


def _sent(processes: Executor, name: str, deed: Callable[..., Any], *given: Any) -> Future[Any] | None:
    """Have a reference worked out; None for what is not installed."""
    if name in (FAST, FAST_RUNS) and FASTTEXT is None:
        return None
    return processes.submit(spent, deed, *given)


def _came(one: Future[Any] | None) -> Any:
    return None if one is None else one.result()


def _wait(futures: list[Future[Any] | None]) -> None:
    waiting = [one for one in futures if one is not None]
    for place, one in enumerate(waiting, 1):
        one.result()
        print(f"\r训练 {place}/{len(waiting)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def _current(home: Path) -> tuple[Model, Path]:
    """The current edition and its folder; the one trained in this run where that cannot serve."""
    folder = TRAINED / current_edition(EDITIONS)
    try:
        return load_folder(folder), folder
    except ModelUnfit:
        print(f"{folder.name} 在本机没有可用的权重，用本次训练的代替", file=sys.stderr)
        return load_folder(home / own.EDITION), home / own.EDITION


def _quality(
    asked: Asked, learnt: Learnt, model: Model, labelled: board.Board | None, written: list[demands.Demand]
) -> Iterator[str]:
    """Tables 1 to 3."""
    answers = dict(zip(learnt.answers, each(lambda one: one.result, learnt.answers.values()), strict=True))
    if labelled is not None and learnt.marks is not None:
        others = dict(zip(learnt.others, each(lambda one: one.result, learnt.others.values()), strict=True))
        yield from board.labelled_table(learnt.marks.result, others)
        yield from board.unlearnt_table(model, labelled.dev, answers)
    else:
        yield from (f"1、2 略：{asked.data} 里没有 {board.LABELLED}", "")
    yield from demands.demand_tables(model, written, answers) if written else (f"3 略：没有 {DEMANDS}", "")


def _speed(asked: Asked, home: Path, folder: Path) -> Iterator[str]:
    """Table 5."""
    if not asked.has(speed.STREAM):
        yield from (f"5 略：{asked.data} 里没有 {speed.STREAM}", "")
        return
    compared = [("现行版本", folder, home / own.FAST_MODEL)]
    if asked.has(board.LABELLED):
        compared.append(("标注留言版本", home / board.EDITION, home / board.FAST_MODEL))
    yield from speed.speed_table(compared, speed.read_messages(asked.data))


def _costs(asked: Asked, home: Path, learnt: Learnt) -> Iterator[str]:
    """Table 6."""
    yield from costs.cost_table("6 训练耗费：自带语料", learnt.edition, learnt.answers, costs.APART)
    if learnt.marks is not None:
        yield from costs.cost_table("6.1 训练耗费：标注留言，含 5 折", learnt.marks, learnt.others, costs.APART)
    if asked.million:
        source = home / "million.csv"
        costs.recombined(source, costs.MILLION)
        with apart() as processes:
            mine = processes.submit(spent, costs.train_quietly, source, home / "million")
            other = _sent(processes, FAST, costs.fast_text_quietly, source)
            title = f"6.2 训练耗费：自带语料重组成 {costs.MILLION} 行"
            yield from costs.cost_table(title, mine.result(), {FAST: _came(other)}, costs.EPOCHS)


def _hot(asked: Asked, home: Path) -> Iterator[str]:
    """Table 7; the processes are apart so that memory is each one's own."""
    stream, many = asked.data / speed.STREAM, home / "many.csv"
    with apart() as processes:
        if stream.is_file():
            mine = processes.submit(spent, hot.ours, stream, home / "topics.csv")
            other = processes.submit(spent, hot.theirs, stream)
            yield from hot.hot_table(len(speed.read_messages(asked.data)), mine.result(), other.result())
        else:
            yield from (f"7 略：{asked.data} 里没有 {speed.STREAM}", "")
        if asked.million:
            hot.recombined_stream(many, hot.MANY)
            yield from hot.many_table(processes.submit(spent, hot.ours, many, home / "many-topics.csv").result())


def _matters(model: Model) -> Iterator[str]:
    """Table 8."""
    if (SETS / PAIRS).is_file():
        yield from pairs.pair_table(model, pairs.read_pairs(SETS / PAIRS))
    else:
        yield from (f"8.1 略：没有 {PAIRS}", "")
    if (SETS / URGENCY).is_file():
        yield from alarms.alarm_table(alarms.read_written(SETS / URGENCY))
    else:
        yield from (f"8.2 略：没有 {URGENCY}", "")
