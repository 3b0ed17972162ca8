"""Messages that were sent, and those that did not arrive (告知记录)."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.dialects.postgresql import insert

from hotline.domain.vocabulary import Channel
from hotline.store.contacts import Message
from hotline.store.tickets import Ticket
from hotline.store.work import Work

WORTH_TELLING = timedelta(days=30)
MOST = 50


class Told(NamedTuple):
    """What was said to whom about a ticket (告知内容)."""

    ticket_id: int
    message_id: str
    channel: Channel
    text: str
    account: str | None = None


class Untold(NamedTuple):
    """A requester whom no message reached (须电话告知)."""

    message: Message
    ticket: Ticket


def note(work: Work, told: Told, *, acknowledged: str | None = None, failed: str | None = None) -> None:
    """Keep one message, once; one that arrived is not made undone by another try."""
    row = insert(Message).values(
        ticket_id=told.ticket_id,
        message_id=told.message_id,
        channel=told.channel,
        text=told.text,
        to_account=told.account,
        sent_at=work.now,
        acknowledged=acknowledged,
        failed=failed,
    )
    news = {"sent_at": work.now, "acknowledged": acknowledged, "failed": failed}
    once = row.on_conflict_do_update(index_elements=["message_id"], set_=news, where=Message.acknowledged.is_(None))
    work.session.execute(once)


def have_arrived(work: Work, message_ids: Collection[str]) -> set[str]:
    """Which of these messages were acknowledged."""
    arrived = select(Message.message_id).where(Message.message_id.in_(message_ids), Message.acknowledged.is_not(None))
    return set(work.session.scalars(arrived))


def messages_of(work: Work, ticket_id: int) -> Sequence[Message]:
    """What was said about a ticket, the oldest first."""
    return work.session.scalars(select(Message).where(Message.ticket_id == ticket_id).order_by(Message.id)).all()


def untold(work: Work) -> list[Untold]:
    """Requesters to be told by telephone because no message reached them, the oldest first (须电话告知)."""
    rows = work.session.execute(_untold(work).order_by(Message.id).limit(MOST))
    return [Untold(message, ticket) for message, ticket in rows]


def _untold(work: Work) -> Select[Message, Ticket]:
    return (
        select(Message, Ticket)
        .join(Ticket, Ticket.id == Message.ticket_id)
        .where(
            Message.acknowledged.is_(None),
            Message.to_account.is_(None),
            Message.failed.is_not(None),
            Message.sent_at > work.now - WORTH_TELLING,
        )
    )
