"""What a demand names (诉求要素): estates, roads, schools and firms, by which a burst is seen within minutes."""

from classifier.matters.reading import read

PLACES = frozenset({"小区", "路", "村", "校", "医", "企", "店", "景"})
LONGEST_NAME = 24
MOST_NAMES = 24


def names_of(title: str, text: str) -> list[str]:
    """Its names as “kind:name”, each once."""
    spots = (f"{one.kind}:{one.whole}" for one in read(title, text).names if one.kind in PLACES)
    return list(dict.fromkeys(one for one in spots if len(one) <= LONGEST_NAME))[:MOST_NAMES]


def spot_in(name: str) -> str:
    """The spot that a name is, as people read it."""
    return name.partition(":")[2]
