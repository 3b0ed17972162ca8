"""What the pages of topics show (热点页): the list by kind, one topic with its tickets, the precision of warnings."""

from typing import Any

from sqlalchemy import select

from hotline.analytics.warning import judging
from hotline.domain.analysis.terms import TopicKind, TopicState, Verdict
from hotline.store.queries.details import staff_names
from hotline.store.queries.figures import topics as counted
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from hotline.web.naming import names_for

LIVE = (TopicState.NEW, TopicState.ONGOING)
SHOWN = 200


def listed(work: Work, *, past: bool) -> dict[str, Any]:
    """Topics that are alive, or those that are over, with an example and the warnings of each."""
    states = [state for state in TopicState if (state in LIVE) is not past]
    topics = counted.topics_listed(work, states)
    ids = [one.id for one in topics]
    warnings = {one.topic_id: one for one in reversed(counted.warnings_of(work, ids))}
    right, wrong, waiting = counted.precision(work)
    return {
        "topics": topics, "past": past, "warnings": warnings, "examples": counted.examples_of(work, ids),
        "names": names_for(work, (), sorted({unit for one in topics for unit in one.units})),
        "kinds": TopicKind, "right": right, "wrong": wrong, "waiting": waiting,
    }  # fmt: skip


def one(work: Work, number: int) -> dict[str, Any]:
    """One topic with the tickets of it that this person may see, its warnings, and others it could be merged into."""
    topic = judging.topic_of(work, number)
    inside = [row.ticket_id for row in counted.members(work, number) if row.taken_out is None]
    wanted = select(Ticket).where(Ticket.id.in_(inside)).order_by(Ticket.id.desc()).limit(SHOWN)
    tickets = work.session.scalars(wanted).all()
    warnings = counted.warnings_of(work, [number])
    told = {account for one in warnings for account in (*one.told, one.acknowledged_by, one.verdict_by) if account}
    return {
        "topic": topic, "tickets": tickets, "warnings": warnings, "people": staff_names(work, sorted(told)),
        "others": [other for other in counted.topics_listed(work, LIVE) if other.id != number],
        "names": names_for(work, tickets, list(topic.units)), "verdicts": Verdict,
        "changeable": topic.state not in judging.OVER,
    }  # fmt: skip
