"""A thousand invented tickets with everything that may be counted on them (千件样本), drawn from a seed."""

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, insert, select, text

from hotline.domain.handling_terms import RequestKind, RequestState
from hotline.domain.lifecycle import FINAL
from hotline.domain.vocabulary import (
    Action,
    Channel,
    Decider,
    DemandType,
    Part,
    RequesterKind,
    Role,
    Satisfaction,
    Solved,
    State,
    Urgency,
)
from hotline.store.casefile.requests import AgencyRequest
from hotline.store.contacts import Call
from hotline.store.knowledge import Article, ArticleFlag
from hotline.store.tickets import Assignment, Step, Ticket

COUNT = 1000
NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
FIRST = NOW - timedelta(days=30)
REGIONS = ("15", "1501", "150102", "150105", "1502", "150202", "150203", "1525", "152502", "1507")
AGENCIES = ("ZJ-150105", "ZJ-150202", "ZJ-150402")
CATEGORIES = ("0301", "0302", "0401", "0701", "1101", None)
ARCHIVED_OF = 3  # 已了结的每三件归档一件
ACTIONS = (Action.PRESS, Action.SUPERVISE, Action.ESCALATE, Action.REDO, Action.EXTEND, Action.SUSPEND, Action.CONTACT)


def fill(connection: Connection, seed: int = 7) -> None:
    """Write the thousand tickets, and what hangs on them, into an empty house."""
    dice = random.Random(seed)
    connection.execute(text("alter sequence steps_id_seq restart"))  # 退单申请按序号认步骤；回滚时序列一并退回
    tickets = [_ticket(dice, n) for n in range(1, COUNT + 1)]
    archived = [_archived(one) for one in tickets if one["id"] % ARCHIVED_OF == 0 and one["state"] in FINAL]
    connection.execute(insert(Ticket), tickets)
    connection.execute(insert(Assignment), [_assignment(dice, n) for n in range(1, COUNT + 1) if dice.random() < 0.8])
    steps = [_step(dice, n) for n in range(1, COUNT + 1)]
    connection.execute(insert(Step), steps)
    connection.execute(insert(Step), archived)
    connection.execute(insert(AgencyRequest), [_request(dice, n) for n in range(1, COUNT + 1) if dice.random() < 0.2])
    connection.execute(insert(Call), [_call(dice, n) for n in range(1, 401)])
    article = connection.execute(select(Article.id).order_by(Article.id).limit(1)).scalar_one()
    connection.execute(insert(ArticleFlag), [_flag(dice, article) for _ in range(40)])


def _moment(dice: random.Random, days: float = 34) -> datetime:
    """Around the month; often exactly on the hour, so that rims of days and weeks are met."""
    at = FIRST + timedelta(hours=dice.uniform(-48, 24 * days))
    return at.replace(minute=0, second=0, microsecond=0) if dice.random() < 0.5 else at


def _perhaps(dice: random.Random, value: Any, share: float = 0.7) -> Any:
    return value if dice.random() < share else None


def _ticket(dice: random.Random, n: int) -> dict[str, Any]:
    registered = _moment(dice)
    given = _perhaps(dice, registered + timedelta(hours=dice.uniform(0, 5)))
    state = dice.choice([one for one in State if one is not State.ARCHIVED])
    category = dice.choice(CATEGORIES)
    first = dice.choice(CATEGORIES)
    due = _perhaps(dice, registered + timedelta(days=dice.choice((1, 3, 5, 7))))
    contact = _perhaps(dice, registered + timedelta(hours=dice.choice((2, 24))))
    return {
        "id": n, "number": f"2026110000{n:05d}", "state": state, "channel": dice.choice(list(Channel)), "title": "停水",
        "text": "小区停水", "address": "", "region": dice.choice(REGIONS), "requester_kind": dice.choice(list(RequesterKind)),
        "category": category, "demand_type": dice.choice(list(DemandType)), "urgency": Urgency.ORDINARY,
        "candidates": [{"category": first}] if first else [], "reasons": {}, "waits_for": "",
        "decided_by": _perhaps(dice, dice.choice(list(Decider))), "agency": dice.choice(AGENCIES), "basis": "",
        "explanation": {}, "archived_from": None, "model_edition": _perhaps(dice, "demand-1"), "due_at": due,
        "provisional": dice.random() < 0.2, "contact_by": contact,
        "contacted_at": _perhaps(dice, registered + timedelta(hours=dice.uniform(0, 30)), 0.6),
        "suspended_until": _perhaps(dice, NOW + timedelta(days=9), 0.1),
        "merged_into": _perhaps(dice, dice.randint(1, n - 1), 0.1) if n > 1 else None, "reply": "已办",
        "satisfaction": _perhaps(dice, dice.choice(list(Satisfaction))), "solved": _perhaps(dice, dice.choice(list(Solved))),
        "rating_excluded": dice.random() < 0.1, "called": dice.choice((0, 0, 0, 2)), "redone": dice.choice((0, 0, 0, 1, 3)),
        "search": "", "registered_by": "agent", "registered_at": registered, "dispatched_at": given,
        "accepted_at": _perhaps(dice, registered + timedelta(hours=dice.uniform(0, 60)), 0.6),
        "replied_at": _perhaps(dice, registered + timedelta(days=dice.uniform(0, 9)), 0.6),
        "closed_at": _perhaps(dice, registered + timedelta(days=dice.uniform(0, 12)), 0.6), "version": 1,
    }  # fmt: skip


def _archived(ticket: dict[str, Any]) -> dict[str, Any]:
    """Archive a ticket; the step that says what it was before."""
    before = ticket["state"]
    ticket |= {"state": State.ARCHIVED, "archived_from": before}
    return {
        "ticket_id": ticket["id"], "action": Action.ARCHIVE, "before": before, "after": State.ARCHIVED, "actor": "system",
        "role": Role.SYSTEM, "brings": {}, "changes": {}, "taken_at": NOW,
    }  # fmt: skip


def _assignment(dice: random.Random, n: int) -> dict[str, Any]:
    at = _moment(dice)
    return {
        "ticket_id": n, "agency": dice.choice(AGENCIES), "part": dice.choice(list(Part)), "decided_by": Decider.MACHINE,
        "due_at": at + timedelta(days=5), "given_at": at,
        "accepted_at": _perhaps(dice, at + timedelta(hours=dice.choice((1, 23, 24, 25)))),
    }  # fmt: skip


def _step(dice: random.Random, n: int) -> dict[str, Any]:
    return {
        "ticket_id": n, "action": Action.ANSWER if dice.random() < 0.3 else dice.choice(ACTIONS), "before": State.HANDLING,
        "after": State.HANDLING, "actor": "agent", "role": Role.AGENT, "brings": {}, "changes": {}, "taken_at": _moment(dice),
    }  # fmt: skip


def _request(dice: random.Random, n: int) -> dict[str, Any]:
    return {
        "ticket_id": n, "step_id": n, "kind": dice.choice((RequestKind.RETURN, RequestKind.RETURN, RequestKind.EXTEND)),
        "state": dice.choice(list(RequestState)), "agency": dice.choice(AGENCIES), "asked_by": "clerk",
        "asked_at": _moment(dice), "reason_code": "R", "basis": "", "in_charge": "",
    }  # fmt: skip


def _call(dice: random.Random, n: int) -> dict[str, Any]:
    at = _moment(dice)
    answered = _perhaps(dice, at + timedelta(seconds=dice.choice((3, 15, 16, 40))), 0.8)
    missed = None if answered else at + timedelta(seconds=60)
    return {
        "external_id": f"c{n}", "caller_index": "x", "region": dice.choice((*REGIONS, None)), "started_at": at,
        "answered_at": answered, "missed_at": missed,
        "called_back_at": at + timedelta(hours=1) if missed and dice.random() < 0.5 else None,
    }  # fmt: skip


def _flag(dice: random.Random, article: int) -> dict[str, Any]:
    at = _moment(dice)
    return {
        "article_id": article, "words": "电话有误", "flagged_by": "agent", "flagged_at": at, "due_at": at + timedelta(days=2),
        "answered_at": _perhaps(dice, at + timedelta(hours=dice.choice((10, 48, 60)))),
    }  # fmt: skip
