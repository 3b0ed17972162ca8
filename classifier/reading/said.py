"""What a demand says besides its category (诉求要素), read in one go."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from classifier.reading.entities import find_company, find_uscc, phones, requester_of
from classifier.reading.kinds import Kind, Kinds
from classifier.reading.money import amounts
from classifier.reading.people import Minor, group_of, minor_of
from classifier.reading.signals import demand_type_of, language_of
from classifier.reading.times import When, times
from classifier.reading.wishes import Secrecy, refuses_callback, secrecy_of
from classifier.text import document, normalise


@dataclass(frozen=True, slots=True)
class Said:
    """What a demand says besides its category (诉求要素).

    Args:
        requester: 企业 or 个人.
        group: whether many speak together; `people` so many persons or households if that is said.
        language: 汉, 蒙 or 混.
        amounts: sums of money as written and in yuan.
        text: title and text, normalised, for whoever looks for more.
    """

    demand_type: str
    requester: str
    company: str
    uscc: str
    secrecy: Secrecy
    no_callback: bool
    minor: Minor
    group: bool
    people: int | None
    language: str
    amounts: tuple[tuple[str, float], ...]
    times: tuple[When, ...]
    phones: tuple[str, ...]
    text: str = field(repr=False)


def said(
    title: str, text: str, now: datetime, kinds: Kinds | None = None, likely: Mapping[str, float] | None = None
) -> Said:
    """Read everything that a demand says besides its category (提取要素).

    Args:
        now: the moment of the demand, from which yesterday is counted.
        kinds: the learnt weights for type and requester; without them the tables of cues judge alone.
        likely: categories with their confidence, if they are known already.
    """
    whole = normalise(document(title, text))
    kind, group = _kind(title, text, whole, kinds, likely), group_of(whole)
    return Said(
        demand_type=kind.demand_type,
        requester=kind.requester,
        company=find_company(whole) or "",
        uscc=find_uscc(whole) or "",
        secrecy=secrecy_of(whole),
        no_callback=refuses_callback(whole),
        minor=minor_of(whole),
        group=group.many,
        people=group.people,
        language=language_of(whole),
        amounts=tuple(amounts(whole)),
        times=tuple(times(whole, now)),
        phones=tuple(phones(whole)),
        text=whole,
    )


def _kind(title: str, text: str, whole: str, kinds: Kinds | None, likely: Mapping[str, float] | None) -> Kind:
    """What the cues call an enterprise is one; the weights find those that do not say so."""
    by_cues = requester_of(title, text)
    if kinds is None:
        return Kind(demand_type_of(title, text), by_cues)
    kind = kinds.of(whole, likely)
    return Kind(kind.demand_type, "企业" if "企业" in (by_cues, kind.requester) else "个人")
