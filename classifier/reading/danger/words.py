"""Words of danger (险情词): which notions a message mentions and where, found in one pass over its characters.

In the table 「{叫|喊}{不醒|不应}」stands for every combination, and 「甲…乙」for 甲 with 乙 a few characters later.
Harmless words (无害) such as 火锅 or 气死 hide the dangerous characters within them.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import product

import numpy as np
import numpy.typing as npt
from ahocorasick_rs import AhoCorasick, MatchKind

from classifier.reading.cues import rows

Places = npt.NDArray[np.int64]

TABLE = "danger_words.csv"
_HARMLESS = "无害"
_HIDDEN = "\0"
_GAP = 4
_PARTS = re.compile(r"\{([^}]*)\}|([^{}]+)")


@dataclass(frozen=True, slots=True)
class Mentions:
    """Where notions stand in a text (险情词位置), one entry a notion and place.

    Args:
        notions: the row of the table.
        starts, ends: the characters that say it.
    """

    notions: Places
    starts: Places
    ends: Places


class Words:
    """The table of words of danger, ready to be found (险情词表).

    Args:
        told: notion, the kind of danger that it speaks of, its words joined by 、.
    """

    def __init__(self, told: list[tuple[str, str, str]]) -> None:
        notions = [(name, kind, words) for name, kind, words in told if name != _HARMLESS]
        self.names = [name for name, _, _ in notions]
        self.kinds = [kind for _, kind, _ in notions]
        harmless = [word for name, _, words in told if name == _HARMLESS for word in words.split("、") if word]
        self._harmless = AhoCorasick(harmless, matchkind=MatchKind.LeftmostLongest) if harmless else None
        self._owners: dict[str, list[int]] = {}
        self._pairs: list[int] = []
        for place, (_, _, words) in enumerate(notions):
            for word in filter(None, words.split("、")):
                self._add(word, place)
        self._finder = AhoCorasick(list(self._owners))
        counts = [len(places) for places in self._owners.values()]
        self._counts = np.array(counts, dtype=np.int64)
        self._firsts = np.cumsum([0, *counts])[:-1]
        self._places = np.array([place for places in self._owners.values() for place in places], dtype=np.int64)
        self._notion_of_pair = np.array(self._pairs, dtype=np.int64)

    def _add(self, word: str, place: int) -> None:
        """Places count on from the notions: two for each pair, its first and its second part."""
        halves = word.split("…")
        if len(halves) == 1:
            owners = [place]
        else:
            owners = [len(self.names) + 2 * len(self._pairs), len(self.names) + 2 * len(self._pairs) + 1]
            self._pairs.append(place)
        for half, owner in zip(halves, owners, strict=True):
            for spelt in _spelt(half):
                known = self._owners.setdefault(spelt, [])
                if owner not in known:
                    known.append(owner)

    def find(self, text: str) -> Mentions:
        """Every mention of every notion (查找险情词), overlapping ones too."""
        found = np.array(self._finder.find_matches_as_indexes(self._shown(text), overlapping=True), dtype=np.int64)
        found = found.reshape(-1, 3)
        words, counts = found[:, 0], self._counts[found[:, 0]]
        inside = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        places = self._places[np.repeat(self._firsts[words], counts) + inside]
        return self._joined(Mentions(places, np.repeat(found[:, 1], counts), np.repeat(found[:, 2], counts)))

    def _shown(self, text: str) -> str:
        """The text with harmless words hidden."""
        for _, start, end in self._harmless.find_matches_as_indexes(text) if self._harmless else ():
            text = f"{text[:start]}{_HIDDEN * (end - start)}{text[end:]}"
        return text

    def _joined(self, found: Mentions) -> Mentions:
        """Whole mentions, and pairs whose second part follows the first closely enough."""
        part = found.notions - len(self.names)
        whole, first, second = part < 0, (part >= 0) & (part % 2 == 0), (part >= 0) & (part % 2 == 1)
        gaps = found.starts[second] - found.ends[first][:, None]
        same = part[second] // 2 == part[first][:, None] // 2
        one, two = np.nonzero(same & (gaps >= 0) & (gaps <= _GAP))
        return Mentions(
            np.concatenate((found.notions[whole], self._notion_of_pair[part[first][one] // 2])),
            np.concatenate((found.starts[whole], found.starts[first][one])),
            np.concatenate((found.ends[whole], found.ends[second][two])),
        )


def _spelt(template: str) -> list[str]:
    """All words that a template stands for."""
    parts = [(group or plain).split("|") if group else [plain] for group, plain in _PARTS.findall(template)]
    return ["".join(choice) for choice in product(*parts)]


@cache
def danger_words() -> Words:
    """The table as it stands in the vocabulary (险情词表)."""
    return Words([(row["概念"], row["情形"], row["说法"]) for row in rows(TABLE)])
