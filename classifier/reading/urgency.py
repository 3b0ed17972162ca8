"""How urgent a demand is (紧急程度), and which dangers in it say so (险情).

Fire, violence, collapse and poisoning must not be missed, so the limits are set for recall first; they were chosen on
scores of demands that the weights had not been learnt from.
"""

from dataclasses import dataclass

import numpy as np

from classifier.reading.danger.features import Floats, Seen, scores, seen
from classifier.reading.danger.passages import Message, message
from classifier.reading.danger.weights import LEVELS, ORDINARY, danger_weights
from classifier.reading.danger.words import Words, danger_words

# 转紧急热线、特急、紧急三问各自的门槛
_LIMITS = np.array([-1.75, -0.75, 0.0], dtype=np.float32)
# 段越多，碰巧有一段像险情的机会越大
_A_PASSAGE = 0.5
_FREE_PASSAGES = 3
_MOST_KINDS, _MOST_WORDS = 3, 4
_EXCERPT = 30
_UNNAMED = "其他险情"


@dataclass(frozen=True, slots=True)
class Danger:
    """A danger that a message tells of (险情): what kind, the words that gave the alarm, how urgent."""

    kind: str
    words: tuple[str, ...]
    level: str


@dataclass(frozen=True, slots=True)
class _Judged:
    """A message with the level of each passage."""

    told: Message
    shown: Seen
    levels: np.ndarray[tuple[int], np.dtype[np.int64]]

    @property
    def level(self) -> int:
        return int(self.levels.max())


def urgency_of(title: str, text: str) -> str:
    """普通 紧急 特急 or 转紧急热线 (紧急程度), the whole text read."""
    return LEVELS[_judged(title, text).level]


def dangers(title: str, text: str) -> list[Danger]:
    """The dangers that made a demand more than ordinary (险情), the strongest first; none for an ordinary one."""
    judged = _judged(title, text)
    if judged.level == ORDINARY:
        return []
    level = LEVELS[judged.level]
    worst = int(judged.levels.argmax())
    told = _by_kind(judged, worst, danger_words(), danger_weights().notions[:, len(LEVELS) - 1 - judged.level])
    if told:
        return [Danger(kind, words, level) for kind, words in told]
    start, end = judged.told.passages[worst]
    return [Danger(_UNNAMED, (judged.told.text[start:end][:_EXCERPT],), level)]


def _judged(title: str, text: str) -> _Judged:
    told, weights = message(title, text), danger_weights()
    shown = seen(told, danger_words())
    scored = scores(told, shown, weights.runs, weights.notions) + weights.offsets
    over = scored >= _LIMITS + _A_PASSAGE * np.log(max(1.0, len(scored) / _FREE_PASSAGES))
    # 三问从重到轻，第一个答「是」的就是这一段的等级
    levels = np.where(over.any(axis=1), len(LEVELS) - 1 - over.argmax(axis=1), ORDINARY)
    return _Judged(told, shown, levels)


def _by_kind(judged: _Judged, passage: int, table: Words, weights: Floats) -> list[tuple[str, tuple[str, ...]]]:
    """Words of the passage by their kind of danger, the heaviest kind first, the longest words first."""
    start, end = judged.told.passages[passage]
    mentions = judged.shown.mentions
    heavy: dict[str, float] = {}
    words: dict[str, list[str]] = {}
    for notion, first, last in zip(mentions.notions, mentions.starts, mentions.ends, strict=True):
        kind = table.kinds[notion]
        if kind and weights[notion] > 0 and start <= first and last <= end:
            heavy[kind] = heavy.get(kind, 0.0) + float(weights[notion])
            words.setdefault(kind, []).append(judged.told.text[first:last])
    kinds = sorted(heavy, key=lambda kind: -heavy[kind])[:_MOST_KINDS]
    return [(kind, _longest(words[kind])) for kind in kinds]


def _longest(words: list[str]) -> tuple[str, ...]:
    """A few words, none of them part of another."""
    kept: list[str] = []
    for word in sorted(dict.fromkeys(words), key=lambda word: -len(word)):
        if not any(word in other for other in kept):
            kept.append(word)
    return tuple(kept[:_MOST_WORDS])
