"""From messages to topics (热点发现): weighed, joined, named and put in order of heat."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from scipy import sparse

from classifier.terms import Places
from classifier.topics.grouping import joined
from classifier.topics.heat import heat, people
from classifier.topics.identity import fresh_id
from classifier.topics.message import Message, Topic
from classifier.topics.naming import Naming, named
from classifier.topics.neighbours import near_pairs
from classifier.topics.weighing import weighed

# 两组留言的平均相似度不低于此数才并；在真实留言上 0.16 到 0.18 结果相近
_FLOOR = 0.17
_FEWEST = 2
_NAMED_BY = 12
_OPENING = 60


def topics_of(messages: Sequence[Message]) -> list[Topic]:
    """The topics of which at least two messages speak (热点话题), the hottest first."""
    places = groups_of([one.title for one in messages], [one.text for one in messages])
    groups = [[messages[place] for place in members] for members in places]
    names = named([[_told(one) for one in members[:_NAMED_BY]] for members in groups])
    found = [_topic(members, name) for members, name in zip(groups, names, strict=True)]
    return sorted(found, key=lambda one: (-one.heat, -one.people, one.first_seen, one.id))


def groups_of(titles: Sequence[str], texts: Sequence[str]) -> Iterator[Places]:
    """Places of the messages that speak of one thing (同一话题的留言), at least two a group, the nearest to the centre first."""
    rows = weighed(titles, texts)
    label = joined(rows, near_pairs(rows, _FLOOR), _FLOOR)
    order = np.argsort(label, kind="stable")
    borders = np.flatnonzero(np.diff(label[order], prepend=-1, append=-1))
    for start, stop in pairwise(borders):
        if stop - start >= _FEWEST:
            members = order[start:stop]
            yield members[np.argsort(-_nearness(rows[members]), kind="stable")]


def _nearness(rows: sparse.csr_matrix) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """How near each row is to the sum of all of them."""
    _, columns = np.unique(rows.indices, return_inverse=True)
    centre = np.bincount(columns, rows.data)
    owners = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
    return np.round(np.bincount(owners, rows.data * centre[columns], rows.shape[0]), 6)


def _told(message: Message) -> str:
    """What of a message a name is made from: the title on the first line, then the opening."""
    opening = " ".join(message.text[:_OPENING].split())
    return f"{' '.join(message.title.split()) or opening}\n{opening}"


def _topic(members: Sequence[Message], naming: Naming) -> Topic:
    moments = [one.moment for one in members]
    persons = people(sorted(members, key=lambda one: (one.moment, one.key)))
    return Topic(
        id=fresh_id([one.key for one in sorted(members, key=lambda one: (one.moment, one.key))]),
        name=naming.name,
        words=naming.words,
        members=tuple(one.key for one in members),
        first_seen=min(moments),
        last_seen=max(moments),
        people=persons,
        heat=round(heat(persons, sum(one.likes for one in members)), 2),
        example=members[0].key,
    )
