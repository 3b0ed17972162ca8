"""Other words for the same thing (同义词): a table that officials can edit; read when asked, so no index needs rebuilding."""

import csv
import unicodedata
from functools import lru_cache
from itertools import product
from pathlib import Path

from hotline.knowledge.pinyin import spelled

TABLE = Path(__file__).parent / "synonyms.csv"
WORDS, PARTED = "同义词", "、"
MOST_VARIANTS = 24  # 一句话里有几组同义词时，组合起来最多试这么多种
SHORTEST_INITIALS = 3  # 两个字母的缩写太多义，只按索引里的首字母找


@lru_cache(maxsize=1)
def groups() -> tuple[tuple[str, ...], ...]:
    """The rows of the table: words that mean the same."""
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        rows = [row[WORDS].split(PARTED) for row in csv.DictReader(file)]
    return tuple(tuple(plain(word) for word in row if word.strip()) for row in rows)


def plain(text: str) -> str:
    """A text as it is compared: NFKC, lower case, no rim."""
    return unicodedata.normalize("NFKC", text).lower().strip()


@lru_cache(maxsize=1)
def _group_of() -> dict[str, tuple[str, ...]]:
    return {word: group for group in groups() for word in group}


@lru_cache(maxsize=1)
def _sounding() -> dict[str, tuple[str, ...]]:
    """Pinyin, in full or by initials, to the words that mean the same as what sounds so."""
    found: dict[str, dict[str, None]] = {}
    for word, group in _group_of().items():
        full, initials = spelled(word)
        for letters in {full, initials if len(initials) >= SHORTEST_INITIALS else ""} - {""}:
            found.setdefault(letters, {}).update(dict.fromkeys(group))
    return {letters: tuple(words) for letters, words in found.items()}


def sounding(letters: str) -> tuple[str, ...]:
    """The words that mean the same as a word of the table that is spelled so: gongnuan → 供热、供暖、暖气……"""
    return _sounding().get(letters, ())


def variants(words: str) -> list[str]:
    """A phrase and the same phrase in other words, itself first: 供暖报停 → 供暖报停、供热报停、暖气报停……"""
    parts: list[tuple[str, ...]] = []
    at, text = 0, plain(words)
    known = _group_of()
    longest = max(map(len, known), default=0)
    while at < len(text):
        end = next((end for end in range(min(len(text), at + longest), at, -1) if text[at:end] in known), at + 1)
        word = text[at:end]
        parts.append((word, *(other for other in known.get(word, ()) if other != word)))
        at = end
    found: dict[str, None] = {}
    for chosen in product(*parts):
        found["".join(chosen)] = None
        if len(found) >= MOST_VARIANTS:
            break
    return list(found)
