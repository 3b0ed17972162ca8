"""Hot topics of a stream (表 7): ours, and average linkage on the words of title and detail."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import log1p
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.spatial.distance import squareform
from sklearn.feature_extraction.text import TfidfVectorizer

from classifier import corpus
from classifier.commands import topics
from classifier.commands.bench_tables.apart import Spent
from classifier.commands.bench_tables.layout import NONE, table, times
from classifier.features import Floats
from classifier.places.mentions import rows as place_rows
from classifier.tables import read_table
from classifier.text import words

MANY = 150_000
TOLD = 5
REFERENCE = "词＋平均连接"

_MATCHED = 10
_FARTHEST = 0.80
_TITLE_WEIGHT = 3
_LIKES_WEIGHT = 2
_NAME_WORDS = 3
_FEWEST = 2
_SEED = 12345
_ESTATE_CHARACTERS = "金银福祥和顺安康盛景华丰瑞荣锦绣春晖明泽润鼎新光宏达嘉禾云海"
_MINUTES, _PEOPLE, _LIKES = 90 * 24 * 60, 60_000, 5
_LEAGUE = 4
_NEWEST = datetime(2026, 11, 1)


@dataclass(frozen=True, slots=True)
class Hot:
    """One topic as the tables tell it (热点话题)."""

    name: str
    heat: float
    members: frozenset[str]


def ours(source: Path, output: Path) -> list[Hot]:
    """`python -m classifier topics`, the hottest first (本项目)."""
    with redirect_stdout(io.StringIO()):
        topics.run(source, output)
    found: dict[int, list[Mapping[str, str]]] = {}
    for _, row in read_table(output, ("id", "topic", "name", "rank", "heat")):
        found.setdefault(int(row["rank"]), []).append(row)
    return [
        Hot(rows[0]["name"], float(rows[0]["heat"]), frozenset(row["id"] for row in rows))
        for _, rows in sorted(found.items())
    ]


def theirs(source: Path) -> list[Hot]:
    """Average linkage over all pairs, cosine distance below .80 (参照); the name is its weightiest words."""
    rows = [row for _, row in read_table(source, ("id", "user", "title", "text", "likes"))]
    told = [words(row["title"]) * _TITLE_WEIGHT + words(row["text"]) for row in rows]
    vectors = TfidfVectorizer(analyzer=list, min_df=_FEWEST, sublinear_tf=True)
    weights = vectors.fit_transform(told).astype(np.float32)
    groups = fcluster(linkage(_apart(weights), "average"), _FARTHEST, "distance")
    vocabulary = vectors.get_feature_names_out()
    found = []
    for group in np.flatnonzero(np.bincount(groups) >= _FEWEST):
        places = np.flatnonzero(groups == group)
        centre = np.asarray(weights[places].sum(axis=0)).ravel()
        name = " ".join(vocabulary[np.argsort(-centre, kind="stable")[:_NAME_WORDS]])
        people = len({rows[place]["user"] for place in places})
        likes = sum(int(float(rows[place]["likes"] or 0)) for place in places)
        members = frozenset(rows[place]["id"] for place in places)
        found.append(Hot(name, people + _LIKES_WEIGHT * log1p(likes), members))
    return sorted(found, key=lambda one: -one.heat)


def _apart(weights: sparse.csr_matrix) -> Floats:
    """Cosine distances of all pairs, in the short form that linkage takes."""
    distances = 1 - (weights @ weights.T).toarray()
    np.fill_diagonal(distances, 0)
    return np.asarray(squareform(np.maximum(distances, 0), checks=False), dtype=np.float32)


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """F1 of two sets of members (重合度)."""
    return 2 * len(one & other) / (len(one) + len(other))


def hot_table(messages: int, mine: Spent[list[Hot]], other: Spent[list[Hot]]) -> Iterator[str]:
    """Table 7 (热点话题)."""
    matched = [max((overlap(one.members, own.members) for own in mine.result), default=0.0) for one in other.result]
    rows = [
        _row("话题", len(mine.result), len(other.result), 0),
        _row("归入话题的留言", _members(mine.result), _members(other.result), 0),
        _row("CPU 秒", mine.cpu, other.cpu, 1),
        _row("内存峰值 MB", mine.peak, other.peak, 0),
    ]
    yield from table(
        f"7 热点话题：{messages} 条留言",
        ["指标", "本项目", REFERENCE, "比"],
        rows,
        f"参照最热 {_MATCHED} 个话题与本项目最像的话题，成员重合 F1 平均 {np.mean(matched[:_MATCHED] or [0]):.2f}。",
    )
    yield from table(
        f"7.1 最热 {TOLD} 个话题（热度，条数）",
        ["名次", "本项目", REFERENCE, "参照的话题在本项目排第几"],
        [[str(rank + 1), *_ranked(mine.result, other.result, rank)] for rank in range(TOLD)],
    )


def _members(found: Sequence[Hot]) -> int:
    return sum(len(one.members) for one in found)


def _row(measure: str, mine: float | None, other: float | None, digits: int) -> list[str]:
    told = [NONE if value is None else f"{value:.{digits}f}" for value in (mine, other)]
    return [measure, *told, times(mine, other)]


def _ranked(mine: Sequence[Hot], others: Sequence[Hot], rank: int) -> list[str]:
    told = [_told(found[rank]) if rank < len(found) else NONE for found in (mine, others)]
    if rank >= len(others) or not mine:
        return [*told, NONE]
    shared = [overlap(others[rank].members, one.members) for one in mine]
    best = int(np.argmax(shared))
    return [*told, f"第 {best + 1}（重合 {shared[best]:.2f}）" if shared[best] else "没有"]


def _told(one: Hot) -> str:
    return f"{one.name}（{one.heat:.1f}，{len(one.members)} 条）"


def many_table(mine: Spent[list[Hot]]) -> Iterator[str]:
    """Table 7.2 (十五万条); the reference would need a table of all pairs."""
    largest = max((len(one.members) for one in mine.result), default=0)
    rows = [
        ["话题", str(len(mine.result)), NONE, NONE],
        ["最大的话题，条", str(largest), NONE, NONE],
        ["CPU 秒", f"{mine.cpu:.1f}", NONE, NONE],
        ["时钟秒", f"{mine.wall:.1f}", NONE, NONE],
        ["内存峰值 MB", NONE if mine.peak is None else f"{mine.peak:.0f}", NONE, NONE],
    ]
    yield from table(
        f"7.2 热点话题：自带语料重组的 {MANY} 条",
        ["指标", "本项目", REFERENCE, "比"],
        rows,
        f"参照要存每两条之间的距离，{MANY} 条约 {MANY * MANY / 2 * 4 / 2**30:.0f} GB，不算。",
    )


def recombined_stream(file: Path, count: int) -> None:
    """A stream of so many messages from sentences of our own corpus, each about some estate (重组留言)."""
    chance = np.random.default_rng(_SEED)
    banners = [
        row["名称"] for row in place_rows("names.csv") if row["种类"] == "全称" and len(row["区划代码"]) > _LEAGUE
    ]
    demands = corpus.read()
    drawn = np.stack(
        [chance.integers(most, size=count) for most in (len(demands), len(banners), _MINUTES, _PEOPLE, _LIKES)], axis=1
    )
    letters = chance.choice(list(_ESTATE_CHARACTERS), (count, 2))
    with file.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(["id", "user", "time", "title", "text", "likes"])
        for number, ((demand, banner, minutes, person, likes), estate) in enumerate(
            zip(drawn.tolist(), letters.tolist(), strict=True)
        ):
            title = f"{banners[banner]}{''.join(estate)}小区{demands[demand].title}"
            moment = _NEWEST - timedelta(minutes=minutes)
            writer.writerow([number, person, moment, title, demands[demand].text, likes])
