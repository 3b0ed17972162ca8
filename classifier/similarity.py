"""How alike two texts are (相似诉求), and the character pairs that full-text search looks up."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

_RUNS = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+|[\u1800-\u18af]+")
_HAN = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Neighbour:
    """An earlier text and how near it is, 0 to 1 (相似件)."""

    key: str
    score: float


def bigrams(text: str) -> list[str]:
    """Overlapping pairs of Chinese characters, and whole words of other scripts (检索词元)."""
    grams: list[str] = []
    for run in _RUNS.findall(_normalise(text)):
        if len(run) == 1 or not _HAN.match(run):
            grams.append(run)
        else:
            grams.extend(run[at : at + 2] for at in range(len(run) - 1))
    return grams


def near(text: str, others: Sequence[tuple[str, str]], most: int = 5) -> list[Neighbour]:
    """The texts most like this one, the nearest first (查找相似件)."""
    mine, mine_bigrams = "".join(_RUNS.findall(_normalise(text))), set(bigrams(text))
    scored = []
    for key, other in others:
        theirs = "".join(_RUNS.findall(_normalise(other)))
        score = (fuzz.ratio(mine, theirs) / 100 + _jaccard(mine_bigrams, set(bigrams(other)))) / 2
        scored.append(Neighbour(key, round(score, 4)))
    scored.sort(key=lambda neighbour: -neighbour.score)
    return [neighbour for neighbour in scored[: max(0, most)] if neighbour.score > 0]


def _normalise(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def _jaccard(one: set[str], other: set[str]) -> float:
    either = one | other
    return len(one & other) / len(either) if either else 0.0
