"""What the form as it stands comes to (按表单派单): what a person has chosen counts, and where the words say otherwise."""

from dataclasses import dataclass
from datetime import datetime

from hotline.casework.judgement import Judgement
from hotline.casework.judging.facts import Given
from hotline.casework.judging.verdict import Verdict
from hotline.domain.vocabulary import DemandType, RequesterKind, Urgency
from routing_rules import Decision, Demand, Explanation, explain


@dataclass(frozen=True)
class AsChosen:
    """Unit and deadline of a ticket that is dispatched with what the form says (按表单派单).

    Args:
        explained: why that unit; None where the rules reach none.
        by: what the limit was reckoned by, in the words of the form.
        otherwise: what the words of the demand say otherwise, if that leads to another limit or another unit.
    """

    explained: Explanation | None
    by: tuple[str, ...]
    otherwise: tuple[str, ...]

    @property
    def decision(self) -> Decision | None:
        """Which agency, by which row, until when."""
        return self.explained.decision if self.explained else None


def as_chosen(judgement: Judgement, given: Given, verdict: Verdict, demand_type: DemandType, at: datetime) -> AsChosen:
    """What 登记并派单 would come to now: the same demand to the rule book as the filed ticket will be.

    Args:
        at: the moment from which the time limit would run.
    """
    requester = given.requester_kind or RequesterKind.CITIZEN
    urgency = Urgency.CRITICAL if given.urgency == Urgency.EMERGENCY else given.urgency
    demand = Demand(
        verdict.category, verdict.region, requester.label, demand_type.label, urgency.label, given.words
    )  # fmt: skip
    reached = verdict.category in judgement.rules.categories and bool(verdict.region)
    explained = explain(judgement.rules, demand, at) if reached else None
    read = (
        ("紧急程度", urgency, verdict.urgency),
        ("诉求类型", demand_type, verdict.demand_type),
        ("诉求主体", requester, verdict.requester),
    )
    otherwise = tuple(f"{field}「{found.label}」" for field, chosen, found in read if chosen != found)
    return AsChosen(
        explained, tuple(chosen.label for _, chosen, _ in read), otherwise if _differ(explained, verdict) else ()
    )


def _differ(explained: Explanation | None, verdict: Verdict) -> bool:
    """Whether the form and the words lead to another limit or another unit."""
    if explained is None or verdict.decision is None:
        return False
    mine, read = explained.decision, verdict.decision
    return (mine.agency.code, str(mine.limit)) != (read.agency.code, str(read.limit))
