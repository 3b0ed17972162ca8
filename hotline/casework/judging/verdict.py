"""The verdict on a demand (研判结果): what it is about, where, how urgent, whose it is, and whether a person must decide.

`judge` is a pure function: the desk's suggestions, the job and `hotline tickets triage` all call it.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from classifier.model import Classification
from classifier.reading.question import Question, follow_up
from classifier.reasons import Reasons, reasons
from classifier.text import document
from hotline.casework.judgement import Judgement
from hotline.casework.judging.facts import LONGEST_READ, Facts, Given, facts_of
from hotline.casework.judging.grounds import told
from hotline.domain.vocabulary import Urgency
from routing_rules import Decision, Demand, Explanation, Guidance, channel_for, explain, hint_in

VOID_CATEGORY = "2204"


@dataclass(frozen=True)
class Guess:
    """One category that comes into question (候选分类)."""

    category: str
    name: str
    confidence: float


@dataclass(frozen=True)
class Verdict(Facts):
    """What was found, and what follows (研判结果).

    Args:
        level1: the likeliest level-1 category, if it is sure.
        reason: why a person must decide; empty if the machine may dispatch.
        why: the words that decided between the first two categories.
        question: the one thing still to ask before dispatch (多问一句话).
    """

    guesses: tuple[Guess, ...]
    sure: bool
    level1: Guess | None
    category: str
    confidence: float | None
    explained: Explanation | None
    channel: Guidance | None
    hint: Guidance | None
    reason: str
    model_edition: str
    why: Reasons | None
    question: Question | None
    candidates: list[dict[str, Any]] = field(default_factory=list)

    @property
    def decision(self) -> Decision | None:
        """Which agency, by which row; None where the rules reach none."""
        return self.explained.decision if self.explained else None

    @property
    def auto(self) -> bool:
        """Whether the machine may dispatch alone."""
        return not self.reason

    @property
    def grounds(self) -> dict[str, Any]:
        """The words that decided, as they are kept and shown (判断理由)."""
        return told(self.why)


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
    facts = facts_of(judgement, given, at, {guess.category: guess.confidence for guess in guesses})
    level1 = _level1(judgement, classified)
    category = given.category or (guesses[0].category if guesses else "")
    confidence = guesses[0].confidence if guesses else None
    sure = bool(given.category) or classified.sure
    demand = _demand(given, facts, category)
    known = category in judgement.rules.categories and bool(facts.region)
    explained = explain(judgement.rules, demand, at) if known else None
    channel = channel_for(judgement.rules.guidance, category) if category else None
    hint = hint_in(judgement.rules.guidance, demand.text)
    return Verdict(
        **vars(facts),
        guesses=guesses,
        sure=sure,
        level1=level1,
        category=category,
        confidence=confidence,
        explained=explained,
        channel=channel,
        hint=hint,
        reason=_why_a_person(judgement, level1, sure, category, facts, explained, channel or hint),
        model_edition=classified.edition,
        why=reasons(judgement.model, document(given.title, given.text[:LONGEST_READ])),
        question=follow_up(facts.said, category, facts.place),
        candidates=_candidates(judgement, guesses, demand, at),
    )


def _demand(given: Given, facts: Facts, category: str) -> Demand:
    """As the rule book takes it; while an emergency is being checked, the shortest limit runs."""
    urgency = Urgency.CRITICAL if facts.urgency == Urgency.EMERGENCY else facts.urgency
    return Demand(category, facts.region, facts.requester.label, facts.demand_type.label, urgency.label, given.words)


def _why_a_person(
    judgement: Judgement,
    level1: Guess | None,
    sure: bool,
    category: str,
    facts: Facts,
    explained: Explanation | None,
    channel: Guidance | None,
) -> str:
    """The first reason for which a person must decide, or an empty text; the gravest is looked at first."""
    emergency, place, region = facts.emergency, facts.place, facts.region
    reasons = (
        (emergency is not None, f"疑似紧急：请立即核实并转 {emergency.channel}" if emergency else ""),
        (facts.urgency == Urgency.EMERGENCY, f"疑似险情，请立即核实：{'、'.join(one.kind for one in facts.dangers)}"),
        (not category, "没有可判断的内容，请联系诉求人补充"),
        (not sure, _unsure(level1)),
        (category == VOID_CATEGORY, "疑似无效（骚扰、误拨或无实质内容），请核实"),
        (channel is not None, f"应分类处理：{channel.case}，告知 {channel.channel}" if channel else ""),
        (bool(not region and place.candidates), f"地点有多种可能：{'、'.join(c.name for c in place.candidates[:4])}"),
        (not region, "地点不明，请补问发生在哪个旗县区"),
        (explained is None, f"规则表没有覆盖：{judgement.category_name(category)}"),
    )
    return next((reason for holds, reason in reasons if holds), "")


def _level1(judgement: Judgement, classified: Classification) -> Guess | None:
    """The level-1 category where it is sure, for the case that nothing narrower is."""
    if classified.level1 is None or not classified.level1_sure:
        return None
    code, confidence = classified.level1.category, classified.level1.confidence
    return Guess(code, judgement.model.labels.get(code, code), confidence)


def _unsure(level1: Guess | None) -> str:
    """What is not sure; the guesses stand beside it wherever this is read, so it does not repeat them."""
    return f"小类把握不足：大类为「{level1.name}」" if level1 else "分类把握不足"


def _candidates(judgement: Judgement, guesses: tuple[Guess, ...], demand: Demand, at: datetime) -> list[dict[str, Any]]:
    """For each category that comes into question, the agency that would be given it, and why."""
    found = []
    for guess in guesses:
        asked = Demand(guess.category, demand.region, demand.requester, demand.demand_type, demand.urgency, demand.text)
        known = guess.category in judgement.rules.categories and bool(demand.region)
        explained = explain(judgement.rules, asked, at) if known else None
        decision = explained.decision if explained else None
        found.append(
            {
                "category": guess.category,
                "name": guess.name,
                "confidence": round(guess.confidence, 4),
                "agency": decision.agency.code if decision else "",
                "agency_name": decision.agency.name if decision else "",
                "rule": decision.rule if decision else "",
                "why": explained.matched if explained else "",
            }
        )
    return found
