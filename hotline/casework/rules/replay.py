"""A draft tried on past tickets (回放比对): how many would move, from whom to whom, and which returns it would have saved."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from hotline.casework.rules.drafts import edition_of
from hotline.domain.handling_terms import RequestKind, RequestState
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import EditionState, Urgency
from hotline.store.agencies import AgencyRecord
from hotline.store.casefile.requests import AgencyRequest
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from routing_rules import Demand, RuleBook, load
from routing_rules.compare import Comparison, Past, compare

LOOKED_BACK = timedelta(weeks=26)
MOST = 200_000
AT_ONCE = 5000
SHOWN = 20


def replay(work: Work, edition: str, digest: str) -> bool:
    """Try a draft on the tickets of the last half year, and keep the result with it; False if it was edited meanwhile."""
    draft = edition_of(work, edition)
    if draft.digest != digest or draft.state != EditionState.DRAFT:
        return False
    day = beijing(work.now).date()
    book = load(draft.texts, edition=edition, today=day)
    found = compare(work.rules, book, past_tickets(work), day)
    draft.replay = {"digest": digest, "done_at": work.now.isoformat(), **_told(work, found, work.rules, book)}
    return True


def past_tickets(work: Work) -> Iterator[Past]:
    """Tickets that were classified and went to a unit, the newest first, with the units that gave them back."""
    returned: dict[int, tuple[str, ...]] = {}
    granted = select(AgencyRequest.ticket_id, AgencyRequest.agency).where(
        AgencyRequest.kind == RequestKind.RETURN,
        AgencyRequest.state.in_([RequestState.GRANTED, RequestState.RULED]),
        AgencyRequest.agency.is_not(None),
    )
    for ticket_id, agency in work.session.execute(granted):
        returned[ticket_id] = (*returned.get(ticket_id, ()), str(agency))
    columns = (
        Ticket.id, Ticket.number, Ticket.category, Ticket.region, Ticket.requester_kind, Ticket.demand_type,
        Ticket.urgency, Ticket.title, Ticket.address, Ticket.text, Ticket.agency,
    )  # fmt: skip
    wanted = (
        select(*columns)
        .where(Ticket.category.is_not(None), Ticket.dispatched_at.is_not(None))
        .where(Ticket.registered_at > work.now - LOOKED_BACK)
        .order_by(Ticket.id.desc())
        .limit(MOST)
        .execution_options(yield_per=AT_ONCE)
    )
    for row in work.session.execute(wanted):
        urgency = Urgency.CRITICAL if row.urgency == Urgency.EMERGENCY else row.urgency
        demand = Demand(
            row.category, row.region, row.requester_kind.label, row.demand_type.label, urgency.label,
            f"{row.title}\n{row.address}\n{row.text}",
        )  # fmt: skip
        yield Past(row.number, demand, row.agency or "", returned.get(row.id, ()))


def _told(work: Work, found: Comparison, old: RuleBook, new: RuleBook) -> dict[str, Any]:
    """The comparison as it is kept and shown, with the names of the units."""
    codes = {code for way in found.ways for code in way} | {
        code for one in found.examples for code in (one.before, one.after)
    }
    rows = work.session.execute(select(AgencyRecord.code, AgencyRecord.name).where(AgencyRecord.code.in_(codes)))
    names: dict[str, str] = {code: name for code, name in rows}
    day = beijing(work.now).date()

    def named(code: str) -> str:
        unit = new.directory.named(code, day) or old.directory.named(code, day) if code else None
        return names.get(code) or (unit.name if unit else code) or "派单岗（无规则）"

    return {
        "tried": found.tried,
        "moved": found.moved,
        "unreadable": found.unreadable,
        "ways": [[named(one), named(other), count] for (one, other), count in found.ways.most_common(SHOWN)],
        "limits": [[one or "无", other or "无", count] for (one, other), count in found.limits.most_common(SHOWN)],
        "examples": [
            [one.number, named(one.before), named(one.after), one.rule_before, one.rule_after] for one in found.examples
        ],
        "avoided": len(found.avoided),
        "avoided_numbers": found.avoided[:SHOWN],
        "caused": len(found.caused),
        "caused_numbers": found.caused[:SHOWN],
    }
