"""`python -m classifier classify` (批量分类)."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from classifier.commands.editions import model_of
from classifier.crosswalks import Crosswalk, crosswalk
from classifier.features import Floats
from classifier.learning.lessons import document_of
from classifier.model import Model
from classifier.tables import Row, read_table, write_table
from classifier.terms import BATCH

_DIGITS = 6


def run(named: str, source: Path, output: Path, table: str) -> int:
    """Write the probability of every class for every row (批量分类): id and one column a class."""
    model, other = model_of(named), crosswalk(table) if table else None
    classes = (
        model.classes
        if other is None
        else other.shares(model.classes, np.zeros((1, len(model.classes)), np.float32))[0]
    )
    rows = (row for _, row in read_table(source, ("id", "title", "text")))
    count = write_table(output, ["id", *classes], _shares(model, other, rows))
    print(f"已分类 {count} 条，写入 {output}")
    return 0


def _shares(model: Model, other: Crosswalk | None, rows: Iterator[Row]) -> Iterator[Sequence[object]]:
    while batch := list(islice(rows, BATCH)):
        _, confidences = model.confidences([document_of(row) for row in batch])
        shares: Floats = confidences if other is None else other.shares(model.classes, confidences)[1]
        for row, share in zip(batch, shares, strict=True):
            yield [row["id"], *np.round(share.astype(float), _DIGITS).tolist()]
