"""What a ticket's page offers this person now (可办操作): the deeds of the table, narrowed by where the ticket stands."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from hotline.domain.agency_requests import EXPLAINED, REQUESTS, RequestRule
from hotline.domain.handling_terms import (
    Means,
    Reached,
    RequestKind,
    RequestState,
    Settlement,
    SupervisionKind,
    Truth,
)
from hotline.domain.lifecycle import ALL_MOVES, moves_open_to
from hotline.domain.vocabulary import DISSATISFIED, Action, Satisfaction, Solved, State, Term
from hotline.store.casefile.requests import AgencyRequest
from hotline.store.queries.details import Details
from hotline.store.work import Work
from hotline.web.tickets.deeds import DEEDS, Deed
from hotline.web.tickets.forms import AskForm, RuleForm
from routing_rules import RuleBook

A = Action
Choices = list[tuple[str, str]]
FIRST = ("accept", "report_in", "reply", "co_reply", "approve", "close", "dispatch", "answer", "finish")
BY_REQUEST = ("grant", "refuse")
WITH_FILE = ("ask", "reply", "co_reply", "appeal")
HELPING = ("report_in", "co_reply")
USES = {
    RequestKind.RETURN: "退单", RequestKind.EXTEND: "延期", RequestKind.SUSPEND: "挂起",
    RequestKind.TERMINATE: "终止", RequestKind.CONSULT: "会商",
}  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """One field as the page draws it (表单控件)."""

    name: str
    title: str
    widget: str
    required: bool
    hint: str = ""
    choices: Choices = field(default_factory=list)
    value: str = ""


@dataclass(frozen=True)
class Offer:
    """One form of the page: where it is sent, what the button says, and its fields (操作)."""

    name: str
    label: str
    fields: tuple[Drawn, ...]
    hidden: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    id: str = ""

    @property
    def takes_file(self) -> bool:
        """Whether a file may be sent with it."""
        return self.name in WITH_FILE

    @property
    def natural(self) -> bool:
        """Whether this is what one comes to the page for; the page opens it at once."""
        return self.name in FIRST


def offers(work: Work, found: Details) -> list[Offer]:
    """Every deed that this person may do now, the natural one first."""
    ticket, role = found.ticket, work.person.role
    open_to = {move.action for move in moves_open_to(ticket.state, role)}
    names = [name for name, deed in DEEDS.items() if deed.action in open_to and _fits(work, found, name)]
    names.sort(key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST))
    made = [
        Offer(name, DEEDS[name].called, _fields(work.rules, DEEDS[name]), id=name) for name in names if name != "ask"
    ]
    return [*made, *(_asking(work, found) if "ask" in names else ())]


def _fits(work: Work, found: Details, name: str) -> bool:
    """Whether a deed that the table permits makes sense on this ticket."""
    ticket, unit = found.ticket, work.person.agency is not None
    if name in BY_REQUEST:
        return False
    if unit and found.helps:
        return name in HELPING and found.helps_still and (name != "report_in" or found.helps_unaccepted)
    conditions: dict[str, bool] = {
        "report_in": False,
        "co_reply": False,
        "dispatch": ticket.state in (State.REGISTERED, State.QUEUED),
        "rule": ticket.category is not None and ticket.state != State.REGISTERED,
        "whistle": found.is_grassroots,
        "interim": ticket.interim_by is not None and ticket.interim_at is None,
        "resume": ticket.suspended_until is not None,
        "lift": ticket.supervised is not None,
        "appeal": ticket.satisfaction is not None and found.appeal is None and bool(found.files),
        "exclude": found.appeal is not None and found.appeal.state == RequestState.PENDING,
        "keep": found.appeal is not None and found.appeal.state == RequestState.PENDING,
        "escalate": not ticket.problem,
        "supervise": ticket.supervised != SupervisionKind.SUMMONS,
        "settle": ticket.state == State.CALLBACK,
        "redo": ticket.state != State.CALLBACK or ticket.redone < work.rules.practice.number("问题工单重办次数"),
        "watch": ticket.watcher is not None or ticket.requester_kind.value == "enterprise",
    }
    return conditions.get(name, True)


def _asking(work: Work, found: Details) -> Iterator[Offer]:
    """A form for each kind of request that this person may put now."""
    ticket, role = found.ticket, work.person.role
    pending = {one.kind for one in found.requests if one.state == RequestState.PENDING}
    for kind, rule in REQUESTS.items():
        asked = sum(one.kind == kind and one.agency == work.person.agency for one in found.requests)
        if kind == RequestKind.RETURN and asked >= work.rules.practice.number("退单每单位次数"):
            continue
        fits = role in rule.asked_by and ticket.state in rule.states and kind not in pending
        if fits and (kind != RequestKind.RELAY or ticket.secret) and not (kind == RequestKind.RETURN and ticket.ruling):
            label = f"申请{kind.label}"
            yield Offer(
                "ask", label, _request_fields(work.rules, rule), {"kind": kind.value}, EXPLAINED[kind], f"ask-{kind}"
            )


def _request_fields(rules: RuleBook, rule: RequestRule) -> tuple[Drawn, ...]:
    kept = ["reason", *rule.needs]
    use = USES.get(rule.kind)
    fields = [one for one in _fields_of(rules, AskForm) if one.name in kept]
    if rule.kind == RequestKind.RETURN:
        fields += [one for one in _fields_of(rules, AskForm) if one.name == "suggests"]
    fields = [Drawn(f.name, f.title, f.widget, f.name != "suggests", f.hint, f.choices) for f in fields]
    code = [Drawn("code", "理由", "select", True, choices=_reasons(rules, use))] if use else []
    return (*code, *fields)


def request_offer(rules: RuleBook, name: str, request: AgencyRequest) -> Offer:
    """The form that decides one request: grant, refuse or rule; granting needs no words, but for what was relayed."""
    deed, free = DEEDS[name], name == "grant" and request.kind != RequestKind.RELAY
    agency = request.suggests or ""
    fields = tuple(
        replace(one, required=one.required and not free, value=agency if one.name == "agency" else "")
        for one in _fields(rules, deed)
        if one.name != "request"
    )
    label = "登记诉求人的答复" if name == "grant" and not free else deed.called
    return Offer(name, label, fields, {"request": str(request.id)}, id=f"{name}-{request.id}")


def _fields(rules: RuleBook, deed: Deed) -> tuple[Drawn, ...]:
    needed = {need for move in ALL_MOVES if move.action == deed.action for need in move.needs}
    return tuple(_fields_of(rules, deed.form, needed | ({"reason"} if deed.form is RuleForm else set())))


def _fields_of(rules: RuleBook, form: Any, needed: Collection[str] = ()) -> Iterator[Drawn]:
    for name, known in form.model_fields.items():
        extra = known.json_schema_extra
        if isinstance(extra, dict):
            choices = _choices(rules, str(extra["options"])) if extra["options"] else []
            required = known.is_required() or name in needed
            yield Drawn(name, known.title or name, str(extra["widget"]), required, str(extra["hint"]), choices)


def _choices(rules: RuleBook, options: str) -> Choices:
    terms: dict[str, Iterable[Term]] = {
        "means": Means, "reached": Reached, "truths": Truth, "solvings": Solved, "satisfactions": Satisfaction,
        "settlements": Settlement, "supervisions": SupervisionKind,
        "dissatisfied": sorted(DISSATISFIED, reverse=True),
        "unreached": [one for one in Reached if one != Reached.YES],
    }  # fmt: skip
    if options in terms:
        return [(term.value, term.label) for term in terms[options]]
    return _reasons(rules, options)


def _reasons(rules: RuleBook, use: str) -> Choices:
    return [
        (one.code, f"{one.name}（{one.remark}）" if one.remark else one.name) for one in rules.practice.reasons_for(use)
    ]
