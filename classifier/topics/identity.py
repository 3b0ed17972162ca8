"""Which topic of today is which of yesterday (话题延续)."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import count

from classifier.topics.message import Topic

_ID_BYTES = 6


def fresh_id(keys: Sequence[str], taken: Collection[str] = ()) -> str:
    """An identity from the first of these members that gives one not taken yet (话题编号)."""
    for key in keys:
        if (made := _digest(key)) not in taken:
            return made
    return next(made for turn in count(1) if (made := _digest(f"{turn}\n{keys[0]}")) not in taken)


def continued(today: Sequence[Topic], yesterday: Mapping[str, Collection[str]]) -> list[Topic]:
    """Today's topics under yesterday's identities (话题延续), the largest overlap first, one to one.

    So a topic that splits leaves its identity to the larger part, and one that swallows another keeps its own.

    Args:
        yesterday: the members of each of yesterday's topics.
    """
    heirs = _heirs(today, yesterday)
    taken = set(yesterday) | {topic.id for topic in today if topic.id not in yesterday}
    told = []
    for place, topic in enumerate(today):
        identity = heirs.get(place, topic.id)
        if place not in heirs and topic.id in yesterday:
            identity = fresh_id(topic.members, taken)
            taken.add(identity)
        told.append(topic if identity == topic.id else replace(topic, id=identity))
    return told


def _heirs(today: Sequence[Topic], yesterday: Mapping[str, Collection[str]]) -> dict[int, str]:
    """Yesterday's identity for the places of today's topics that continue one."""
    homes: defaultdict[str, list[str]] = defaultdict(list)
    for identity, members in yesterday.items():
        for key in set(members):
            homes[key].append(identity)
    overlaps = Counter(
        (place, home) for place, topic in enumerate(today) for key in set(topic.members) for home in homes.get(key, ())
    )
    order = sorted(overlaps, key=lambda pair: (-overlaps[pair], -len(yesterday[pair[1]]), pair[1], pair[0]))
    heirs: dict[int, str] = {}
    given: set[str] = set()
    for place, home in order:
        if place not in heirs and home not in given:
            heirs[place] = home
            given.add(home)
    return heirs


def _digest(key: str) -> str:
    return blake2b(key.encode(), digest_size=_ID_BYTES).hexdigest()
