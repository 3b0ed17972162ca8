"""Which earlier demands speak of the same matter (查重): the same person again, others about the same, or only alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from classifier.matters.likeness import Pair, features
from classifier.matters.reading import Told
from classifier.matters.telling import reasons
from classifier.matters.weighing import weights

REPEATED, SHARED, ALIKE = "本人重复", "他人同事", "相似"
LEAST = 0.2
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Match:
    """An earlier demand that may speak of the same matter (相关诉求).

    Args:
        likelihood: how likely it is the same matter, 0–1.
        relation: 本人重复, 他人同事 or 相似.
        reasons: why, in short phrases for the person at the desk.
    """

    key: str
    likelihood: float
    relation: str
    reasons: tuple[str, ...]


def same_matter(one: Told, other: Told) -> float:
    """How likely two demands speak of one matter (同一事项的可能), 0–1."""
    return _likelihood(Pair(one, other))


def compare(one: Told, others: Sequence[Told], least: float = LEAST) -> list[Match]:
    """The earlier demands that may speak of the same matter (查重), the likeliest first.

    Args:
        least: what is less likely than this is left out.
    """
    pairs = [Pair(one, other) for other in others if other.key != one.key]
    judged = [(_likelihood(pair), pair) for pair in pairs]
    near = sorted((found for found in judged if found[0] >= least), key=lambda found: -found[0])
    return [_match(likelihood, pair) for likelihood, pair in near]


def _likelihood(pair: Pair) -> float:
    """Two persons speak of one matter only where they name one place: like words alone are a like matter elsewhere."""
    found = features(pair)
    if not pair.same_caller and not found["同处"]:
        return 0.0
    return weights().likelihood(found)


def _match(likelihood: float, pair: Pair) -> Match:
    return Match(pair.other.key, round(likelihood, _DIGITS), _relation(likelihood, pair), reasons(pair))


def _relation(likelihood: float, pair: Pair) -> str:
    if likelihood < weights().threshold:
        return ALIKE
    return REPEATED if pair.same_caller else SHARED
