"""What a topic is called (话题命名): two or three phrases that its messages really use and other topics do not."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt

from classifier.text import normalise
from classifier.topics.phrases import Phrase, phrases

LONGEST_NAME = 16
_MOST_PHRASES = 3
_TOO_FEW = 2
_LENGTHS_THAT_COUNT = 6
_COMMON_CODE = 5
_ESTABLISHED = 3
_WORTH_SAYING = 0.1
# 来件中的地名代号「A市、A2区」随处都有，不作话题名；只在一处出现的（K9县）照用
_CODE = re.compile(r"[A-Za-z]\d{0,2}[省市区县旗]")


@dataclass(frozen=True, slots=True)
class Naming:
    """A topic's name and the phrases it is made of (话题名), the weightiest phrase first."""

    name: str
    words: tuple[str, ...]


def named(topics: Sequence[Sequence[str]]) -> list[Naming]:
    """A name for every topic (话题命名), phrases weighed by how few of the topics use them.

    Args:
        topics: for each topic the texts to name it by, the nearest to its centre first, the title on the first line.
    """
    told = _without_common_codes([[normalise(text) for text in texts] for texts in topics])
    found = [phrases(texts) for texts in told]
    spread = Counter(one.text for several in found for one in several)
    return [_naming(several, texts, spread, len(topics)) for several, texts in zip(found, told, strict=True)]


def _without_common_codes(topics: list[list[str]]) -> list[list[str]]:
    codes = Counter(code for texts in topics for code in set(_CODE.findall("\n".join(texts))))
    common = {code for code, count in codes.items() if count >= _COMMON_CODE}
    return [
        [_CODE.sub(lambda found: " " if found.group() in common else found.group(), text) for text in texts]
        for texts in topics
    ]


def _naming(found: Sequence[Phrase], texts: Sequence[str], spread: Mapping[str, int], topics: int) -> Naming:
    ranked = sorted((-_weight(one, spread[one.text], topics), one.text, one) for one in found)
    chosen = _fitting([], [one for weight, _, one in ranked if weight <= _WORTH_SAYING * ranked[0][0]])
    title = texts[0].split("\n")[0].strip() if texts else ""
    if len(chosen) < _TOO_FEW:
        chosen = _fitting(chosen, _established(title, spread))[:_TOO_FEW]
    if not chosen:
        return Naming(title[:LONGEST_NAME], (title[:LONGEST_NAME],) if title else ())
    ordered = sorted(chosen, key=lambda one: (one.place, one.text))
    return Naming(" ".join(one.text for one in ordered), tuple(one.text for one in chosen))


def _weight(phrase: Phrase, spread: int, topics: int) -> float:
    return phrase.share * sqrt(min(len(phrase.text), _LENGTHS_THAT_COUNT)) * log(1 + topics / spread)


def _fitting(chosen: Sequence[Phrase], others: Iterable[Phrase]) -> list[Phrase]:
    """Phrases that still fit into the name and repeat nothing of what is in it."""
    kept = list(chosen)
    for phrase in others:
        room = LONGEST_NAME - sum(len(one.text) for one in kept)
        if len(kept) < _MOST_PHRASES and len(phrase.text) <= room and not _repeats(phrase.text, kept):
            kept.append(phrase)
    return kept


def _repeats(text: str, chosen: Sequence[Phrase]) -> bool:
    pairs = {"".join(pair) for pair in pairwise(text)}
    return any(pair in one.text for one in chosen for pair in pairs)


def _established(title: str, spread: Mapping[str, int]) -> list[Phrase]:
    """What the most central title says in phrases that several topics use, such as 噪音扰民; the longest first."""
    runs = {title[start:stop]: start for start in range(len(title)) for stop in range(start + 2, len(title) + 1)}
    known = [Phrase(run, 0.0, place) for run, place in runs.items() if spread.get(run, 0) >= _ESTABLISHED]
    return sorted(known, key=lambda one: (-len(one.text), one.place))
