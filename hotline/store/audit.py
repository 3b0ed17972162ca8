"""The audit register (审计): append-only, each entry chained to the one before by SM3."""

import json
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives import hashes
from sqlalchemy import Index, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from hotline.store.base import Code, Id, Json, Moment, Record


class AuditEntry(Record):
    """One thing that must be answerable for (审计记录): sign-ins, exports, publications."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_about", "about", postgresql_using="gin", postgresql_ops={"about": "jsonb_path_ops"}),
    )

    id: Mapped[Id]
    at: Mapped[Moment] = mapped_column(index=True)
    actor: Mapped[Code] = mapped_column(index=True)
    deed: Mapped[Code]
    about: Mapped[Json] = mapped_column(default=dict)
    address: Mapped[Code]
    chained: Mapped[Code]


FIRST = "0" * 64
BATCH = 1000
ONE_AT_A_TIME = text("select pg_advisory_xact_lock(12345)")


def write_down(session: Session, at: datetime, actor: str, deed: str, about: dict[str, Any], address: str = "") -> None:
    """Add one entry to the chain (记入审计)."""
    session.execute(ONE_AT_A_TIME)
    before = session.scalar(select(AuditEntry.chained).order_by(AuditEntry.id.desc()).limit(1)) or FIRST
    chained = _link(before, at, actor, deed, about, address)
    session.add(AuditEntry(at=at, actor=actor, deed=deed, about=about, address=address, chained=chained))
    session.flush()


def first_broken(session: Session) -> int | None:
    """The id of the first entry that does not fit the one before, or None: the chain is whole (审计验真)."""
    before, whole = FIRST, AuditEntry.__table__.c
    said = whole.at, whole.actor, whole.deed, whole.about, whole.address
    rows = session.execute(select(whole.id, whole.chained, *said).order_by(whole.id).execution_options(yield_per=BATCH))
    with closing(rows):  # 一次取一批：登记簿再长，占的内存也不变
        for entry, chained, *told in rows:
            if chained != _link(before, *told):
                return int(entry)
            before = chained
    return None


def _link(before: str, at: datetime, actor: str, deed: str, about: dict[str, Any], address: str) -> str:
    said = [before, at.astimezone(UTC).isoformat(), actor, deed, json.dumps(about, sort_keys=True), address]
    digest = hashes.Hash(hashes.SM3())
    digest.update(json.dumps(said).encode())
    return digest.finalize().hex()
