"""Looking a demand over (分类研判): what it is about, where, how urgent, whose it is, and whether a person must decide.

`judge` is a pure function: the desk's suggestions, the job and `hotline tickets triage` all call it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from classifier.places import Place
from classifier.reading.entities import find_company, find_uscc, requester_of
from classifier.reading.signals import demand_type_of, urgency_of
from hotline.casework.dispatch import Chosen, dispatch
from hotline.casework.judgement import Judgement
from hotline.casework.steps import take
from hotline.domain.vocabulary import Action, Decider, DemandType, RequesterKind, State, Urgency
from hotline.store.people import Requester
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from routing_rules import Decision, Demand, Guidance, channel_for, emergency_in

VOID_CATEGORY = "2204"
WHOLE_REGION = "15"  # 只知道在自治区，等于不知道在哪里
LONGEST_READ = 4000  # 再长的来信，前 4000 字已足以判断；全文照存


@dataclass(frozen=True)
class Given:
    """What is known of a demand before it is looked over (已知信息).

    Args:
        phone: the caller's number, for its area code.
        region: a region that a person has chosen; it is not judged again.
        category: a category that a person has chosen; it is not judged again.
        centre: the region of the centre that took the demand; where nothing else tells the place, it is there.
    """

    title: str
    text: str
    phone: str = ""
    region: str = ""
    category: str = ""
    requester_kind: RequesterKind | None = None
    centre: str = ""


@dataclass(frozen=True)
class Guess:
    """One category that comes into question (候选分类)."""

    category: str
    name: str
    confidence: float


@dataclass(frozen=True)
class Facts:
    """What the words themselves say, apart from the category (正文要素)."""

    demand_type: DemandType
    urgency: Urgency
    requester: RequesterKind
    company: str
    uscc: str
    place: Place
    region: str
    region_source: str
    emergency: Guidance | None


@dataclass(frozen=True)
class Verdict(Facts):
    """What was found, and what follows (研判结果).

    Args:
        reason: why a person must decide; empty if the machine may dispatch.
    """

    guesses: tuple[Guess, ...]
    sure: bool
    category: str
    confidence: float | None
    decision: Decision | None
    channel: Guidance | None
    reason: str
    model_edition: str
    candidates: list[dict[str, Any]] = field(default_factory=list)

    @property
    def auto(self) -> bool:
        """Whether the machine may dispatch alone."""
        return not self.reason


def judge(judgement: Judgement, given: Given, at: datetime) -> Verdict:
    """Look one demand over; nothing is written.

    Args:
        at: the moment from which a time limit would run.
    """
    classified = judgement.model.classify(given.title, given.text[:LONGEST_READ], top=3)
    guesses = tuple(
        Guess(guess.category, judgement.category_name(guess.category), guess.confidence)
        for guess in classified.candidates
    )
    facts = _facts(judgement, given)
    category = given.category or (guesses[0].category if guesses else "")
    confidence = guesses[0].confidence if guesses else None
    sure = bool(given.category) or (confidence is not None and confidence >= judgement.threshold)
    demand = _demand(given, facts, category)
    known = category in judgement.rules.categories and bool(facts.region)
    decision = judgement.rules.decide(demand, at) if known else None
    channel = channel_for(judgement.rules.guidance, category) if category else None
    return Verdict(
        **vars(facts),
        guesses=guesses,
        sure=sure,
        category=category,
        confidence=confidence,
        decision=decision,
        channel=channel,
        reason=_why_a_person(judgement, guesses, sure, category, facts, decision, channel),
        model_edition=classified.edition,
        candidates=_candidates(judgement, guesses, demand, at),
    )


def _facts(judgement: Judgement, given: Given) -> Facts:
    title, text = given.title, given.text[:LONGEST_READ]
    whole = f"{title}\n{text}"
    place = judgement.places.find(whole, given.phone)
    region, source = _region(given, place)
    emergency = emergency_in(judgement.rules.guidance, whole)
    return Facts(
        demand_type=DemandType.labelled(demand_type_of(title, text)),
        urgency=Urgency.EMERGENCY if emergency else Urgency.labelled(urgency_of(title, text)),
        requester=given.requester_kind or RequesterKind.labelled(requester_of(title, text)),
        company=find_company(whole) or "",
        uscc=find_uscc(whole) or "",
        place=place,
        region=region,
        region_source=source,
        emergency=emergency,
    )


def _demand(given: Given, facts: Facts, category: str) -> Demand:
    """As the rule book takes it; while an emergency is being checked, the shortest limit runs."""
    urgency = Urgency.CRITICAL if facts.urgency == Urgency.EMERGENCY else facts.urgency
    whole = f"{given.title}\n{given.text[:LONGEST_READ]}"
    return Demand(category, facts.region, facts.requester.label, facts.demand_type.label, urgency.label, whole)


def _region(given: Given, place: Place) -> tuple[str, str]:
    if given.region:
        return given.region, "人工选定"
    if place.region:
        return place.region, place.source
    if len(given.centre) > len(WHOLE_REGION) and not place.candidates:
        return given.centre, "受理地"
    return "", ""


def _why_a_person(
    judgement: Judgement,
    guesses: tuple[Guess, ...],
    sure: bool,
    category: str,
    facts: Facts,
    decision: Decision | None,
    channel: Guidance | None,
) -> str:
    """The first reason for which a person must decide, or an empty text; the gravest is looked at first."""
    emergency, place, region = facts.emergency, facts.place, facts.region
    reasons = (
        (emergency is not None, f"疑似紧急：请立即核实并转 {emergency.channel}" if emergency else ""),
        (not category, "没有可判断的内容，请联系诉求人补充"),
        (not sure, f"分类把握不足：{'、'.join(f'{g.name} {g.confidence:.0%}' for g in guesses)}"),
        (category == VOID_CATEGORY, "疑似无效（骚扰、误拨或无实质内容），请核实"),
        (channel is not None, f"应分类处理：{channel.case}，告知 {channel.channel}" if channel else ""),
        (bool(not region and place.candidates), f"地点有多种可能：{'、'.join(c.name for c in place.candidates[:4])}"),
        (not region, "地点不明，请补问发生在哪个旗县区"),
        (decision is None, f"规则表没有覆盖：{judgement.category_name(category)}"),
    )
    return next((reason for holds, reason in reasons if holds), "")


def _candidates(judgement: Judgement, guesses: tuple[Guess, ...], demand: Demand, at: datetime) -> list[dict[str, Any]]:
    """For each category that comes into question, the agency that would be given it, and why."""
    found = []
    for guess in guesses:
        asked = Demand(guess.category, demand.region, demand.requester, demand.demand_type, demand.urgency, demand.text)
        known = guess.category in judgement.rules.categories and bool(demand.region)
        decision = judgement.rules.decide(asked, at) if known else None
        found.append(
            {
                "category": guess.category,
                "name": guess.name,
                "confidence": round(guess.confidence, 4),
                "agency": decision.agency.code if decision else "",
                "agency_name": decision.agency.name if decision else "",
                "rule": decision.rule if decision else "",
                "why": decision.matched if decision else "",
            }
        )
    return found


def triage(work: Work, judgement: Judgement, number: str) -> Ticket:
    """Look a registered ticket over, and dispatch it or lay it before the dispatcher (机器研判).

    A ticket that somebody was quicker with is left as it is, so the verb may be run twice.
    """
    ticket = work.ticket(number)
    if ticket.state != State.REGISTERED:
        return ticket
    given = Given(
        ticket.title,
        ticket.text,
        phone=_phone_of(work, ticket),
        region=ticket.region if ticket.region_chosen else "",
        requester_kind=ticket.requester_kind if ticket.requester_kind == RequesterKind.ENTERPRISE else None,
        centre=ticket.region,
    )
    verdict = judge(judgement, given, work.now)
    ticket.category = verdict.category if verdict.sure and verdict.category else None
    ticket.confidence, ticket.candidates = verdict.confidence, verdict.candidates
    ticket.demand_type, ticket.urgency = verdict.demand_type, verdict.urgency
    ticket.model_edition = verdict.model_edition
    ticket.requester_kind = verdict.requester
    ticket.region = verdict.region or ticket.region
    if verdict.auto and verdict.decision is not None:
        return dispatch(work, ticket, Chosen.by_rule(verdict.decision), Decider.MACHINE)
    ticket.waits_for = verdict.reason
    return take(work, ticket, Action.REFER, reason=verdict.reason)


def _phone_of(work: Work, ticket: Ticket) -> str:
    """The caller's number, for its area code only."""
    if ticket.requester_id is None:
        return ""
    requester = work.session.get_one(Requester, ticket.requester_id)
    sealed = requester.phone_sealed
    return work.vault.open(sealed, f"requesters.phone.{requester.id}") if sealed else ""
