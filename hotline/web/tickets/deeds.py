"""What can be done on a ticket's page (办件操作): for each action its form and its verb; the view only obeys."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from hotline.casework import callback, handling, intake, review
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.judgement import Judgement
from hotline.domain.errors import Conflict
from hotline.domain.lifecycle import NEEDS, find_move
from hotline.domain.vocabulary import Action, Satisfaction, Solved, State
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from hotline.web.forms import LINE, WRITING, Form


class DeedForm(Form):
    """Every deed carries the row version that the person had before their eyes."""

    version: int = Field(title="页面版本")


class ReasonForm(DeedForm):
    """理由。"""

    reason: WRITING = Field("", title="理由")


class ReplyForm(DeedForm):
    """答复。"""

    reply: WRITING = Field("", title="答复内容")


class DispatchForm(DeedForm):
    """派单。"""

    category: LINE = Field(title="事项分类")
    region: LINE = Field(title="区划")
    agency: LINE = Field("", title="承办单位")


class GuideForm(DeedForm):
    """分类处理。"""

    guidance: WRITING = Field("", title="处理指引")


class TransferForm(DeedForm):
    """转紧急热线。"""

    hotline: LINE = Field("", title="紧急热线号码")


class CloseForm(DeedForm):
    """回访。"""

    satisfaction: Satisfaction = Field(title="满意度")
    solved: Solved = Field(title="是否解决")


class RedoForm(DeedForm):
    """重办。"""

    reason: WRITING = Field("", title="理由")
    satisfaction: Satisfaction | None = Field(None, title="满意度")


def _dispatch(work: Work, judgement: Judgement, number: str, form: DispatchForm) -> Ticket:
    return dispatch_by_person(
        work, judgement, number, category=form.category, region=form.region, agency=form.agency, seen=form.version
    )


def _redo(work: Work, judgement: Judgement, number: str, form: RedoForm) -> Ticket:
    """After review the supervisor has it done again; after callback the requester has."""
    if work.ticket(number).state == State.CALLBACK:
        grade = form.satisfaction or Satisfaction.DISSATISFIED
        return callback.redo(work, number, satisfaction=grade, reason=form.reason, seen=form.version)
    return review.redo(work, number, reason=form.reason, seen=form.version)


@dataclass(frozen=True)
class Deed:
    """One action: what is read, and which verb is called."""

    form: type[DeedForm]
    verb: Callable[[Work, Judgement, str, Any], Ticket]


# fmt: off
DEEDS: dict[Action, Deed] = {
    Action.DISPATCH:  Deed(DispatchForm, _dispatch),
    Action.REDO:      Deed(RedoForm,     _redo),
    Action.ANSWER:    Deed(ReplyForm,    lambda w, j, n, f: intake.answer(w, n, reply=f.reply, seen=f.version)),
    Action.GUIDE:     Deed(GuideForm,    lambda w, j, n, f: intake.guide(w, n, guidance=f.guidance, seen=f.version)),
    Action.TRANSFER:  Deed(TransferForm, lambda w, j, n, f: intake.transfer(w, n, hotline=f.hotline, seen=f.version)),
    Action.VOID:      Deed(ReasonForm,   lambda w, j, n, f: intake.void(w, n, reason=f.reason, seen=f.version)),
    Action.WITHDRAW:  Deed(ReasonForm,   lambda w, j, n, f: intake.withdraw(w, n, reason=f.reason, seen=f.version)),
    Action.REFER:     Deed(ReasonForm,   lambda w, j, n, f: intake.refer(w, n, reason=f.reason, seen=f.version)),
    Action.ACCEPT:    Deed(DeedForm,     lambda w, j, n, f: handling.accept(w, n, seen=f.version)),
    Action.SEND_BACK: Deed(ReasonForm,   lambda w, j, n, f: handling.send_back(w, n, reason=f.reason, seen=f.version)),
    Action.REPLY:     Deed(ReplyForm,    lambda w, j, n, f: handling.reply(w, n, text=f.reply, seen=f.version)),
    Action.APPROVE:   Deed(DeedForm,     lambda w, j, n, f: review.approve(w, n, seen=f.version)),
    Action.CLOSE:     Deed(CloseForm,    lambda w, j, n, f: callback.close(
        w, n, satisfaction=f.satisfaction, solved=f.solved, seen=f.version)),
}
# fmt: on


def perform(work: Work, judgement: Judgement, number: str, action: Action, sent: Mapping[str, Any]) -> Ticket:
    """Do one thing: to be seen (404), permitted (403), in this state and version (409), and only then complete (422)."""
    ticket, deed = work.ticket(number), DEEDS[action]
    find_move(action, ticket.state, work.person.role, NEEDS.keys())
    if DeedForm.read(sent).version != ticket.version:
        raise Conflict(f"工单 {number} 刚被他人更新，请核对页面上的最新内容后再提交")
    return deed.verb(work, judgement, number, deed.form.read(sent))
