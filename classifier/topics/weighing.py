"""What of a message counts for its topic (话题特征): words and the ends of names, the title more than the text."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import sparse

from classifier.features import Floats
from classifier.terms import BATCH, Lines, Numbers, Places, Terms, salted
from classifier.text import line

LONGEST = 400
_TITLE_WEIGHT = 3
_FEWEST = 2
# 留言少时，大家说的正是那一件事，不因常见而舍去
_COMMONEST, _NEVER_TOO_COMMON = 0.3, 100
_NAME_SIZES = (3, 4)
# 地名和单位名多以这些字收尾：小区、新城、花园、公司、学校、医院、路、村、站、平台……
_NAME_ENDS = "区园院学医际城场司团台道速厦苑府郡湾路街村镇旗县厂店馆桥里巷居庭墅寓山湖河岛站案贷网"
_END_CODES = np.array(sorted(map(ord, _NAME_ENDS)), dtype=np.uint64)
_U = np.uint64


def name_ends(cut: Lines) -> Terms:
    """Runs of three and four characters that end as names of places and firms do (名称字串)."""
    runs = cut.runs(_NAME_SIZES)
    lasts = np.concatenate([np.flatnonzero(cut.places >= size - 1) for size in _NAME_SIZES])
    named = np.isin(cut.codes[lasts], _END_CODES)
    return Terms(runs.texts[named], runs.numbers[named])


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of features (特征组), and how much it weighs beside the others."""

    terms: Callable[[Lines], Terms]
    weight: float


_KINDS = (_Kind(lambda cut: cut.words, 1.0), _Kind(name_ends, 0.3))


@dataclass(frozen=True, slots=True)
class _Counts:
    """How often each term stands in each message (词频), the title counted more than once."""

    owners: Places
    numbers: Numbers
    counts: Floats


def weighed(titles: Sequence[str], texts: Sequence[str]) -> sparse.csr_matrix:
    """Messages as rows of unit length (话题特征矩阵): sublinear TF-IDF of words and of the ends of names."""
    found: list[list[_Counts]] = [[] for _ in _KINDS]
    for start in range(0, len(titles), BATCH):
        cut_titles = Lines([line(title) for title in titles[start : start + BATCH]])
        cut_texts = Lines([line(text, LONGEST) for text in texts[start : start + BATCH]])
        for place, kind in enumerate(_KINDS):
            counted = _counts(kind.terms(cut_titles), kind.terms(cut_texts), salt=place + 1)
            found[place].append(_Counts(counted.owners + start, counted.numbers, counted.counts))
    blocks = [kind.weight * _rows(counts, len(titles)) for kind, counts in zip(_KINDS, found, strict=True)]
    return unit(sparse.hstack(blocks, format="csr", dtype=np.float32))


def unit(rows: sparse.csr_matrix) -> sparse.csr_matrix:
    """Rows brought to length one (归一); empty rows stay empty."""
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    made = rows.copy()
    made.data /= np.repeat(np.maximum(lengths, 1e-9), np.diff(rows.indptr)).astype(np.float32)
    return made


def _counts(titles: Terms, texts: Terms, salt: int) -> _Counts:
    numbers = salted(np.concatenate([titles.numbers, texts.numbers]), salt)
    owners = np.concatenate([titles.texts, texts.texts])
    weights = np.repeat(np.array([_TITLE_WEIGHT, 1.0]), [len(titles.numbers), len(texts.numbers)])
    cells, place = np.unique(numbers | owners.astype(_U), return_inverse=True)
    counts = np.bincount(place, weights, len(cells)).astype(np.float32)
    return _Counts((cells & _U(BATCH - 1)).astype(np.int64), cells & ~_U(BATCH - 1), counts)


def _rows(parts: Sequence[_Counts], messages: int) -> sparse.csr_matrix:
    """One kind of features as rows of unit length, without terms of one message or of too many."""
    owners = np.concatenate([part.owners for part in parts] or [np.zeros(0, np.int64)])
    numbers = np.concatenate([part.numbers for part in parts] or [np.zeros(0, _U)])
    counts = np.concatenate([part.counts for part in parts] or [np.zeros(0, np.float32)])
    _, columns, spread = np.unique(numbers, return_inverse=True, return_counts=True)
    telling = (spread >= _FEWEST) & (spread <= max(_NEVER_TOO_COMMON, _COMMONEST * messages))
    rarity: Floats = (np.log((1 + messages) / (1 + spread)) + 1).astype(np.float32)
    kept: npt.NDArray[np.bool_] = telling[columns]
    columns = (np.cumsum(telling) - 1)[columns[kept]]
    values = (1 + np.log(counts[kept])) * rarity[telling][columns]
    return unit(sparse.csr_matrix((values, (owners[kept], columns)), (messages, int(telling.sum())), dtype=np.float32))
