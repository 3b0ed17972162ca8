"""What the citizen pages show (公众页面内容): places to choose from, the way of a demand, its answer, what others ask."""

import re
import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from flask import g

from hotline.domain.lifecycle import moves_open_to, outward
from hotline.domain.privacy import mask_name, mask_phone
from hotline.domain.vocabulary import Action, DemandType, RequesterKind, Role, Satisfaction, Solved, State
from hotline.store.queries.citizens import (
    Happened,
    Topic,
    asked_about,
    before_archiving,
    happened_to,
    own_photos,
    own_ticket,
    requester_in,
)
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from hotline.web.citizens.forms import CardForm
from hotline.web.desk import equipment

LATELY = timedelta(days=7)
WAY = (State.REGISTERED, State.DISPATCHED, State.HANDLING, State.CALLBACK, State.CLOSED)
ANSWERED = frozenset({State.CALLBACK, State.CLOSED, State.GUIDED})  # 审核通过之后，答复才对外
ASKED_FOR = (
    DemandType.HELP, DemandType.COMPLAINT, DemandType.REPORT, DemandType.CONSULT, DemandType.SUGGESTION, DemandType.PRAISE,
)  # fmt: skip
BANDS = (5, 10, 20, 50, 100, 200, 500, 1000)


class Place(NamedTuple):
    """A league or city and what it is divided into (盟市及其旗县区)."""

    code: str
    name: str
    districts: list[tuple[str, str]]


class Contact(NamedTuple):
    """Who is here, as they may see themselves on a telephone that others look at (本人信息，脱敏)."""

    name: str
    phone: str
    company: str
    uscc: str


class TopicShown(NamedTuple):
    """A matter that many ask about, by its name and a floor of how many (热点事项)."""

    name: str
    at_least: int


def places(work: Work) -> list[Place]:
    """The leagues and cities with their banners, counties and districts, as the rules in force know them."""
    regions = work.rules.directory.regions
    leagues = sorted(code for code in regions if len(code) == 4)
    return [
        Place(
            code,
            regions[code].name,
            [(one, regions[one].name) for one in sorted(regions) if regions[one].parent == code],
        )
        for code in leagues
    ]


def contact(work: Work, card: CardForm) -> Contact:
    """What we know of the citizen, from the app or from their earlier demands."""
    known = requester_in(work, card.open_id)
    name, phone, company, uscc = card.name, card.phone, card.company, card.uscc
    if known is not None:
        if known.name_sealed and not name:
            name = work.vault.open(known.name_sealed, f"requesters.name.{known.id}")
        if known.phone_sealed and not phone:
            phone = work.vault.open(known.phone_sealed, f"requesters.phone.{known.id}")
        company, uscc = company or known.company or "", uscc or known.uscc or ""
    return Contact(mask_name(name), mask_phone(phone), company, uscc)


def form_page(work: Work, given: Mapping[str, str]) -> dict[str, Any]:
    """The form for a demand, with what was already written, under the one number by which it is filed once only."""
    kind = RequesterKind.ENTERPRISE if given.get("requester_kind") == "enterprise" else RequesterKind.CITIZEN
    known = {"places": places(work), "contact": contact(work, g.card), "types": ASKED_FOR}
    sound = re.fullmatch("[0-9a-f]{16}", given.get("once", ""))
    return {**known, "given": given, "kind": kind, "once": given["once"] if sound else secrets.token_hex(8)}


def with_states(work: Work, tickets: Sequence[Ticket]) -> list[tuple[Ticket, State]]:
    """Tickets, each with the state as its requester is told it."""
    before = before_archiving(work, tickets)
    return [(one, outward(one.state, before.get(one.id, State.CLOSED))) for one in tickets]


def follow_page(work: Work, number: str) -> dict[str, Any]:
    """The way of a demand, its answer, and what its requester may do now."""
    ticket = own_ticket(work, number)
    happened = happened_to(work, ticket)
    (_, state), *_ = with_states(work, [ticket])
    open_now = {move.action for move in moves_open_to(ticket.state, Role.REQUESTER)}
    return {
        "ticket": ticket,
        "state": state,
        "way": way(state),
        "happened": [(one, outward(one.after), _moved_on(one)) for one in happened],
        "answer": ticket.reply if state in ANSWERED else None,
        "photos_sent": own_photos(work, ticket),
        "open_now": {action.value for action in open_now},
        "rated": ticket.satisfaction if state == State.CLOSED else None,
        "satisfactions": Satisfaction,
        "solvings": Solved,
        "rating": Action.CLOSE in open_now,
    }


def _moved_on(one: Happened) -> bool:
    """Whether a step is told as what was done; an extension, say, is told as how things stand (办理中)."""
    return one.action == Action.DISPATCH or (one.action != Action.MERGE and outward(one.before) != outward(one.after))


def way(state: State) -> list[tuple[State, str]]:
    """The five stations with what they are: done, now, to come; none for a demand that ended another way."""
    if state not in WAY:
        return []
    here = WAY.index(state)
    return [(one, "done" if at < here else "now" if at == here else "later") for at, one in enumerate(WAY)]


def band(people: int) -> int:
    """The greatest round number that is not above it: nobody sees their own one added (取整公布)."""
    return max(one for one in BANDS if one <= people)


def topics(kind: RequesterKind | None = None) -> list[TopicShown]:
    """What many have asked about these seven days: counted over all demands, so in a work of the system's own."""
    with equipment().work() as work:
        found: list[Topic] = asked_about(work, work.now - LATELY, kind=kind)
        names = {
            one.category: work.rules.categories[one.category].name
            for one in found
            if one.category in work.rules.categories
        }
    return [TopicShown(names[one.category], band(one.people)) for one in found if one.category in names]
