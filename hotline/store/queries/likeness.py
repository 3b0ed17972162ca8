"""Tickets that share words with a text (相似工单的初选): by its rarest terms, so that a million tickets are no burden.

A common term finds a tenth of all tickets and tells nothing; the database keeps how common each is (pg_stats, made by
ANALYZE), so the terms are taken from the rarest on until some thousands of tickets may hold one. Source: inverse
document frequency, Sparck Jones 1972; the bound on what is looked at is ours.
"""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Integer, cast, select, text
from sqlalchemy.orm import Session

from hotline.domain.searching import bigrams
from hotline.domain.vocabulary import State
from hotline.store.queries.search import holding_all, holding_any
from hotline.store.tickets import Ticket
from hotline.store.work import Work

MOST_TERMS = 12
LOOKED_AT = 2500  # 件：估计最多看多少件的词
BELOW = 8  # 没有列出的词，平均只有列出的最少者的几分之一（齐普夫分布的尾巴）
KEPT_FOR = timedelta(minutes=30)
STATISTICS = text(
    "select most_common_elems::text::text[], most_common_elem_freqs, "
    "(select reltuples from pg_class where oid = 'tickets'::regclass) "
    "from pg_stats where schemaname = current_schema() and tablename = 'tickets' and attname = 'search'"
)


class Commonness:
    """How many tickets hold each of the commonest terms (常见词的件数), as the database last counted them."""

    def __init__(self) -> None:
        self._read_at: datetime | None = None
        self._common: dict[str, float] = {}
        self._rest = 0.0
        self._lock = threading.Lock()

    def rarest(self, session: Session, terms: Sequence[str], now: datetime) -> list[str]:
        """The rarest of these terms, as many as together are held by no more than some thousands of tickets."""
        with self._lock:
            if self._read_at is None or now - self._read_at > KEPT_FOR:
                self._read(session, now)
        ranked = sorted(terms, key=lambda term: self._common.get(term, self._rest))
        chosen: list[str] = []
        looked_at = 0.0
        for term in ranked[:MOST_TERMS]:
            looked_at += self._common.get(term, self._rest)
            if chosen and looked_at > LOOKED_AT:
                break
            chosen.append(term)
        return chosen

    def _read(self, session: Session, now: datetime) -> None:
        row = session.execute(STATISTICS).one_or_none()
        self._read_at, self._common, self._rest = now, {}, 0.0
        if row is not None and row[0]:
            elements, shares, total = row
            self._common = {term: share * max(total, 0) for term, share in zip(elements, shares, strict=False)}
            self._rest = min(self._common.values()) / BELOW


COMMONNESS = Commonness()


def alike(
    work: Work, words: str, *, category: str = "", closed: bool = False, since: datetime | None = None, most: int = 40
) -> Sequence[Ticket]:
    """Recent tickets that share the rarest terms of a text, those that share most of them first; the caller ranks them."""
    terms = COMMONNESS.rarest(work.session, bigrams(words), work.now)
    if not terms:
        return []
    shared = sum((cast(Ticket.search.op("@@")(holding_all([term])), Integer) for term in terms[1:]),
                 start=cast(Ticket.search.op("@@")(holding_all(terms[:1])), Integer))  # fmt: skip
    found = select(Ticket).where(Ticket.search.op("@@")(holding_any(terms)), Ticket.state != State.DRAFT)
    if category:
        found = found.where(Ticket.category == category)
    if since is not None:
        found = found.where(Ticket.registered_at >= since)
    if closed:
        found = found.where(Ticket.state == State.CLOSED)
    return work.session.scalars(found.order_by(shared.desc(), Ticket.id.desc()).limit(most)).all()
