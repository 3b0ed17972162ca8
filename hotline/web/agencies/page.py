"""What stands on the page of a unit's own work (单位内部办理页): stages, tasks, signature, templates and good past replies."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from hotline.casework import unsent
from hotline.casework.evidence import Sent, attach_fit
from hotline.casework.handling import Handled
from hotline.casework.office import signing, standing_in, templates
from hotline.casework.office.passing import may_answer
from hotline.casework.units import leads, led_here
from hotline.domain.errors import Conflict, Incomplete, NotFound
from hotline.domain.handling_terms import Means, Reached, Truth
from hotline.domain.lifecycle import NEEDS, find_move
from hotline.domain.vocabulary import Action, Role, Solved, State
from hotline.store.queries import office
from hotline.store.queries.details import details, staff_names
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from hotline.store.workbench.office import SignOff
from hotline.web.agencies.forms import FIELDS, HandlingForm
from hotline.web.desk import attachments_folder
from hotline.web.naming import names_for

CHOICES = {"means": Means, "reached": Reached, "truths": Truth, "solvings": Solved}


def form_key(number: str) -> str:
    """Under which name what was typed for this ticket is kept (暂存的表单)."""
    return f"{number}:reply"


def typed(sent: Mapping[str, str]) -> dict[str, str]:
    """What was typed into the handling form, as it is kept: nothing but its fields."""
    return {name: sent[name] for name in FIELDS if sent.get(name, "").strip()}


def inside(work: Work, number: str, sent: Mapping[str, str] | None = None, told: str = "") -> dict[str, Any]:
    """Everything that the template needs.

    Args:
        sent: what was sent and refused; it stands in the form again.
        told: why it was refused.
    """
    found = details(work, number)
    ticket, part = found.ticket, office.open_part(work, found.ticket)
    is_lead, tasks = leads(work, ticket), office.tasks_on(work, ticket)
    writes = is_lead and ticket.state == State.HANDLING
    form = office.waits_on(work, ticket) if is_lead else None
    returned = office.came_back(work, ticket) if writes and form is None else None
    away, people = office.stood_in_for(work), office.colleagues(work)
    accounts = [account for task in tasks for account in (task.account, task.given_by, task.done_by)]
    signers = [one.asked_by for one in (form, returned) if one] + [one.decided_by for one in (returned,) if one]
    return {
        "found": found, "ticket": ticket, "part": part, "is_lead": is_lead, "tasks": tasks, "told": told,
        "may_answer": {one.id for one in tasks if may_answer(work, one, away)},
        "away": {one.account: one for one in people if standing_in.is_away(one, work.now)},
        "people": people, "staff": staff_names(work, [*accounts, *signers, *(one.stand_in for one in people)]),
        "names": names_for(work, [ticket], found.agencies), "writes": writes and form is None,
        "form": form, "laid": signing.handled_of(form.form) if form else None, "returned": returned,
        "phrases": work.rules.practice.phrases_in(form.form["text"]) if form else (),
        "kept": _kept(work, number, returned, sent) if writes and form is None else {},
        "followers": office.followers_of(work, [ticket.id]).get(ticket.id, 0),
        "templates": office.templates_for(work, ticket.category or "") if writes else (),
        "past": templates.past_replies(work, ticket) if writes else (),
        "has_head": any(one.role == Role.HEAD for one in people),
        "reasons": work.rules.practice.reasons, "unsolved": work.rules.practice.reasons_for("未解决"),
        "exemptions": work.rules.practice.reasons_for("免联系"), **CHOICES,
    }  # fmt: skip


def _kept(work: Work, number: str, returned: SignOff | None, sent: Mapping[str, str] | None) -> dict[str, str]:
    """What the form is filled with: what was just refused, else what was typed before, else what the head sent back."""
    if sent is not None:
        return typed(sent)
    if kept := unsent.restore(work, form_key(number)):
        return kept
    if returned is None:
        return {}
    words = {name: str(value) for name, value in returned.form.items() if value and name != "text"}
    return {**words, "reply": str(returned.form["text"]), **({"beyond": "true"} if returned.form["beyond"] else {})}


def keep_typed(work: Work, number: str, sent: Mapping[str, str]) -> None:
    """Keep what was typed while the form is open (暂存); once it went out nothing is kept any more."""
    ticket = led_here(work, number)
    if ticket.state != State.HANDLING:
        raise Conflict(f"工单现为「{ticket.state.label}」，办理表不再接受填写")
    signing.refuse_while_waiting(work, ticket)
    unsent.keep(work, form_key(number), typed(sent))


def put_files(work: Work, number: str, files: Sequence[Sent]) -> tuple[str, ...]:
    """Put what can be taken of the files that came with the form to the ticket (证据附件); why the others were not."""
    led_here(work, number)
    return attach_fit(work, number, files, attachments_folder()).refused


def _submit(work: Work, number: str, handled: Handled, seen: int) -> str:
    ticket = signing.submit(work, number, handled, seen=seen)
    return f"工单 {number} 已提交办理结果，当前状态：{ticket.state.label}"


def _lay_before_the_head(work: Work, number: str, handled: Handled, seen: int) -> str:
    signing.ask(work, number, handled, seen=seen)
    return f"工单 {number} 已送分管领导审签"


GOING_OUT: dict[str, Callable[[Work, str, Handled, int], str]] = {"reply": _submit, "sign": _lay_before_the_head}


def carry_out(work: Work, number: str, then: str, sent: Mapping[str, str]) -> str:
    """Do what the pressed key says with the handling form, and what to say of it (提交、送审、暂存、套用).

    Args:
        then: reply, sign, keep, template:模板, past:以往工单编号.
    """
    ticket = led_here(work, number)
    if then in GOING_OUT:
        find_move(Action.REPLY, ticket.state, work.person.role, NEEDS.keys())
        said = GOING_OUT[then](work, number, *_read(work, sent))
        unsent.forget(work, form_key(number))
        return said
    kind, _, which = then.partition(":")
    if kind == "keep":
        keep_typed(work, number, sent)
        return "已暂存，换一台电脑登录也能接着填"
    text = _worded(work, ticket, kind, which)
    before = sent.get("reply", "").rstrip()
    keep_typed(work, number, {**sent, "reply": f"{before}\n{text}" if before else text})
    return "已套用到「公开答复」，请按实际办理情况修改后再提交"


def _read(work: Work, sent: Mapping[str, str]) -> tuple[Handled, int]:
    form = HandlingForm.read(sent)
    return form.handled(work.now), form.version


def _worded(work: Work, ticket: Ticket, kind: str, which: str) -> str:
    """The text of a template or of a good past reply."""
    if kind == "template" and which.isascii() and which.isdigit() and len(which) < len(str(2**63)):
        return templates.use(work, int(which), ticket)
    if kind != "past":
        raise Incomplete("不认识的操作，请刷新页面后重试")
    for one in templates.past_replies(work, ticket):
        if one.number == which:
            return one.reply
    raise NotFound("这件以往工单的答复不能套用，请刷新页面")
