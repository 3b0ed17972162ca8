"""What the words of a demand say, apart from its category (正文要素), and where that leaves dispatch."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from classifier.places import Place
from classifier.reading.said import Said, said
from classifier.reading.urgency import Danger, dangers, urgency_of
from hotline.casework.judgement import Judgement
from hotline.domain.vocabulary import DemandType, RequesterKind, Urgency, graver
from routing_rules import Guidance, emergency_in

WHOLE_REGION = "15"  # 只知道在自治区，等于不知道在哪里
LONGEST_READ = 4000  # 再长的来信，前 4000 字已足以判断；全文照存


@dataclass(frozen=True)
class Given:
    """What is known of a demand before it is looked over (已知信息).

    Args:
        phone: the caller's number, for its area code.
        region: a region that a person has chosen; it is not judged again.
        category: a category that a person has chosen; it is not judged again.
        urgency: how urgent a person called it; the words may only make it graver.
        centre: the region of the centre that took the demand; where nothing else tells the place, it is there.
    """

    title: str
    text: str
    phone: str = ""
    region: str = ""
    category: str = ""
    requester_kind: RequesterKind | None = None
    centre: str = ""
    address: str = ""
    urgency: Urgency = Urgency.ORDINARY

    @property
    def words(self) -> str:
        """All that was said, as the rule book reads it; as much of a long letter as is enough."""
        return f"{self.title}\n{self.address}\n{self.text[:LONGEST_READ]}"


@dataclass(frozen=True)
class Facts:
    """What the words themselves say, apart from the category (正文要素).

    Args:
        said: type, requester, wishes, people, sums and times as they were read.
        dangers: what in the text sounds dangerous, the gravest first.
        emergency: the guidance for an emergency, if the text tells of one.
    """

    demand_type: DemandType
    urgency: Urgency
    requester: RequesterKind
    said: Said
    dangers: tuple[Danger, ...]
    place: Place
    region: str
    region_source: str
    emergency: Guidance | None

    @property
    def company(self) -> str:
        """The company that is named."""
        return self.said.company

    @property
    def uscc(self) -> str:
        """The unified social credit code that is named."""
        return self.said.uscc


def facts_of(judgement: Judgement, given: Given, at: datetime, likely: Mapping[str, float]) -> Facts:
    """Read the words of one demand.

    Args:
        at: when it was said; yesterday is counted from there.
        likely: the likeliest categories with their confidence.
    """
    title, text = given.title, given.text[:LONGEST_READ]
    whole = f"{title}\n{text}"
    read = said(title, text, at, judgement.model.kinds, likely)
    place = judgement.places.find(whole, given.phone)
    region, source = _region(given, place)
    emergency = emergency_in(judgement.rules.guidance, whole)
    return Facts(
        demand_type=DemandType.labelled(read.demand_type),
        urgency=Urgency.EMERGENCY if emergency else graver(given.urgency, Urgency.labelled(urgency_of(title, text))),
        requester=given.requester_kind or RequesterKind.labelled(read.requester),
        said=read,
        dangers=tuple(dangers(title, text)),
        place=place,
        region=region,
        region_source=source,
        emergency=emergency,
    )


def _region(given: Given, place: Place) -> tuple[str, str]:
    if given.region:
        return given.region, "人工选定"
    if place.region:
        return place.region, place.source
    if len(given.centre) > len(WHOLE_REGION) and not place.candidates:
        return given.centre, "受理地"
    return "", ""
