"""What can be done on a ticket's page (办件操作): for each action its form and its verb; the view only obeys."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hotline.casework import contacts, handling, intake, units
from hotline.casework.closing import callback, ratings, review
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.evidence import belongs_to_last_step
from hotline.casework.joint import helping, merging
from hotline.casework.judgement import Judgement
from hotline.casework.office.signing import refuse_while_waiting
from hotline.casework.requests import asking, deciding, rulings
from hotline.casework.watch import pressure, supervision
from hotline.domain.errors import Conflict
from hotline.domain.lifecycle import NEEDS, find_move
from hotline.domain.vocabulary import Action, Satisfaction, State
from hotline.store.casefile.handling import Attachment
from hotline.store.work import Work
from hotline.web.tickets import forms
from hotline.web.tickets.forms import DeedForm


def _dispatch(work: Work, judgement: Judgement, number: str, form: forms.DispatchForm) -> object:
    return dispatch_by_person(
        work, judgement, number, category=form.category, region=form.region, agency=form.agency, seen=form.version
    )


def _redo(work: Work, judgement: Judgement, number: str, form: forms.RedoForm) -> object:
    """After review the supervisor has it done again; after callback the requester has."""
    if work.ticket(number).state == State.CALLBACK:
        grade = form.satisfaction or Satisfaction.DISSATISFIED
        return callback.redo(work, number, satisfaction=grade, reason=form.reason, seen=form.version)
    return review.redo(work, number, reason=form.reason, seen=form.version)


def _rule(work: Work, judgement: Judgement, number: str, form: forms.RuleForm) -> object:
    return rulings.rule(
        work, number, agency=form.agency, basis=form.reason, request=form.request, seen=form.version
    )  # fmt: skip


def _settle(work: Work, judgement: Judgement, number: str, form: forms.SettleForm) -> object:
    return callback.settle(
        work, number, satisfaction=form.satisfaction, way=form.way, reason=form.reason, seen=form.version
    )


def _reply(work: Work, judgement: Judgement, number: str, form: forms.ReplyForm) -> object:
    refuse_while_waiting(work, work.ticket(number))
    return handling.reply(work, number, form.handled(), seen=form.version)


def _resume(work: Work, judgement: Judgement, number: str, form: DeedForm) -> object:
    return pressure.resume(work, units.led_here(work, number), seen=form.version)


@dataclass(frozen=True)
class Deed:
    """One thing that can be done: under which action of the table, what is read, and which verb is called."""

    action: Action
    form: type[DeedForm]
    verb: Callable[[Work, Judgement, str, Any], object]
    label: str = ""
    done: str = ""

    @property
    def called(self) -> str:
        """What the button says."""
        return self.label or self.action.label

    @property
    def told(self) -> str:
        """What is said of it once it is done, after 已: in other words where the button's would mislead (已重办)."""
        return self.done or self.called


A, F = Action, forms
# fmt: off
DEEDS: dict[str, Deed] = {
    "dispatch":  Deed(A.DISPATCH,  F.DispatchForm, _dispatch),
    "redo":      Deed(A.REDO,      F.RedoForm,     _redo, done="退回重办"),
    "answer":    Deed(A.ANSWER,    F.AnswerForm,   lambda w, j, n, f: intake.answer(w, n, reply=f.reply, seen=f.version)),
    "guide":     Deed(A.GUIDE,     F.GuideForm,    lambda w, j, n, f: intake.guide(w, n, guidance=f.guidance, seen=f.version), done="按分类处理办结"),
    "transfer":  Deed(A.TRANSFER,  F.TransferForm, lambda w, j, n, f: intake.transfer(w, n, hotline=f.hotline, seen=f.version)),
    "void":      Deed(A.VOID,      F.ReasonForm,   lambda w, j, n, f: intake.void(w, n, reason=f.reason, seen=f.version)),
    "withdraw":  Deed(A.WITHDRAW,  F.ReasonForm,   lambda w, j, n, f: intake.withdraw(w, n, reason=f.reason, seen=f.version)),
    "refer":     Deed(A.REFER,     F.ReasonForm,   lambda w, j, n, f: intake.refer(w, n, reason=f.reason, seen=f.version)),
    "accept":    Deed(A.ACCEPT,    DeedForm,       lambda w, j, n, f: handling.accept(w, n, seen=f.version)),
    "contact":   Deed(A.CONTACT,   F.ContactForm,  lambda w, j, n, f: contacts.contact(w, n, f.spoken(), seen=f.version), "登记联系记录"),
    "interim":   Deed(A.INTERIM,   F.InterimForm,  lambda w, j, n, f: handling.interim(w, n, said=f.said, seen=f.version), done="提交阶段答复"),
    "reply":     Deed(A.REPLY,     F.ReplyForm,    _reply),
    "ask":       Deed(A.ASK,       F.AskForm,      lambda w, j, n, f: asking.ask(w, n, f.asked(), seen=f.version)),
    "grant":     Deed(A.REFUSE,    F.DecisionForm, lambda w, j, n, f: deciding.grant(w, n, f.request, words=f.reason, seen=f.version), "同意申请"),
    "refuse":    Deed(A.REFUSE,    F.DecisionForm, lambda w, j, n, f: deciding.refuse(w, n, f.request, reason=f.reason, seen=f.version)),
    "rule":      Deed(A.DISPATCH,  F.RuleForm,     _rule, "裁定指定承办", done="裁定指定承办单位"),
    "send_back": Deed(A.SEND_BACK, F.ReasonForm,   lambda w, j, n, f: deciding.take_back_by_room(w, n, reason=f.reason, seen=f.version), "收回重派"),
    "invite":    Deed(A.INVITE,    F.AgencyForm,   lambda w, j, n, f: helping.invite(w, n, agency=f.agency, reason=f.reason, seen=f.version)),
    "whistle":   Deed(A.WHISTLE,   F.AgencyForm,   lambda w, j, n, f: helping.whistle(w, n, agency=f.agency, reason=f.reason, seen=f.version)),
    "report_in": Deed(A.REPORT_IN, DeedForm,       lambda w, j, n, f: helping.report_in(w, n, seen=f.version), done="签收协办任务"),
    "co_reply":  Deed(A.CO_REPLY,  F.CoReplyForm,  lambda w, j, n, f: helping.co_reply(w, n, handling=f.handling, seen=f.version), done="提交协办回复"),
    "merge":     Deed(A.MERGE,     F.MergeForm,    lambda w, j, n, f: merging.merge(w, n, lead=f.lead, seen=f.version)),
    "unmerge":   Deed(A.UNMERGE,   F.ReasonForm,   lambda w, j, n, f: merging.unmerge(w, n, reason=f.reason, seen=f.version)),
    "approve":   Deed(A.APPROVE,   F.ApproveForm,  lambda w, j, n, f: review.approve(w, n, confirmed=f.confirmed, seen=f.version)),
    "close":     Deed(A.CLOSE,     F.CloseForm,    lambda w, j, n, f: callback.close(w, n, satisfaction=f.satisfaction, solved=f.solved, seen=f.version)),
    "call":      Deed(A.CALL,      F.CallForm,     lambda w, j, n, f: callback.unreached(w, n, reached=f.reached, seen=f.version), done="登记回访未接通"),
    "settle":    Deed(A.SETTLE,    F.SettleForm,   _settle, done="按不满意销号"),
    "press":     Deed(A.PRESS,     F.PressForm,    lambda w, j, n, f: pressure.press(w, n, words=f.reason, seen=f.version)),
    "resume":    Deed(A.RESUME,    DeedForm,       _resume),
    "supervise": Deed(A.SUPERVISE, F.SuperviseForm, lambda w, j, n, f: supervision.supervise(w, n, kind=f.kind, reason=f.reason, seen=f.version)),
    "lift":      Deed(A.LIFT,      F.ReasonForm,   lambda w, j, n, f: supervision.lift(w, n, reason=f.reason, seen=f.version)),
    "escalate":  Deed(A.ESCALATE,  F.ReasonForm,   lambda w, j, n, f: supervision.escalate(w, n, reason=f.reason, seen=f.version), done="提级办理"),
    "appeal":    Deed(A.APPEAL,    F.AppealForm,   lambda w, j, n, f: ratings.appeal(w, n, code=f.code, reason=f.reason, seen=f.version)),
    "exclude":   Deed(A.EXCLUDE,   F.ReasonForm,   lambda w, j, n, f: ratings.decide(w, n, grant=True, reason=f.reason, seen=f.version), done="剔除评价"),
    "keep":      Deed(A.KEEP,      F.ReasonForm,   lambda w, j, n, f: ratings.decide(w, n, grant=False, reason=f.reason, seen=f.version)),
    "recuse":    Deed(A.RECUSE,    F.RecuseForm,   lambda w, j, n, f: units.recuse(w, n, agency=f.agency, seen=f.version), done="登记回避"),
    "watch":     Deed(A.WATCH,     F.WatchForm,    lambda w, j, n, f: supervision.assign_watcher(w, n, watcher=f.watcher, seen=f.version)),
}
# fmt: on


def perform(
    work: Work,
    judgement: Judgement,
    number: str,
    deed: Deed,
    sent: Mapping[str, Any],
    put: Callable[[], Sequence[Attachment]] | None = None,
) -> str:
    """Do one thing: to be seen (404), permitted (403), in this state and version (409), and only then complete (422).

    Args:
        put: puts the files that came with the form to the ticket; they then belong to the step.

    Answers the state in which the ticket now is, in words.
    """
    ticket = work.ticket(number)
    find_move(deed.action, ticket.state, work.person.role, NEEDS.keys())
    if DeedForm.read(sent).version != ticket.version:
        raise Conflict(f"工单 {number} 刚被他人更新，请核对页面上的最新内容后再提交")
    form = deed.form.read(sent)
    files = put() if put else ()
    deed.verb(work, judgement, number, form)
    for file in files:
        belongs_to_last_step(work, file)
    return ticket.state.label
