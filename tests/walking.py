"""Random walks over the verbs of the trade (随机走查): who may do what next, and what must hold after every step."""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select, text

from factories import ANSWER, HEATING, OTHER_UNIT, UNIT, House, done, person
from hotline.casework import contacts, handling, intake, units
from hotline.casework.closing import callback, ratings, review
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.evidence import Sent, attach
from hotline.casework.joint import helping, merging
from hotline.casework.judgement import Judgement
from hotline.casework.requests import asking, deciding, rulings
from hotline.casework.requests.asking import Asked
from hotline.casework.steps import take
from hotline.casework.watch import pressure, supervision
from hotline.domain.errors import HotlineError
from hotline.domain.handling_terms import Means, Reached, RequestKind, RequestState, Settlement, SupervisionKind
from hotline.domain.lifecycle import ALL_MOVES, FINAL
from hotline.domain.vocabulary import Action, DemandType, RequesterKind, Role, Satisfaction, Solved, State
from hotline.simulators.photo import PHOTO
from hotline.store.casefile.requests import AgencyRequest
from hotline.store.tickets import REPLAYED, Ticket
from hotline.store.work import SYSTEM, Person, Work

A, K = Action, RequestKind
WORDS = "已核实，情况属实。"
CODES = {K.RETURN: "TD01", K.EXTEND: "YQ01", K.SUSPEND: "GQ01", K.TERMINATE: "ZZ01", K.CONSULT: "HS01", K.RELAY: ""}
HELPING = (A.REPORT_IN, A.CO_REPLY)
ONWARD = (A.DISPATCH, A.ACCEPT, A.ASK, A.REPLY, A.APPROVE)  # 走得多些
SHORT_CUTS = (A.VOID, A.WITHDRAW, A.ANSWER, A.GUIDE, A.TRANSFER, A.ARCHIVE, A.MERGE)  # 走得少些，否则走不远
GIVEN_ANEW = (A.DISPATCH, A.FOLLOW)
CALLED_BACK = (A.CLOSE, A.SETTLE, A.LET_GO, A.ANSWER)
Deed = Callable[[Work, str], object]


def ask_for(work: Work, number: str, kind: RequestKind) -> object:
    """A request of that kind with everything that it needs, for as long as it may be."""
    until = None
    if kind == K.EXTEND:
        until = asking.latest_extension(work, work.ticket(number))
    if kind == K.SUSPEND:
        until = work.now + timedelta(days=10)
    return asking.ask(work, number, Asked(kind, CODES[kind], WORDS, "三定方案", until=until, in_charge="张科长"))


def _waiting(work: Work, number: str) -> int:
    about = select(Ticket.id).where(Ticket.number == number).scalar_subquery()
    found = select(AgencyRequest.id).where(
        AgencyRequest.ticket_id == about, AgencyRequest.state == RequestState.PENDING
    )
    return work.session.scalars(found).first() or 0


@dataclass
class Walk:
    """Tickets in the hands of all who may, and a clock that goes on with them."""

    house: House
    judgement: Judgement
    kind: RequesterKind
    demand_type: DemandType
    choose: random.Random
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    seen: set[Action] = field(default_factory=set)
    numbers: tuple[str, ...] = ()

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of a table about the two tickets as the database has them, past every scope."""
        about = "id" if table == "tickets" else "ticket_id"
        mine = f"select id from tickets where number in {self.numbers}"  # noqa: S608
        with self.house.equipment.engine.connect() as connection:
            found = connection.execute(text(f"select * from {table} where {about} in ({mine}) order by id"))  # noqa: S608
            return [dict(row) for row in found.mappings()]

    def begin(self) -> None:
        """Two fresh tickets of two requesters, of which one may follow the other."""
        self.numbers = tuple(
            self.house.registered(
                HEATING, phone=phone, now=self.now, requester_kind=self.kind, demand_type=self.demand_type
            )
            for phone in ("13812345678", "13912345678")
        )

    def deeds(self, other: str) -> Sequence[tuple[Action, Deed]]:
        """Every verb on a ticket that stands, by the step that it takes."""
        choose, good, bad = self.choose, Satisfaction.SATISFIED, Satisfaction.DISSATISFIED
        unit = choose.choice([UNIT, OTHER_UNIT])
        kind = choose.choice(list(SupervisionKind))
        spoken = contacts.Spoken(Means.TELEPHONE, choose.choice(list(Reached)), self.now, WORDS)

        def give(work: Work, number: str) -> object:
            return dispatch_by_person(
                work, self.judgement, number, category="0301", region="150105", agency=UNIT, seen=None
            )

        def reply(work: Work, number: str) -> object:
            attach(work, number, Sent("现场.png", PHOTO), self.house.equipment.settings.state / "attachments")
            return handling.reply(work, number, done(ANSWER, work.now, unheard="协办单位尚未答复"))

        def grant(work: Work, number: str) -> object:
            return deciding.grant(work, number, _waiting(work, number), words=WORDS)

        return (
            (A.ANSWER, lambda w, n: intake.answer(w, n, reply=WORDS)),
            (A.REFER, lambda w, n: intake.refer(w, n, reason=WORDS)),
            (A.GUIDE, lambda w, n: intake.guide(w, n, guidance=WORDS)),
            (A.TRANSFER, lambda w, n: intake.transfer(w, n, hotline="119")),
            (A.VOID, lambda w, n: intake.void(w, n, reason=WORDS)),
            (A.WITHDRAW, lambda w, n: intake.withdraw(w, n, reason=WORDS)),
            (A.DISPATCH, give),
            (A.DISPATCH, lambda w, n: rulings.rule(w, n, agency=unit, basis=WORDS, request=_waiting(w, n) or None)),
            (A.ACCEPT, lambda w, n: handling.accept(w, n)),
            (A.SEND_BACK, lambda w, n: deciding.take_back_by_room(w, n, reason=WORDS)),
            *((A.ASK, lambda w, n, asked=asked: ask_for(w, n, asked)) for asked in RequestKind),
            *((effect, grant) for effect in (A.SEND_BACK, A.EXTEND, A.SUSPEND, A.TERMINATE, A.CONTACT)),
            (A.REFUSE, lambda w, n: deciding.refuse(w, n, _waiting(w, n), reason=WORDS)),
            (A.RESUME, lambda w, n: pressure.resume(w, w.ticket(n))),
            (A.CONTACT, lambda w, n: contacts.contact(w, n, spoken)),
            (A.INTERIM, lambda w, n: handling.interim(w, n, said=WORDS)),
            (A.INVITE, lambda w, n: helping.invite(w, n, agency=OTHER_UNIT)),
            (A.WHISTLE, lambda w, n: helping.whistle(w, n, agency=OTHER_UNIT, reason=WORDS)),
            (A.REPORT_IN, lambda w, n: helping.report_in(w, n)),
            (A.CO_REPLY, lambda w, n: helping.co_reply(w, n, handling=WORDS)),
            (A.PRESS, lambda w, n: pressure.press(w, n, words=WORDS)),
            (A.SUPERVISE, lambda w, n: supervision.supervise(w, n, kind=kind, reason=WORDS)),
            (A.LIFT, lambda w, n: supervision.lift(w, n, reason=WORDS)),
            (A.ESCALATE, lambda w, n: supervision.escalate(w, n, reason=WORDS)),
            (A.WATCH, lambda w, n: supervision.assign_watcher(w, n, watcher="officer")),
            (A.RECUSE, lambda w, n: units.recuse(w, n, agency="CG-150105")),
            (A.REPLY, reply),
            (A.APPROVE, lambda w, n: review.approve(w, n, confirmed=True)),
            (A.REDO, lambda w, n: review.redo(w, n, reason=WORDS)),
            (A.REDO, lambda w, n: callback.redo(w, n, satisfaction=bad, reason=WORDS)),
            (A.CLOSE, lambda w, n: callback.close(w, n, satisfaction=good, solved=Solved.YES)),
            (A.CALL, lambda w, n: callback.unreached(w, n, reached=Reached.NO_ANSWER)),
            (A.SETTLE, lambda w, n: callback.settle(w, n, satisfaction=bad, way=Settlement.JUDGED, reason=WORDS)),
            (A.APPEAL, lambda w, n: ratings.appeal(w, n, code="TC05", reason=WORDS)),
            (A.EXCLUDE, lambda w, n: ratings.decide(w, n, grant=True, reason=WORDS)),
            (A.KEEP, lambda w, n: ratings.decide(w, n, grant=False, reason=WORDS)),
            (A.MERGE, lambda w, n: merging.merge(w, n, lead=other)),
            (A.UNMERGE, lambda w, n: merging.unmerge(w, n, reason=WORDS)),
            (A.ARCHIVE, lambda w, n: take(w, w.ticket(n), A.ARCHIVE)),
        )  # fmt: skip

    def step(self) -> bool:
        """Somebody who may by the table tries something; whether it was taken. A refusal leaves nothing behind."""
        tickets = {row["number"]: row for row in self.rows("tickets") if row["number"] in self.numbers}
        if all(row["state"] == State.ARCHIVED for row in tickets.values()):
            self.begin()
            return False
        number = self.choose.choice([name for name, row in tickets.items() if row["state"] != State.ARCHIVED])
        ticket, other = tickets[number], next(name for name in self.numbers if name != number)
        ways = [
            (action, deed, role)
            for action, deed in self.deeds(other)
            for move in ALL_MOVES
            if move.action == action and move.before == ticket["state"]
            for role in move.by * (3 if action in ONWARD else 1)
            if action not in SHORT_CUTS or ticket["state"] in FINAL or self.choose.random() < 0.2
        ]
        if not ways:
            return False
        action, deed, role = self.choose.choice(ways)
        self.now += timedelta(hours=self.choose.choice([0, 0, 1, 5, 26]))
        before = [self.rows(table) for table in ("tickets", "steps", "assignments", "notes")]
        try:
            with self.house.equipment.work(self._person(role, ticket, action), self.now) as work:
                deed(work, number)
        except HotlineError:
            assert before == [self.rows(table) for table in ("tickets", "steps", "assignments", "notes")]
            return False
        assert len(self.rows("steps")) > len(before[1]), action
        return True

    def _person(self, role: Role, ticket: Mapping[str, Any], action: Action) -> Person:
        if role == Role.REQUESTER:
            return Person("requester", role, requester=ticket["requester_id"])
        if role in (Role.CLERK, Role.HEAD):
            return person(role, agency=OTHER_UNIT if action in HELPING else ticket["agency"] or UNIT)
        return SYSTEM if role == Role.SYSTEM else person(role)

    def look(self) -> None:
        """What must hold after every step, of every ticket there is."""
        tickets, steps = {row["id"]: row for row in self.rows("tickets")}, self.rows("steps")
        for ticket in tickets.values():
            mine = [step for step in steps if step["ticket_id"] == ticket["id"]]
            self.seen |= {Action(step["action"]) for step in mine}
            only_rows_of_the_table(mine)
            replaying_gives(ticket, mine)
            clocks_go_on(mine)
            self._is_looked_after(ticket)
            if ticket["state"] == State.CLOSED and self.share == 100:
                assert [step["action"] for step in mine if step["after"] != step["before"]][-1] in CALLED_BACK
            if ticket["state"] == State.MERGED:
                assert tickets[ticket["merged_into"]]["state"] not in FINAL, "the lead has ended and left a follower"

    @property
    def share(self) -> int:
        """How many of a hundred such requesters are called back."""
        return self.judgement.rules.practice.closing_for(self.kind.label, self.demand_type.label).share

    def _is_looked_after(self, ticket: Mapping[str, Any]) -> None:
        if State(ticket["state"]) in FINAL:
            assert ticket["next_stage"] is None and ticket["next_due_at"] is None
        elif ticket["state"] != State.DRAFT:
            assert ticket["next_stage"] and ticket["next_due_at"], ticket["state"]
            assert ticket["watcher"] or ticket["requester_kind"] != RequesterKind.ENTERPRISE


def only_rows_of_the_table(steps: Sequence[Mapping[str, Any]]) -> None:
    """Each step is a row of the table, and begins where the last one ended."""
    here = State.DRAFT
    for step in steps:
        rows = [m for m in ALL_MOVES if (m.action, m.before, m.after) == (step["action"], here, step["after"])]
        assert step["before"] == here and any(step["role"] in row.by for row in rows), dict(step)
        here = State(step["after"])


def replaying_gives(ticket: Mapping[str, Any], steps: Sequence[Mapping[str, Any]]) -> None:
    """The changes of the steps, one after another, give the row as it stands."""
    told: dict[str, Any] = {}
    for step in steps:
        told |= step["changes"]
    assert {name: _moment(told.get(name), ticket[name]) for name in REPLAYED} == {n: ticket[n] for n in REPLAYED}


def _moment(kept: Any, like: Any) -> Any:
    """A kept value, read as a moment where the row holds one: the same moment may be written in two zones."""
    return datetime.fromisoformat(kept) if isinstance(like, datetime) and isinstance(kept, str) else kept


def clocks_go_on(steps: Sequence[Mapping[str, Any]]) -> None:
    """Steps are taken one after another, and a deadline is never brought forward unless the ticket is given anew."""
    assert [step["taken_at"] for step in steps] == sorted(step["taken_at"] for step in steps)
    due_at: datetime | None = None
    for step in steps:
        if "due_at" not in step["changes"]:
            continue
        kept = step["changes"]["due_at"]
        now = datetime.fromisoformat(kept) if kept else None
        if due_at is not None and step["action"] not in GIVEN_ANEW:
            assert now is not None and now >= due_at, (step["action"], due_at, now)
        due_at = now
