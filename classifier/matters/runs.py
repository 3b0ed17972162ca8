"""What two texts have word for word in common (共同字串), and where one swaps a few characters of the other."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz.distance import Indel, Levenshtein

from classifier.matters.leanings import rarity
from classifier.matters.places_in_text import GAP
from classifier.matters.synonyms import without_trade_words

_PIECE = re.compile(r"[\u4e00-\u9fff0-9a-z]+")
_SHORTEST = 2
# 专名里没有这些虚字、量词、方位，它们把共同字串里的专名与闲话分开
_NO_NAME = re.compile(
    "[的了着把被这那么呢吧也就还又没不让啥咋谁我你他她们]|昨天|今天|前天|每天|天天|晚上|早上|几个|多次|家里|有人|一个|个月|礼拜|星期|上午|下午|半夜|里头|时候|要求|多年|半年"
    "|小区|家园|花园|大街|[东西南北]街|公寓|广场|公司|社区|街道|苏木|嘎查|[镇乡路街村]$|\\d+|号楼|单元|[东西南北][边面侧门头段]|附近|周边|一带|一家|国庆|旁边|对面"
)
_ALIKE = 0.5
_SHORT_SWAP, _KEPT_BESIDE, _MOST_SWAPS = 4, 2, 3


class Run(NamedTuple):
    """A run of characters that stands in both texts, with its rarity in nats (共同字串)."""

    text: str
    rarity: float


def shared_runs(one: str, other: str) -> list[str]:
    """The longest runs of two characters or more that stand in both texts (共同字串)."""
    found: dict[str, None] = {}
    for piece in _PIECE.findall(one):
        start = 0
        while start < len(piece) - 1:
            end = start
            while end < len(piece) and piece[start : end + 1] in other:
                end += 1
            if end - start >= _SHORTEST:
                found[piece[start:end]] = None
            start = max(start + 1, end - 1)
    return [run for run in found if not any(run != longer and run in longer for longer in found)]


def proper_runs(one: str, other: str) -> list[Run]:
    """Those parts of shared runs that are no words of the trade (疑似专名), the rarest first."""
    found: dict[str, float] = {}
    for run in shared_runs(one, other):
        for part in _PIECE.findall(_NO_NAME.sub(GAP, without_trade_words(run, GAP))):
            if len(part) >= _SHORTEST and not part.isdigit():
                found[part] = rarity(part)
    return sorted((Run(text, rare) for text, rare in found.items()), key=lambda run: (-run.rarity, -len(run.text)))


def covered(text: str, parts: Iterable[str]) -> str:
    """A text with some parts cut out (遮去)."""
    for part in sorted(set(parts), key=len, reverse=True):
        text = text.replace(part, GAP)
    return text


@lru_cache(maxsize=4096)
def similarity(one: str, other: str) -> float:
    """How much of both texts stands in the same order in the other (字面相似), 0–1."""
    return float(Indel.normalized_similarity(one, other))


def swaps(one: str, other: str) -> float:
    """How often a text that is otherwise like another has a few other characters in the midst (换字): 馨和 for 馨雅."""
    if similarity(one, other) < _ALIKE:
        return 0.0
    steps = list(Levenshtein.opcodes(one, other))
    found = 0
    for before, step, after in zip(steps, steps[1:], steps[2:], strict=False):
        short = max(step.src_end - step.src_start, step.dest_end - step.dest_start) <= _SHORT_SWAP
        kept = min(before.src_end - before.src_start, after.src_end - after.src_start) >= _KEPT_BESIDE
        found += step.tag == "replace" and short and kept and before.tag == after.tag == "equal"
    return float(min(found, _MOST_SWAPS))
