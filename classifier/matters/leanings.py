"""Which categories single characters and pairs lean to (用字偏向), counted in the corpus: what words are about, unseen or not."""

import csv
import re
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Vector = npt.NDArray[np.float32]

RUNS = re.compile(r"[\u3400-\u9fff]+")
# 平滑：一个字串要多见几次，才信它的偏向
_PRIOR = 5.0
TOTAL, GROUP = "合计", "="


class _Table(NamedTuple):
    rows: dict[str, int]
    counts: dict[str, int]
    weights: Vector
    texts: int


@cache
def _table() -> _Table:
    """Log ratios of every known gram for every category, from the counts of the table."""
    text = files("classifier.matters").joinpath("leanings.csv").read_text(encoding="utf-8")
    lines = list(csv.reader(text.splitlines()))[1:]
    categories = {code: place for place, code in enumerate(lines[0][2].split(" ")[::2])}
    prior = np.array(lines[0][2].split(" ")[1::2], dtype=np.float32)
    telling = [line for line in lines[1:] if line[2]]
    ratios = np.zeros((len(telling), len(categories)), dtype=np.float32)
    for row, (_, _, told) in enumerate(telling):
        parts = told.split(" ")
        ratios[row, [categories[code] for code in parts[::2]]] = np.array(parts[1::2], dtype=np.float32)
    totals = np.array([line[1] for line in telling], dtype=np.float32)[:, None]
    share = prior / prior.sum()
    # 表里只记突出的分类，余下的件数按各类大小分摊
    rest = np.where(ratios > 0, 0, share)
    ratios += rest * (totals - ratios.sum(axis=1, keepdims=True)) / rest.sum(axis=1, keepdims=True)
    weights = np.log((ratios + _PRIOR * share) / (totals + _PRIOR) / share)
    known = {line[0]: row for row, line in enumerate(telling)}
    return _Table(known, {line[0]: int(line[1]) for line in lines[1:]}, weights, int(lines[0][1]))


def grams(text: str) -> set[str]:
    """Single Chinese characters and neighbouring pairs (字与字对)."""
    found: set[str] = set()
    for run in RUNS.findall(text):
        found.update(run)
        found.update(map("".join, pairwise(run)))
    return found


def leaning(text: str) -> Vector:
    """How strongly a text leans to each category (偏向), as a sum of log ratios."""
    table = _table()
    rows = [table.rows[gram] for gram in grams(text) if gram in table.rows]
    total: Vector = table.weights[rows].sum(axis=0)
    return total


def rarity(words: str) -> float:
    """How rare the rarest pair of a run of characters is in the corpus (罕见度), in nats."""
    table = _table()
    pairs = [run[at : at + 2] for run in RUNS.findall(words) for at in range(len(run) - 1)]
    return max((_rarity(table.counts.get(pair, 0), table.texts) for pair in pairs), default=0.0)


def group_rarity(name: str) -> float:
    """How rare a group of synonyms is in the corpus (词组罕见度), in nats."""
    table = _table()
    return _rarity(table.counts.get(GROUP + name, 0), table.texts)


def _rarity(count: int, texts: int) -> float:
    return float(np.log(texts / (count + 1)))
