"""The verbs on one ticket (单件办件动作), and what must come of each by a reading of the table of its own."""

from collections.abc import Callable
from typing import Any

from factories import UNIT, done
from hotline.casework import handling, intake
from hotline.casework.closing import callback, review
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.judgement import Judgement
from hotline.casework.requests import deciding
from hotline.casework.steps import take
from hotline.domain.errors import Conflict, Forbidden, Incomplete
from hotline.domain.lifecycle import MOVES
from hotline.domain.vocabulary import Action, DemandType, Role, Satisfaction, Solved
from hotline.store.work import Work

OTHER = DemandType.OTHER  # 一律回访的一类
Verb = Callable[[Work, str, str, int | None], object]


def verbs_of(judgement: Judgement) -> dict[str, tuple[Action, Verb]]:
    """Each verb on a ticket that stands: what it does, told with these words by one who saw that version."""
    good, bad = Satisfaction.SATISFIED, Satisfaction.DISSATISFIED

    def give(work: Work, number: str, words: str, seen: int | None) -> object:
        return dispatch_by_person(
            work, judgement, number, category="0301" if words else "9999", region="150105", agency=UNIT, seen=seen
        )

    return {
        "finish": (
            Action.REGISTER,
            lambda w, n, x, v: intake.finish(w, n, intake.Demand(x, demand_type=OTHER), seen=v),
        ),
        "answer": (Action.ANSWER, lambda w, n, x, v: intake.answer(w, n, reply=x, seen=v)),
        "refer": (Action.REFER, lambda w, n, x, v: intake.refer(w, n, reason=x, seen=v)),
        "guide": (Action.GUIDE, lambda w, n, x, v: intake.guide(w, n, guidance=x, seen=v)),
        "transfer": (Action.TRANSFER, lambda w, n, x, v: intake.transfer(w, n, hotline=x and "119", seen=v)),
        "void": (Action.VOID, lambda w, n, x, v: intake.void(w, n, reason=x, seen=v)),
        "withdraw": (Action.WITHDRAW, lambda w, n, x, v: intake.withdraw(w, n, reason=x, seen=v)),
        "dispatch": (Action.DISPATCH, give),
        "accept": (Action.ACCEPT, lambda w, n, x, v: handling.accept(w, n, seen=v)),
        "send_back": (Action.SEND_BACK, lambda w, n, x, v: deciding.take_back_by_room(w, n, reason=x, seen=v)),
        "reply": (Action.REPLY, lambda w, n, x, v: handling.reply(w, n, done(x, w.now), seen=v)),
        "approve": (Action.APPROVE, lambda w, n, x, v: review.approve(w, n, confirmed=True, seen=v)),
        "review_redo": (Action.REDO, lambda w, n, x, v: review.redo(w, n, reason=x, seen=v)),
        "close": (Action.CLOSE, lambda w, n, x, v: callback.close(w, n, satisfaction=good, solved=Solved.YES, seen=v)),
        "callback_redo": (Action.REDO, lambda w, n, x, v: callback.redo(w, n, satisfaction=bad, reason=x, seen=v)),
        "archive": (Action.ARCHIVE, lambda w, n, x, v: take(w, w.ticket(n), Action.ARCHIVE, seen=v)),
    }


REDONE_AT_MOST = 3
ALWAYS_BRINGS = {"accept", "approve", "close", "archive"}


def expected_of(action: Action, name: str, ticket: dict[str, Any], role: Role, words: str, stale: bool) -> object:
    """The state that must follow, or the refusal, by a reading of the table of this test's own."""
    ever = [move for move in MOVES if move.action == action and role in move.by]
    here = [move for move in ever if move.before == ticket["state"]]
    if not ever:
        return Forbidden
    if not here:
        return Conflict
    if name == "callback_redo" and ticket["redone"] >= REDONE_AT_MOST:
        return Conflict
    if "ruling" in here[0].needs:
        return Incomplete
    grade_missing = name == "review_redo" and "satisfaction" in here[0].needs
    if (not words and name not in ALWAYS_BRINGS) or grade_missing:
        return Incomplete
    return Conflict if stale else here[0].after
