"""What policy fits a demand (政策匹配): by matter, place, industry and size, each with its reason and its points.

Deterministic and stated: points stand in one table, a known fact outside a policy's terms rules it out, an unknown one
is said to be checked and earns nothing. Codes are trees: a code means itself and everything below it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from hotline.domain.analysis.enterprises import Scale
from hotline.store.analysis.policies import Policy
from hotline.store.queries.policies import enterprise_of, policies_in_force
from hotline.store.tickets import Ticket
from hotline.store.work import Work

# fmt: off
POINTS: dict[str, tuple[int, int, int]] = {
    #         写明且一致  写明的是上级  政策不限
    "事项":     (40,        30,         10),
    "地区":     (25,        20,         15),
    "行业":     (20,        20,         10),
    "规模":     (15,        15,         10),
}
# fmt: on
SHORT = {"事项": "事项一致", "地区": "地区适用", "行业": "行业适用"}
UNKNOWN = {"行业": "企业行业未登记", "规模": "企业规模未登记", "地区": "诉求的具体地区未定"}


@dataclass(frozen=True)
class DemandFacts:
    """What is known of a demand and its enterprise (诉求要件); empty where nobody knows it."""

    category: str
    region: str
    industry: str = ""
    scale: Scale | None = None


@dataclass(frozen=True)
class PolicyFit:
    """A policy that fits (匹配结果): its points of 100, why, and what is still to be checked."""

    policy: Policy
    score: int
    reasons: tuple[str, ...]
    doubts: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Why, in one sentence."""
        told = f"因为：{'、'.join(self.reasons)}" if self.reasons else "政策不限对象"
        return f"{told}；待核：{'、'.join(self.doubts)}" if self.doubts else told


def facts_of(work: Work, ticket: Ticket) -> DemandFacts:
    """What is known of a ticket, and of its enterprise from the register of enterprises (诉求要件)."""
    firm = enterprise_of(work, ticket)
    industry, scale = (firm.industry or "", firm.scale) if firm else ("", None)
    return DemandFacts(ticket.category or "", ticket.region, industry, scale)


def matches(work: Work, ticket: Ticket) -> list[PolicyFit]:
    """The policies in force that fit a ticket, the best first."""
    return ranked(facts_of(work, ticket), policies_in_force(work))


def ranked(facts: DemandFacts, offered: Iterable[Policy]) -> list[PolicyFit]:
    """Those that fit, the best first; of equals the newer, then the one entered first."""
    fits = [found for one in offered if (found := fit(facts, one)) is not None]
    return sorted(fits, key=lambda one: (-one.score, -one.policy.valid_from.toordinal(), one.policy.id))


def fit(facts: DemandFacts, policy: Policy) -> PolicyFit | None:
    """Whether a policy fits, and why; None if a known fact is outside its terms, or nothing is known of the matter."""
    if not facts.category:
        return None
    terms = {
        "事项": (facts.category, policy.matters),
        "地区": (facts.region, policy.regions),
        "行业": (facts.industry, policy.industries),
        "规模": (facts.scale.value if facts.scale else "", policy.scales),
    }
    score, reasons, doubts = 0, [], []
    for name, (known, wanted) in terms.items():
        points, met = _points(name, known, wanted)
        if points is None:
            return None
        score += points
        if met:
            reasons.append(f"{facts.scale.label}企业" if name == "规模" and facts.scale else SHORT[name])
        elif wanted and name in UNKNOWN:
            doubts.append(UNKNOWN[name])
    return PolicyFit(policy, score, tuple(reasons), tuple(doubts))


def _points(name: str, known: str, wanted: list[str]) -> tuple[int | None, bool]:
    """The points of one term and whether it is met; None where the fact is known and outside of it."""
    same, above, free = POINTS[name]
    if not wanted:
        return free, False
    if known in wanted:
        return same, True
    if any(known.startswith(one) for one in wanted):
        return above, True
    vague = name != "事项" and (not known or any(one.startswith(known) for one in wanted))
    return (0, False) if vague else (None, False)
