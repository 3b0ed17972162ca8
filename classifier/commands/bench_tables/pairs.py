"""Whether two demands are one matter (表 8.1), on written pairs that nothing was fitted to."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np

from classifier.commands.bench_tables.layout import compared, table
from classifier.learning.measures import Numbers
from classifier.matters.deciding import same_matter
from classifier.matters.reading import Told
from classifier.matters.weighing import weights
from classifier.model import Model
from classifier.similarity import near
from classifier.tables import Row, read_table
from classifier.text import document

REFERENCE = "字面相似"
_SIDES = ("a", "b")
_COLUMNS = ("caller", "time", "region", "title", "text")


@dataclass(frozen=True, slots=True)
class WrittenPair:
    """Two demands, and whether they are one matter (成对诉求)."""

    same: bool
    kind: str
    rows: tuple[Row, Row]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How good the alarms of a method were (查重结果).

    Args:
        precision: how many of those it held to be one matter are; 1 where it held none so.
        recall: how many of those that are one matter it found.
    """

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def read_pairs(file: Path) -> list[WrittenPair]:
    """The pairs of a table (读取成对诉求)."""
    columns = ("same", "kind", *(f"{name}_{side}" for side in _SIDES for name in _COLUMNS))
    return [
        WrittenPair(row["same"] == "1", row["kind"], (_side(row, "a"), _side(row, "b")))
        for _, row in read_table(file, columns)
    ]


def _side(row: Row, side: str) -> Row:
    return {name: row[f"{name}_{side}"] for name in _COLUMNS}


def verdict(likeness: Numbers, same: Numbers, threshold: float) -> Verdict:
    """Precision and recall at a threshold (准确率与召回率)."""
    alarmed = likeness >= threshold
    hits = int((alarmed & same).sum())
    return Verdict(hits / alarmed.sum() if alarmed.any() else 1.0, hits / max(1, same.sum()))


def pair_table(model: Model, pairs: Sequence[WrittenPair]) -> Iterator[str]:
    """Table 8.1 (查重)."""
    same = np.array([pair.same for pair in pairs])
    mine, theirs = _likelihoods(model, pairs), np.array([_literal(pair) for pair in pairs])
    threshold = weights().threshold
    best = max(np.unique(theirs), key=lambda step: verdict(theirs, same, float(step)).f1)
    own, other = verdict(mine, same, threshold), verdict(theirs, same, float(best))
    rows = [
        compared("准确率", own.precision, [other.precision]),
        compared("召回率", own.recall, [other.recall]),
        compared("F1", own.f1, [other.f1], scored=True),
    ]
    kinds = np.array([pair.kind for pair in pairs])
    for kind in dict.fromkeys(kinds[np.argsort(~same, kind="stable")].tolist()):
        kept = kinds == kind
        one, two = float((mine[kept] >= threshold).mean()), float((theirs[kept] >= best).mean())
        trap = not same[kept].any()
        rows.append(
            compared(f"判为同一事项：{kind}（{int(kept.sum())} 对，应{'不' if trap else ''}判）", one, [two], trap)
        )
    yield from table(
        f"8.1 查重：{len(pairs)} 对另写的诉求，其中 {int(same.sum())} 对是同一事项",
        ["指标", "本项目", REFERENCE, "差（百分点）"],
        rows,
        f"本项目用自己的门槛 {threshold:.2f}；参照的门槛取在本表上 F1 最高处，已偏袒参照。",
    )


def _likelihoods(model: Model, pairs: Sequence[WrittenPair]) -> Numbers:
    sides = [side for pair in pairs for side in pair.rows]
    _, confidences = model.confidences([document(side["title"], side["text"]) for side in sides])
    told = [
        Told(
            str(place),
            side["caller"],
            datetime.fromisoformat(side["time"]),
            side["region"],
            side["title"],
            side["text"],
            dict(zip(model.classes, confidences[place].tolist(), strict=True)),
        )
        for place, side in enumerate(sides)
    ]
    return np.array([same_matter(one, other) for one, other in zip(told[::2], told[1::2], strict=True)])


def _literal(pair: WrittenPair) -> float:
    """How alike the words are: what the desk's list of neighbours goes by."""
    one, other = (document(side["title"], side["text"]) for side in pair.rows)
    found = near(one, [("", other)])
    return found[0].score if found else 0.0
