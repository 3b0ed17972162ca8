"""How hot a topic is (热度): how many people speak of it, and how many agree."""

from collections.abc import Iterable
from math import log1p

from classifier.topics.message import Message

_LIKES_WEIGHT = 2


def people(members: Iterable[Message]) -> int:
    """How many different people spoke (人数); the same words at the same moment are one filing, recorded twice."""
    filings: dict[tuple[object, str], str] = {}
    for one in members:
        filings.setdefault((one.moment, one.text.strip() or one.title.strip()), one.person or one.key)
    return len(set(filings.values()))


def heat(persons: int, likes: int) -> float:
    """Distinct people + 2 ln(1 + likes) (热度)."""
    return persons + _LIKES_WEIGHT * log1p(likes)
