"""What returns and rulings teach the rules (规则建议): proposed by counting, taken into a draft only by a person."""

import csv
import io
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from hotline.casework.rules.drafts import put_tables, start
from hotline.domain.errors import Conflict, NotFound
from hotline.domain.handling_terms import RequestKind, RequestState
from hotline.domain.moments import beijing
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.vocabulary import EditionState
from hotline.store.agencies import AgencyRecord
from hotline.store.casefile.requests import AgencyRequest, RuleProposal
from hotline.store.editions import RuleEdition
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from routing_rules import Demand
from routing_rules.columns import RESPONSIBILITY

LEVELS = {2: "自治区", 4: "盟市", 6: "旗县"}
NUMBERS_KEPT = 20
Key = tuple[str, str, str]
Case = tuple[str, str, str | None]


def propose(work: Work) -> int:
    """Look for returns that repeat (同一事项、同一盟市、同一去向), and propose a row for each; how many are open."""
    practice = work.rules.practice
    since = work.now - timedelta(days=practice.number("规则建议回看天数"))
    found: dict[Key, dict[str, Case]] = defaultdict(dict)
    for row in work.session.execute(_returned_since(since)):
        if row.function_then != row.function_now and not _is_the_rule(work, row):
            case = (row.number, row.function_then, row.ruling)
            found[row.category, row.region[:4], row.function_now][row.number] = case
    for (category, league, function), cases in found.items():
        if len(cases) >= practice.number("规则建议退单件数"):
            _write(work, category, league, function, list(cases.values()))
    waiting = select(RuleProposal).where(RuleProposal.decided_at.is_(None))
    return len(work.session.scalars(waiting).all())


def _is_the_rule(work: Work, row: Any) -> bool:
    """Whether the rules already send such a matter there: then it was the classification that was wrong, not the rule."""
    rules = work.rules
    if row.category not in rules.categories or row.region not in rules.directory.regions:
        return False
    demand = Demand(row.category, row.region, row.requester_kind.label)
    route = rules.on(beijing(work.now).date()).route(demand)
    return route is not None and route.agency.function == row.function_now


def _returned_since(since: datetime) -> Select[*tuple[Any, ...]]:
    then, now = aliased(AgencyRecord), aliased(AgencyRecord)
    return (
        select(
            Ticket.number, Ticket.category, Ticket.region, Ticket.requester_kind, AgencyRequest.ruling,
            then.function.label("function_then"), now.function.label("function_now"),
        )
        .join(AgencyRequest, AgencyRequest.ticket_id == Ticket.id)
        .join(then, then.code == AgencyRequest.agency)
        .join(now, now.code == Ticket.agency)
        .where(
            AgencyRequest.kind.in_([RequestKind.RETURN, RequestKind.CONSULT]),
            AgencyRequest.state.in_([RequestState.GRANTED, RequestState.RULED]),
            AgencyRequest.decided_at >= since,
            Ticket.category.is_not(None),
        )
        .order_by(AgencyRequest.id)
    )  # fmt: skip


def _write(
    work: Work, category: str, league: str, function: str, cases: Sequence[tuple[str, str, str | None]]
) -> None:  # fmt: skip
    level = _level_of(work, function, league)
    values = {
        "category": category, "league": league, "from_function": cases[-1][1], "to_function": function,
        "level": level, "count": len(cases), "numbers": [number for number, _, _ in cases][-NUMBERS_KEPT:],
        "rulings": [ruling for _, _, ruling in cases if ruling], "about": {}, "made_at": work.now,
    }  # fmt: skip
    again = {name: values[name] for name in ("count", "numbers", "rulings", "from_function")}
    statement = insert(RuleProposal).values(values)
    work.session.execute(
        statement.on_conflict_do_update(
            index_elements=["category", "league", "to_function"], set_=again, where=RuleProposal.decided_at.is_(None)
        )
    )


def _level_of(work: Work, function: str, league: str) -> str:
    """The level on which that function's units in the league usually stand."""
    regions = work.session.scalars(
        select(AgencyRecord.region).where(
            AgencyRecord.function == function, AgencyRecord.region.startswith(league, autoescape=True)
        )
    ).all()
    return LEVELS[max((len(region) for region in regions), default=2)]


def proposals(work: Work) -> Sequence[RuleProposal]:
    """The proposals that nobody has decided yet, the most frequent first."""
    waiting = select(RuleProposal).where(RuleProposal.decided_at.is_(None))
    return work.session.scalars(waiting.order_by(RuleProposal.count.desc(), RuleProposal.id)).all()


def accept(work: Work, proposal: int) -> RuleEdition:
    """Take a proposal into a draft (采纳): an open draft of this person, or a new one; it is checked like any row."""
    found = _open(work, proposal)
    mine = select(RuleEdition).where(
        RuleEdition.state == EditionState.DRAFT, RuleEdition.drafted_by == work.person.account
    )
    draft = work.session.scalars(mine.order_by(RuleEdition.id.desc()).limit(1)).first()
    draft = draft or start(work, note=f"采纳退单建议：{found.category} 在 {found.league}")
    put_tables(work, draft.edition, {RESPONSIBILITY.file: with_row(draft.texts[RESPONSIBILITY.file], found, work)})
    found.accepted, found.decided_by, found.decided_at = draft.edition, work.person.account, work.now
    return draft


def dismiss(work: Work, proposal: int) -> RuleProposal:
    """Leave a proposal (不采纳); it is not made again."""
    found = _open(work, proposal)
    found.decided_by, found.decided_at = work.person.account, work.now
    return found


def _open(work: Work, proposal: int) -> RuleProposal:
    demand_permission(work.person.role, Permission.EDIT_RULES)
    found = work.session.get(RuleProposal, proposal, with_for_update=True)
    if found is None:
        raise NotFound("没有这条建议")
    if found.decided_at is not None:
        raise Conflict("这条建议已经处理过")
    return found


def with_row(text: str, proposal: RuleProposal, work: Work) -> str:
    """The responsibility table with the proposed row; a row of the same scope is changed instead of doubled."""
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    basis = f"依 {proposal.count} 件退单、裁定（{'、'.join(proposal.rulings) or proposal.numbers[-1]}），须由人核对"
    scope = {"事项分类": proposal.category, "行政区划": proposal.league, "诉求主体": ""}
    decided = {"主办职能": proposal.to_function, "主办层级": proposal.level, "依据": basis, "依据等级": "D"}
    same = next((row for row in rows if all(row[head] == cell for head, cell in scope.items())), None)
    if same is not None:
        same.update(decided)
    else:
        day = beijing(work.now).date().isoformat()
        rows.append({"规则编号": f"P{proposal.id:04d}", **scope, **decided, "生效日期": day})
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, RESPONSIBILITY.headings, lineterminator="\n", extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
