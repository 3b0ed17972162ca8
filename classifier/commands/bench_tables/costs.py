"""What training costs (表 6): processor time and memory, each in a process of its own."""

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import numpy as np

from classifier import corpus
from classifier.commands import train
from classifier.commands.bench_tables.apart import Spent
from classifier.commands.bench_tables.layout import ABSENT, NONE, table, times
from classifier.commands.references import FAST, fast_text_of, spaced
from classifier.learning.lessons import document_of
from classifier.tables import read_table

MILLION = 1_000_000
APART = "每项另起进程，含读表、校准和答测试题；同时跑两项，时钟秒会受影响，以 CPU 秒为准。"
EPOCHS = "本项目每次最多取 6 万条来学；fastText 学全部，用它自己的默认轮数 5。两项同时跑。"
_SEED = 12345
_ENDS = ("。", "！", "？", "；")
_FEWEST, _MOST = 2, 4
_DEFAULT_EPOCHS = 5

Costs = Mapping[str, Spent[Any] | None]


def cost_table(title: str, mine: Spent[Any], others: Costs, note: str) -> Iterator[str]:
    """Table 6 (训练耗费): what ours cost, what each reference cost, and ours against every one of them."""
    rows: list[list[str]] = []
    for measure, field in (("CPU 秒", "cpu"), ("时钟秒", "wall"), ("内存峰值 MB", "peak")):
        value = getattr(mine, field)
        found = [None if one is None else getattr(one, field) for one in others.values()]
        told = [ABSENT if one is None else _told(cost) for one, cost in zip(others.values(), found, strict=True)]
        rows.append([measure, _told(value), *told, "／".join(times(value, cost) for cost in found)])
    yield from table(title, ["指标", "本项目", *others, "比（对各参照）"], rows, note)


def _told(value: float | None) -> str:
    return NONE if value is None else f"{value:.1f}"


def recombined(file: Path, count: int) -> None:
    """A labelled table of so many demands, put together from sentences of our own corpus (重组语料)."""
    pool: dict[str, list[str]] = {}
    for row in corpus.read():
        pool.setdefault(row.category, []).extend(sentences(row.text))
    codes = sorted(pool)
    chance = np.random.default_rng(_SEED)
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(["id", "title", "text", "label"])
        for number in range(count):
            code = codes[number % len(codes)]
            held = pool[code]
            taken = chance.integers(0, len(held), chance.integers(_FEWEST, _MOST + 1))
            writer.writerow([number, "", "".join(held[place] for place in taken), code])


def sentences(text: str) -> list[str]:
    """The sentences of a text, each with its mark (分句)."""
    for end in _ENDS:
        text = text.replace(end, f"{end}\n")
    return [one if one.endswith(_ENDS) else f"{one}。" for one in text.split("\n") if one.strip()]


def train_quietly(source: Path, output: Path) -> str:
    """`python -m classifier train` without its words on the screen (训练); those are what it gives."""
    told = io.StringIO()
    with redirect_stdout(told):
        train.run(source, output)
    return told.getvalue()


def fast_text_quietly(source: Path) -> str:
    """FastText on the same table with its own number of epochs (训练 fastText)."""
    rows = (row for _, row in read_table(source, ("title", "text", "label")))
    fast_text_of((f"__label__{row['label']} {spaced(document_of(row))}" for row in rows), _DEFAULT_EPOCHS)
    return FAST
