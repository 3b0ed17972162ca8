"""Hands that make what tests need (造数): one for each record, all through the verbs of the trade."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy.orm import sessionmaker

from hotline.casework import handling, intake, staff
from hotline.casework.closing import review
from hotline.casework.contacts import Spoken
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.handling import Handled
from hotline.casework.requests import asking, deciding
from hotline.casework.requests.asking import Asked
from hotline.casework.triage import triage
from hotline.domain.handling_terms import Means, Reached, RequestKind
from hotline.domain.vocabulary import DemandType, Role
from hotline.equipment import Equipment
from hotline.store.people import Staff
from hotline.store.tickets import Ticket
from hotline.store.work import SYSTEM, Person

PASSWORD = "a-password-for-tests"
UNIT = "ZJ-150105"
OTHER_UNIT = "ZJ-150202"
ANSWER = "已到现场检修换热站，暖气恢复，室温回到二十度，已电话告知诉求人，诉求人表示认可。"
HEATING = "赛罕区阳光花园小区暖气不热，室内只有十二度，家里有老人孩子，已经停暖三天，供热公司电话打不通，请尽快处理"


def people_of_every_role(equipment: Equipment) -> None:
    """One person a role, whose account is the role's code; unit people belong to 赛罕区 housing."""
    with equipment.work() as work:
        for role in set(Role) - {Role.SYSTEM, Role.REQUESTER}:
            agency = UNIT if role in (Role.CLERK, Role.HEAD) else None
            staff.create(
                work,
                account=role.value,
                name=f"测试{role.label}",
                role=role,
                region="15",
                agency=agency,
                password=PASSWORD,
            )


def person(role: Role, region: str = "15", agency: str | None = None) -> Person:
    """A person of that role, bounded by a region or a unit; unit people belong to 赛罕区 housing by default."""
    if role in (Role.CLERK, Role.HEAD):
        agency = agency or UNIT
    return Person(role.value, role, region, agency, name=f"测试{role.label}")


def done(text: str, at: datetime, **more: object) -> Handled:
    """A handling form as such a demand asks for: the requester was telephoned a moment ago."""
    return Handled(text, contact=Spoken(Means.TELEPHONE, Reached.YES, at), **more)  # type: ignore[arg-type]


def returning(reason: str = "不属于本单位职责", **more: object) -> Asked:
    """A request for return with everything that it needs."""
    return Asked(RequestKind.RETURN, "TD01", reason, "本单位三定方案", **more)  # type: ignore[arg-type]


@dataclass(frozen=True)
class House:
    """The service with nothing in it, and hands that bring tickets to a state through the verbs."""

    equipment: Equipment

    def registered(
        self, text: str = HEATING, *, by: Person | None = None, now: datetime | None = None, **more: object
    ) -> str:
        """A registered ticket; its number."""
        demand = intake.Demand(text=text, **more)  # type: ignore[arg-type]
        with self.equipment.work(by or person(Role.AGENT), now) as work:
            return intake.register(work, demand).number

    def triaged(self, text: str = HEATING, **more: object) -> str:
        """A ticket that the machine has looked over."""
        number = self.registered(text, **more)  # type: ignore[arg-type]
        with self.equipment.work(SYSTEM, more.get("now")) as work:  # type: ignore[arg-type]
            triage(work, self.equipment.judgement(work.session), number)
        return number

    def dispatched(self, text: str = HEATING, *, agency: str = UNIT, category: str = "0301", region: str = "150105",
                   now: datetime | None = None, **more: object) -> str:  # fmt: skip
        """A ticket that an agent gave to an agency."""
        number = self.registered(text, now=now, **more)  # type: ignore[arg-type]
        with self.equipment.work(person(Role.AGENT), now) as work:
            dispatch_by_person(
                work, self.equipment.judgement(work.session), number,
                category=category, region=region, agency=agency, seen=None,
            )  # fmt: skip
        return number

    def handled(self, *, agency: str = UNIT, **more: object) -> str:
        """A ticket that its agency has accepted."""
        number = self.dispatched(agency=agency, **more)  # type: ignore[arg-type]
        with self.equipment.work(person(Role.CLERK, agency=agency)) as work:
            handling.accept(work, number)
        return number

    def returned(self, number: str, *, reason: str = "不属于本单位职责", agency: str = UNIT) -> str:
        """A ticket that its agency asked to return, and the room took back."""
        with self.equipment.work(person(Role.CLERK, agency=agency)) as work:
            request = asking.ask(work, number, returning(reason)).id
        with self.equipment.work(person(Role.DISPATCHER)) as work:
            deciding.grant(work, number, request, words=reason)
        return number

    def replied(self, *, agency: str = UNIT, **more: object) -> str:
        """A ticket whose agency has replied."""
        number = self.handled(agency=agency, **more)
        with self.equipment.work(person(Role.CLERK, agency=agency)) as work:
            handling.reply(work, number, done(ANSWER, work.now))
        return number

    def to_call_back(self, *, agency: str = UNIT, **more: object) -> str:
        """A ticket whose reply was approved, and of a kind whose requester is always called back."""
        number = self.replied(agency=agency, **{"demand_type": DemandType.OTHER, **more})
        with self.equipment.work(person(Role.SUPERVISOR)) as work:
            review.approve(work, number, confirmed=True)
        return number

    def ticket(self, number: str) -> Ticket:
        """The ticket as it stands."""
        with self.equipment.work(SYSTEM, datetime.now(UTC)) as work:
            return work.ticket(number)

    def staff(self, account: str) -> Staff:
        """A person who works here."""
        with self.equipment.work() as work:
            return work.session.query(Staff).filter_by(account=account).one()


@contextmanager
def undone(equipment: Equipment) -> Iterator[House]:
    """The house for one test alone: rule editions, people and whatever else is made in it are undone at its end."""
    with equipment.engine.connect() as connection, connection.begin() as everything:
        sessions = sessionmaker(connection, expire_on_commit=False, join_transaction_mode="create_savepoint")
        known = replace(equipment.editions, books=dict(equipment.editions.books))
        yield House(replace(equipment, sessions=sessions, editions=known))
        everything.rollback()
