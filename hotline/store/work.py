"""One piece of work (一次业务操作): one person, one moment, one transaction, and only the rows that person may see."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session, sessionmaker

from hotline.domain.errors import NotFound
from hotline.domain.vocabulary import Lane, Role
from hotline.store.deliveries import Delivery
from hotline.store.scope import limit_to
from hotline.store.tickets import Step, Ticket
from hotline.store.vault import Vault
from routing_rules import RuleBook

RulesOf = Callable[[Session], RuleBook]


@dataclass(frozen=True)
class Person:
    """The person at work (操作人): what bounds them is their region, their unit, or that they are the requester."""

    account: str
    role: Role
    region: str = "15"
    agency: str | None = None
    requester: uuid.UUID | None = None
    name: str = ""


SYSTEM = Person("system", Role.SYSTEM, name="系统")


@dataclass(frozen=True)
class Work:
    """What a verb is given: the session, who asks, what time it is, the vault for personal fields, and the rules.

    Args:
        house: the codes under which the person's unit stands in the directory, read once for this piece of work.
    """

    session: Session
    person: Person
    now: datetime
    vault: Vault
    rules_of: RulesOf
    house: tuple[str, ...] = ()
    _rules: list[RuleBook] = field(default_factory=list, repr=False)

    @property
    def rules(self) -> RuleBook:
        """The rule book in force, read when it is first asked for (现行规则库)."""
        if not self._rules:
            self._rules.append(self.rules_of(self.session))
        return self._rules[0]

    def ticket(self, number: str) -> Ticket:
        """The ticket of that number, locked, if this person may see it; else NotFound."""
        ticket = self.session.scalar(select(Ticket).where(Ticket.number == number).with_for_update(of=Ticket))
        if ticket is None:
            raise NotFound(f"没有工单 {number}，或您无权查看")
        return ticket

    def must_follow(
        self,
        job: str,
        lane: Lane,
        *,
        step: Step | None = None,
        about: dict[str, Any] | None = None,
        not_before: datetime | None = None,
    ) -> None:
        """Write down that a job must follow (待发事项); it is queued once this transaction is committed.

        Args:
            not_before: the moment from which it may be done; without it, at once.
        """
        if step is not None:
            self.session.flush()
        due_at, step_id = not_before or self.now, step.id if step else None
        self.session.add(Delivery(step_id=step_id, job=job, lane=lane, about=about or {}, due_at=due_at))
        self.announce("deliveries", job)

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """A part that may be refused without undoing the rest (保存点): either all of it is written or nothing."""
        with self.session.begin_nested():
            yield

    def announce(self, channel: str, word: str) -> None:
        """Tell listening processes, when this transaction is committed (实时通知)."""
        self.session.execute(text("select pg_notify(:channel, :word)"), {"channel": channel, "word": word})


@contextmanager
def piece_of_work(
    sessions: sessionmaker[Session], vault: Vault, person: Person, now: datetime, rules_of: RulesOf
) -> Iterator[Work]:
    """Commit if all went well, else leave no trace. The only place that commits for people."""
    with sessions.begin() as session:
        house = limit_to(session, person.role, person.region, person.agency, person.requester, person.account)
        yield Work(session, person, now, vault, rules_of, house)
