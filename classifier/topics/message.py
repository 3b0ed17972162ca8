"""A message and a topic of messages (留言与话题)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Message:
    """One message of the stream (留言).

    Args:
        person: who wrote it, in whatever way people are told apart; blank where unknown.
        likes: how many others agreed, 0 where nobody counts them.
    """

    key: str
    person: str
    moment: datetime
    title: str
    text: str
    likes: int = 0


@dataclass(frozen=True, slots=True)
class Topic:
    """What several messages speak of (话题).

    Args:
        words: the phrases of the name, the weightiest first.
        members: keys of its messages, the nearest to the centre first.
        people: how many different people spoke.
        example: key of the message that stands for the topic.
    """

    id: str
    name: str
    words: tuple[str, ...]
    members: tuple[str, ...]
    first_seen: datetime
    last_seen: datetime
    people: int
    heat: float
    example: str
