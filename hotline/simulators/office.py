"""People played by the simulator (模拟承办、审核、回访): the same verbs as the screens call, at plausible hours.

What would lie in the future is left: so there are always tickets that wait for a person, as on any real day.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from hotline.casework import contacts, handling, intake
from hotline.casework.closing import callback, review
from hotline.casework.contacts import Spoken
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.evidence import Sent, attach
from hotline.casework.joint import helping
from hotline.casework.requests import asking, deciding
from hotline.casework.requests.asking import Asked
from hotline.domain.errors import Conflict
from hotline.domain.handling_terms import Means, Reached, RequestKind, Truth
from hotline.domain.vocabulary import Part, RequesterKind, Role, Satisfaction, Solved, State
from hotline.equipment import Equipment
from hotline.simulators.photo import PHOTO
from hotline.store.tickets import Assignment, Ticket
from hotline.store.work import Person
from routing_rules import channel_for

SENT_BACK = 0.05
REFUSED = 0.3
EXTENDED = 0.04
UNREACHED = 0.03
REDONE = 0.05
LATE = 0.06
PROMPT = 0.85  # 企业诉求一小时内联系的比例
LEFT_IN_QUEUE = 0.08
GRADES = ((Satisfaction.VERY_SATISFIED, 45), (Satisfaction.SATISFIED, 32), (Satisfaction.FAIRLY_SATISFIED, 13),
          (Satisfaction.DISSATISFIED, 7), (Satisfaction.VERY_DISSATISFIED, 3))  # fmt: skip
DISPATCHER = Person("sim-dispatcher", Role.DISPATCHER)
SUPERVISOR = Person("sim-supervisor", Role.SUPERVISOR)
AGENT = Person("sim-agent", Role.AGENT)
REPLIES = (
    "已派人到现场核实，情况属实，{unit}当日安排处理完毕，并与诉求人电话沟通，诉求人表示认可。",
    "经核查，{unit}已约谈相关责任单位并限期整改，整改情况将持续跟踪，处理意见已当面告知诉求人。",
    "{unit}已按政策向诉求人作了解释说明，并协助准备材料，后续可到政务服务大厅办理，工作人员全程帮办。",
    "问题已列入本月整治计划，{unit}先行采取临时措施，预计两周内完成，已将进度安排告知诉求人。",
)


@dataclass
class Office:
    """Everybody who handles tickets in the demo.

    Args:
        truths: ticket number → the category its writer meant, for a dispatcher who reads well.
        hurried: that the ticket in hand is an enterprise's, to be answered within the hour, and the unit keeps to it.
    """

    equipment: Equipment
    now: datetime
    truths: dict[str, str]
    chance: random.Random
    hurried: bool = False

    def play(self, number: str) -> State:
        """Take one ticket as far as it would have come by now; answer where it stands."""
        with self.equipment.work() as work:
            ticket = work.ticket(number)
            state, at, agency = ticket.state, ticket.registered_at, ticket.agency
            self.hurried = ticket.requester_kind == RequesterKind.ENTERPRISE and self.chance.random() < PROMPT
        at += timedelta(minutes=self.chance.uniform(3, 15 if self.hurried else 90))
        if state == State.QUEUED:
            state, agency = self._dispatcher(number, at)
        if state == State.DISPATCHED and agency:
            state = self._unit(number, at, agency)
        return state

    def _dispatcher(self, number: str, at: datetime) -> tuple[State, str | None]:
        if at > self.now or self.chance.random() < LEFT_IN_QUEUE:
            return State.QUEUED, None
        with self.equipment.work(DISPATCHER, at) as work:
            judgement = self.equipment.judgement(work.session)
            ticket = work.ticket(number)
            guesses = [guess["category"] for guess in ticket.candidates]
            category = self.truths.get(number) or (guesses[0] if guesses else "")
            if (urgent := ticket.urgency.value == "emergency") or category == "2204" or not category:
                if urgent:
                    ticket = intake.transfer(work, number, hotline="110")
                elif category == "2204":
                    ticket = intake.void(work, number, reason="电话无声或无实质内容")
                return ticket.state, None
            if channel := channel_for(judgement.rules.guidance, category):
                return intake.guide(work, number, guidance=channel.wording).state, None
            if len(ticket.region) <= 2:
                return State.QUEUED, None
            ticket = dispatch_by_person(work, judgement, number, category=category, region=ticket.region, seen=None)
            return ticket.state, ticket.agency

    def _unit(self, number: str, at: datetime, agency: str, *, may_return: bool = True) -> State:
        clerk = Person(f"sim-{agency}"[:64], Role.CLERK, agency=agency)
        at += timedelta(hours=self.chance.uniform(0.1, 0.7 if self.hurried else 7))
        if at > self.now:
            return State.DISPATCHED
        if may_return and self.chance.random() < SENT_BACK:
            return self._returned(number, clerk, at)
        with self.equipment.work(clerk, at) as work:
            ticket = handling.accept(work, number)
            due_at, accepted = ticket.due_at or at, at
            spoken = Spoken(Means.TELEPHONE, Reached.YES, at, "已与诉求人通话，核实了时间、地点和诉求。")
            if not ticket.secret:
                contacts.contact(work, number, spoken)
            else:
                contacts.contact(work, number, Spoken(Means.EXEMPT, Reached.YES, at, exemption="ML02"))
        at = self._replied_at(at, due_at)
        self._meanwhile(number, clerk, accepted, min(at, self.now), due_at)
        if at > self.now:
            return State.HANDLING
        self._helpers(number, at)
        with self.equipment.work(clerk, at) as work:
            attach(work, number, Sent("现场照片.png", PHOTO), self.equipment.settings.state / "attachments")
            handling.reply(work, number, self._handled())
        return self._centre(number, at)

    def _returned(self, number: str, clerk: Person, at: datetime) -> State:
        """The unit says it is not theirs; the room grants it, or refuses with its reason."""
        asked = Asked(RequestKind.RETURN, "TD01", "经核实不属于本单位职责范围，建议改派", "本单位三定方案")
        try:
            with self.equipment.work(clerk, at) as work:
                request = asking.ask(work, number, asked).id
        except Conflict:  # 过了退单的时限：单位只好自己办
            return self._unit(number, at, clerk.agency or "", may_return=False)
        at += timedelta(hours=self.chance.uniform(0.5, 3))
        if at > self.now:
            return State.DISPATCHED
        with self.equipment.work(DISPATCHER, at) as work:
            if self.chance.random() < REFUSED:
                deciding.refuse(work, number, request, reason="属贵单位权责清单事项，请签收办理")
            else:
                return deciding.grant(work, number, request, words="同意退单").state
        return self._unit(number, at, clerk.agency or "", may_return=False)

    def _meanwhile(self, number: str, clerk: Person, start: datetime, until: datetime, due_at: datetime) -> None:
        """What may happen before the answer: an interim reply to an enterprise, an extension asked for and granted."""
        half = start + (until - start) / 2
        with self.equipment.work(clerk, half) as work:
            if work.ticket(number).interim_by:
                handling.interim(work, number, said="已约见企业并核实情况，正在会商解决办法，预计按期办结。")
        if half >= due_at or self.chance.random() >= EXTENDED:
            return
        with self.equipment.work(clerk, half) as work:
            until = asking.latest_extension(work, work.ticket(number))
            asked = Asked(RequestKind.EXTEND, "YQ01", "需等待物料到货后现场施工", until=until)
            request = asking.ask(work, number, asked).id
        with self.equipment.work(SUPERVISOR, half + timedelta(minutes=20)) as work:
            deciding.grant(work, number, request, words="同意，请按期办结并告知诉求人")

    def _helpers(self, number: str, at: datetime) -> None:
        """Co-handlers report to the lead before it answers."""
        with self.equipment.work() as work:
            ticket = work.ticket(number)
            helping_ = select(Assignment.agency).where(
                Assignment.ticket_id == ticket.id, Assignment.part != Part.LEAD, Assignment.ended_at.is_(None)
            )
            agencies = list(work.session.scalars(helping_))
        for agency in agencies:
            helper = Person(f"sim-{agency}"[:64], Role.CLERK, agency=agency)
            with self.equipment.work(helper, at - timedelta(minutes=30)) as work:
                helping.co_reply(work, number, handling="已到现场配合处置，本单位职责内事项已办结，情况报主办单位。")

    def _handled(self) -> handling.Handled:
        solved = self.chance.choices((Solved.YES, Solved.PARTLY, Solved.NO), (85, 10, 5))[0]
        unsolved = "" if solved == Solved.YES else "WJ05"
        return handling.Handled(
            self.chance.choice(REPLIES).format(unit="承办单位"), "已按内部流程报分管领导审签。", Truth.TRUE,
            solved=solved, unsolved=unsolved,
        )  # fmt: skip

    def _replied_at(self, accepted: datetime, due_at: datetime) -> datetime:
        left = max(due_at - accepted, timedelta(minutes=30))
        share = self.chance.uniform(1.05, 1.5) if self.chance.random() < LATE else self.chance.uniform(0.1, 0.95)
        return accepted + left * share

    def _centre(self, number: str, at: datetime) -> State:
        at += timedelta(hours=self.chance.uniform(0.5, 10))
        if at > self.now:
            return State.REPLIED
        with self.equipment.work(SUPERVISOR, at) as work:
            if (state := review.approve(work, number, confirmed=True).state) != State.CALLBACK:
                return state
        at += timedelta(hours=self.chance.uniform(1, 30))
        if at > self.now:
            return State.CALLBACK
        if self.chance.random() < UNREACHED:
            return self._unreached(number, at)
        grade = self.chance.choices([grade for grade, _ in GRADES], [weight for _, weight in GRADES])[0]
        with self.equipment.work(AGENT, at) as work:
            if grade == Satisfaction.VERY_DISSATISFIED and self.chance.random() < REDONE * 10:
                return callback.redo(work, number, satisfaction=grade, reason="反映的问题没有解决，要求重新办理").state
            solved = Solved.NO if grade.value in "12" else self.chance.choice((Solved.YES,) * 8 + (Solved.PARTLY,))
            return callback.close(work, number, satisfaction=grade, solved=solved).state

    def _unreached(self, number: str, at: datetime) -> State:
        """Nobody answers, time after time, as long as there is time; then the rule says what happens."""
        state = State.CALLBACK
        while at <= self.now and state == State.CALLBACK:
            with self.equipment.work(AGENT, at) as work:
                state = callback.unreached(work, number, reached=Reached.NO_ANSWER).state
            at += timedelta(hours=self.chance.uniform(5, 20))
        return state


def unsettled(equipment: Equipment) -> list[str]:
    """The numbers of the demo tickets that triage has dealt with and nobody has handled yet, the oldest first."""
    with equipment.work() as work:
        wanted = select(Ticket.number).where(Ticket.demo, Ticket.state.in_([State.QUEUED, State.DISPATCHED]))
        return list(work.session.scalars(wanted.where(Ticket.sent_back == 0).order_by(Ticket.id)))
