"""One action on many tickets (批量操作): each tried on its own, so that one that is refused holds up no other."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.handling import accept
from hotline.casework.judgement import Judgement
from hotline.casework.judging.verdict import VOID_CATEGORY
from hotline.casework.requests.rulings import against, precedents
from hotline.casework.steps import refuse_stale
from hotline.casework.watch.pressure import press
from hotline.casework.watch.supervision import assign_watcher, supervise
from hotline.domain.errors import Conflict, Forbidden, HotlineError, Incomplete, NotFound
from hotline.domain.handling_terms import SupervisionKind
from hotline.domain.lifecycle import NEEDS, find_move
from hotline.domain.vocabulary import Action, Role, State, Urgency
from hotline.store.audit import write_down
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from routing_rules import channel_for

MOST = 200
SHORTEST_REGION = 4  # 区划代码：盟市四位；只到自治区的，地点还没有定


@dataclass(frozen=True)
class Picked:
    """A ticket that was ticked, and the row version that stood on the list (勾选的工单)."""

    number: str
    version: int


@dataclass(frozen=True)
class Tried:
    """What came of it (批量结果): the numbers that were done, and those that were not, each with its reason."""

    done: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Together:
    """One thing that may be done with many tickets (批量动作).

    Args:
        called: what the button says.
        by: who may do it with many; the lifecycle table still has its say on every ticket.
        asks: what must be said with it for all of them, in words; empty if nothing.
    """

    called: str
    action: Action
    by: tuple[Role, ...]
    verb: Callable[[Work, Judgement, Picked, str], object]
    asks: str = ""


def _dispatch(work: Work, judgement: Judgement, picked: Picked, words: str) -> Ticket:
    """To the unit of the first candidate, as the rules in force have it: what a person must weigh stays in the queue."""
    ticket = work.ticket(picked.number)
    find_move(Action.DISPATCH, ticket.state, work.person.role, NEEDS.keys())
    refuse_stale(ticket, picked.version)
    category = str(ticket.candidates[0]["category"]) if ticket.candidates else ""
    if reason := _why_one_by_one(judgement, ticket, category):
        raise Incomplete(f"{reason}，请逐件办理")
    given = dispatch_by_person(
        work, judgement, ticket.number, category=category, region=ticket.region, seen=picked.version
    )
    found = precedents(work, category=category, region=ticket.region, text=f"{ticket.title} {ticket.text}")
    if (other := against(work, found, given.agency or "")) is not None:
        raise Conflict(f"有裁定先例（{other.number}）与规则不一，请逐件办理")
    return given


def _why_one_by_one(judgement: Judgement, ticket: Ticket, category: str) -> str:
    """Why a person must look at this ticket alone, the gravest first; empty if the rules may decide (须逐件办理的情形)."""
    reasons = (
        (ticket.state != State.QUEUED, "只有待派单的工单可以批量派单"),
        (ticket.urgency == Urgency.EMERGENCY, "疑似紧急，须先核实"),
        (ticket.sent_back > 0, f"曾被退回 {ticket.sent_back} 次"),
        (not category, "没有候选分类"),
        (category == VOID_CATEGORY, "疑似无效，须先核实"),
        (channel_for(judgement.rules.guidance, category) is not None, "应分类处理、告知途径"),
        (len(ticket.region) < SHORTEST_REGION, "地点未定"),
    )
    return next((reason for holds, reason in reasons if holds), "")


def _supervise(work: Work, judgement: Judgement, picked: Picked, words: str) -> object:
    return supervise(work, picked.number, kind=SupervisionKind.DAILY, reason=words, seen=picked.version)


A, R = Action, Role
UNIT, PRESSING, ROOM, DESK = (R.CLERK, R.HEAD), (R.SUPERVISOR, R.OFFICER), (R.SUPERVISOR,), (R.DISPATCHER,)
# fmt: off
TOGETHER: dict[str, Together] = {
    "accept":    Together("签收", A.ACCEPT, UNIT, lambda w, j, one, words: accept(w, one.number, seen=one.version)),
    "press":     Together("催办", A.PRESS, PRESSING, lambda w, j, one, words: press(w, one.number, words=words, seen=one.version)),
    "supervise": Together("列入日常督办", A.SUPERVISE, ROOM, _supervise, "督办事由"),
    "dispatch":  Together("按规则派单", A.DISPATCH, DESK, _dispatch),
    "watch":     Together("指派服务专员", A.WATCH, ROOM,
                          lambda w, j, one, words: assign_watcher(w, one.number, watcher=words, seen=one.version), "服务专员"),
}
# fmt: on


def open_to(role: Role) -> dict[str, Together]:
    """What this role may do with many tickets at once (可用的批量动作)."""
    return {name: together for name, together in TOGETHER.items() if role in together.by}


def demand_together(work: Work, name: str) -> Together:
    """The bulk action of that name, if this person's role may do it; else NotFound or Forbidden (批量权限)."""
    together = TOGETHER.get(name)
    if together is None:
        raise NotFound("没有这种批量操作")
    if work.person.role not in together.by:
        raise Forbidden(f"{work.person.role.label}不能批量「{together.called}」")
    return together


def do_together(work: Work, judgement: Judgement, name: str, picked: Sequence[Picked], *, words: str = "") -> Tried:
    """Do one thing with each of these tickets; what is refused leaves that ticket as it was (批量办理).

    Args:
        words: the reason, or the officer's account, as the action asks for it.

    Raises:
        NotFound, Forbidden: no such action, or not for this role.
        Incomplete: no ticket, more than 200, or something that all of them need is missing.
    """
    together = demand_together(work, name)
    wanted = {one.number: one for one in picked}
    if not wanted:
        raise Incomplete(f"还没有勾选工单，请勾选后再点「{together.called}」")
    if len(wanted) > MOST:
        raise Incomplete(f"一次最多办理 {MOST} 件，现勾选了 {len(wanted)} 件，请分次办理")
    if together.asks and not words.strip():
        raise Incomplete(f"「{together.called}」须填写{together.asks}")
    # 都按编号先后上锁，两人同时批量也不会互相等
    reasons = {number: _attempt(work, judgement, together, wanted[number], words) for number in sorted(wanted)}
    done = tuple(number for number, reason in reasons.items() if not reason)
    refused = tuple((number, reason) for number, reason in reasons.items() if reason)
    write_down(
        work.session, work.now, work.person.account, "bulk",
        {"action": together.called, "done": len(done), "refused": len(refused)},
    )  # fmt: skip
    return Tried(done, refused)


def _attempt(work: Work, judgement: Judgement, together: Together, picked: Picked, words: str) -> str:
    """Try one ticket; the reason why not, or nothing."""
    try:
        with work.attempt():
            together.verb(work, judgement, picked, words)
    except HotlineError as error:
        return str(error)
    return ""
