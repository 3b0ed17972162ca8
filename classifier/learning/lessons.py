"""Labelled texts to learn from (训练样本), read from a table of any label set."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from classifier.tables import Row, TableUnfit, read_table
from classifier.text import Tokens, document

NEEDED = ("id", "title", "text", "label")
MOST = 60_000
# 标签多时每件都要为每个标签算一遍，乘积有限才训得完
_MOST_CELLS = 6_400_000
_FEWEST = 2
_FEWEST_KEPT = 50
_WITHHELD = frozenset({"test", "holdout"})
_TOKENS = "tokens"


@dataclass(frozen=True, slots=True)
class Lesson:
    """One labelled text (训练样本).

    Args:
        group: near-duplicates share a group, which is never torn apart.
    """

    document: str
    label: str
    group: str


def document_of(row: Row) -> str:
    """Title and text of a row; rows of form `tokens` are already cut at their spaces (文档)."""
    if row.get("form", "") == _TOKENS:
        return Tokens(f"{row['title']} {row['text']}")
    return document(row["title"], row["text"])


def read_lessons(file: Path, most: int = MOST) -> list[Lesson]:
    """The rows to learn from (读取训练样本); rows whose split is test or holdout are left out.

    Args:
        most: of longer tables so many rows are taken, every label by its share, always the same ones.

    Raises TableUnfit naming the row of an empty label, of an empty text, or of a label with a single example.
    """
    counts, first = _counted(file)
    if len(counts) < _FEWEST:
        raise TableUnfit(f"{file.name} 的「label」列只有 {len(counts)} 种标签，训练至少需要 2 种")
    for label, count in counts.items():
        if count < _FEWEST:
            raise TableUnfit(
                f"{file.name} 第 {first[label]} 行「label」列：标签「{label}」只有 {count} 条，"
                f"至少要 {_FEWEST} 条；请补充样本或并入别的标签"
            )
    share = min(1.0, min(most, _MOST_CELLS // len(counts)) / counts.total())
    return [
        Lesson(document_of(row), row["label"].strip(), row.get("group", "") or row["id"] or str(number))
        for number, row in _taught(file)
        if share >= 1 or _chosen(row, number, max(share, _FEWEST_KEPT / counts[row["label"].strip()]))
    ]


def _counted(file: Path) -> tuple[Counter[str], dict[str, int]]:
    counts: Counter[str] = Counter()
    first: dict[str, int] = {}
    for number, row in _taught(file):
        label = row["label"].strip()
        if not label:
            raise TableUnfit(f"{file.name} 第 {number} 行「label」列为空，请补上标签或删去此行")
        if not (row["title"] + row["text"]).strip():
            raise TableUnfit(f"{file.name} 第 {number} 行「title」「text」两列都为空，请补上正文或删去此行")
        counts[label] += 1
        first.setdefault(label, number)
    return counts, first


def _taught(file: Path) -> Iterator[tuple[int, Row]]:
    for number, row in read_table(file, NEEDED):
        if row.get("split", "") not in _WITHHELD:
            yield number, row


def _chosen(row: Row, number: int, share: float) -> bool:
    """Whether a row of a long table is taken: by its name, so that near-duplicates stay together and runs agree."""
    name = row.get("group", "") or row["id"] or str(number)
    drawn = int.from_bytes(hashlib.blake2b(name.encode(), digest_size=8).digest(), "big") / 2**64
    return drawn < share


def folds(lessons: list[Lesson], count: int, seed: int) -> np.ndarray:
    """The fold of each lesson (折): labels spread evenly, groups kept whole, always alike for a seed."""
    names = sorted({lesson.group for lesson in lessons})
    order = np.random.default_rng(seed).permutation(len(names))
    rank = {names[place]: int(position) for position, place in enumerate(order)}
    held: dict[str, list[int]] = {}
    for place, lesson in enumerate(lessons):
        held.setdefault(lesson.group, []).append(place)
    dealt = np.zeros(len(lessons), dtype=np.int64)
    sizes = Counter[tuple[str, int]]()
    for group in sorted(held, key=lambda name: (-len(held[name]), rank[name])):
        label = Counter(lessons[place].label for place in held[group]).most_common(1)[0][0]
        fold = min(range(count), key=lambda one: (sizes[label, one], one))
        dealt[held[group]] = fold
        sizes[label, fold] += len(held[group])
    return dealt
