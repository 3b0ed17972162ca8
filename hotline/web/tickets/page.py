"""What stands on a ticket's page (工单页): the file, what may be done, the reasons, and what somebody else did meanwhile."""

from collections.abc import Mapping
from typing import Any

from hotline.casework.closing.hints import hints
from hotline.casework.requests.rulings import precedents
from hotline.domain.agency_requests import REQUESTS
from hotline.domain.handling_terms import RequestKind, RequestState
from hotline.domain.vocabulary import Role, Satisfaction, Solved, State
from hotline.store.queries.details import Details, details, staff_names
from hotline.store.queries.messages import messages_of
from hotline.store.work import Work
from hotline.web.naming import names_for
from hotline.web.tickets.deeds import DEEDS
from hotline.web.tickets.offers import Offer, offers, request_offer

ROOM = (Role.DISPATCHER, Role.SUPERVISOR)
TO_DECIDE = (State.QUEUED, State.DISPATCHED, State.HANDLING)


def shown(work: Work, found: Details, conflict: "Conflicting | None" = None) -> dict[str, Any]:
    """Everything that the template needs."""
    ticket, role, rules = found.ticket, work.person.role, work.rules
    asked = f"{ticket.title} {ticket.text}"
    wanted = role in ROOM and ticket.state in TO_DECIDE and ticket.category
    reviewing = role == Role.SUPERVISOR and ticket.state == State.REPLIED
    return {
        "found": found,
        "ticket": ticket,
        "names": names_for(work, [ticket, *found.followers], found.agencies),
        "offers": offers(work, found),
        "decisions": _decisions(work, found),
        "reasons": rules.practice.reasons,
        "messages": messages_of(work, ticket.id),
        "people": staff_names(work, _who(found)),
        "precedents": precedents(work, category=ticket.category or "", region=ticket.region, text=asked)
        if wanted
        else (),
        "hints": hints(work, ticket) if reviewing else (),
        "satisfactions": Satisfaction,
        "solvings": Solved,
        "conflict": conflict,
    }


def _who(found: Details) -> list[str | None]:
    """The accounts of all who stand on the file: people are named, not their accounts."""
    return [found.ticket.watcher, *(step.actor for step in found.ticket.steps), *(one.by for one in found.contacts)]


def _decisions(work: Work, found: Details) -> dict[int, list[Offer]]:
    """For each request that waits and that this person may decide: grant, refuse, or rule."""
    made = {}
    for one in found.requests:
        may = work.person.role in REQUESTS[one.kind].granted_by and one.asked_by != work.person.account
        if one.state == RequestState.PENDING and may:
            names = ["grant", "refuse"] if one.kind != RequestKind.CONSULT else ["refuse"]
            rules = one.kind in (RequestKind.RETURN, RequestKind.CONSULT) and work.person.role in ROOM
            chosen = [*names, *(["rule"] if rules else [])]
            made[one.id] = [request_offer(work.rules, name, one) for name in chosen]
    return made


class Conflicting:
    """A deed that could not be done (未办成): what this person had written, and what somebody else did meanwhile."""

    def __init__(self, found: Details, action: str, sent: Mapping[str, str], told: str) -> None:
        deed = DEEDS[action]
        self.fields = deed.form.model_fields
        self.told, self.action, self.label = told, action, deed.called
        self.sent = {name: text for name, text in sent.items() if name in self.fields and name != "version" and text}
        seen = sent.get("last_step", "")
        steps = found.ticket.steps
        self.theirs = [step for step in steps if seen.isdigit() and step.id > int(seen)]
        self.mine: list[tuple[str, str]] = []

    def say(self, offered: list[Offer]) -> None:
        """Put what was written into words: the labels of what was chosen, not their codes."""
        drawn = {one.name: dict(one.choices) for offer in offered if offer.name == self.action for one in offer.fields}
        drawn["kind"] = drawn.get("kind", {}) | {kind.value: kind.label for kind in RequestKind}
        for name, text in self.sent.items():
            if name != "request":
                self.mine.append((self.fields[name].title or name, drawn.get(name, {}).get(text, text)))


def conflicting(work: Work, number: str, action: str, sent: Mapping[str, str], told: str) -> dict[str, Any]:
    """The page again, for somebody who was not quick enough or left something out: both versions, nothing lost."""
    found = details(work, number)
    conflict = Conflicting(found, action, sent, told)
    made = shown(work, found, conflict)
    offered = [*made["offers"], *(one for some in made["decisions"].values() for one in some)]
    conflict.say(offered)
    return {**made, "may_still": action in {offer.name for offer in offered}}
