"""Looking through the audit register (审计检索): by person, deed, days and ticket, newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select

from hotline.domain.moments import BEIJING
from hotline.store.audit import AuditEntry, first_broken
from hotline.store.work import Work

PAGE = 50
EXPORTED = 50_000
BATCH = 1000
QUICKLY = 20_000  # 到这么多条，验一遍仍在一两秒之内


@dataclass(frozen=True)
class WantedEntries:
    """Which entries are looked for (审计检索条件); empty conditions hold always.

    Args:
        number: the ticket that an entry is about.
        since, until: days in Beijing, both included.
        before: the id before which the page begins (keyset).
    """

    actor: str = ""
    deed: str = ""
    number: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None


@dataclass(frozen=True)
class Entries:
    """One page of entries, newest first, and where the next page begins (审计记录页)."""

    shown: Sequence[AuditEntry]
    next_before: int | None


@dataclass(frozen=True)
class ChainStanding:
    """Whether the chain was looked over, and the first entry that does not fit, if any (审计链情形)."""

    looked_over: bool
    length: int
    broken: int | None = None


def entries(work: Work, wanted: WantedEntries) -> Entries:
    """The newest entries that fit, fifty a page."""
    chosen = _chosen(wanted).order_by(AuditEntry.id.desc()).limit(PAGE + 1)
    if wanted.before is not None:
        chosen = chosen.where(AuditEntry.id < wanted.before)
    rows = work.session.scalars(chosen).all()
    return Entries(rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None)


def exported_entries(work: Work, wanted: WantedEntries) -> Iterator[AuditEntry]:
    """The newest entries that fit, 50,000 at most."""
    chosen = _chosen(wanted).order_by(AuditEntry.id.desc()).limit(EXPORTED)
    return iter(work.session.scalars(chosen.execution_options(yield_per=BATCH)))


def chain_standing(work: Work, *, in_any_case: bool) -> ChainStanding:
    """Whether the chain is whole; a long one is walked only when that was asked for.

    Args:
        in_any_case: walk it however long it is.
    """
    length = work.session.scalar(select(func.count()).select_from(AuditEntry)) or 0
    if length > QUICKLY and not in_any_case:
        return ChainStanding(False, length)
    return ChainStanding(True, length, first_broken(work.session))


def _chosen(wanted: WantedEntries) -> Select[AuditEntry]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.actor:
        conditions.append(AuditEntry.actor == wanted.actor)
    if wanted.deed:
        conditions.append(AuditEntry.deed == wanted.deed)
    if wanted.number:
        told = ({"number": wanted.number}, {"numbers": [wanted.number]})
        conditions.append(or_(*(AuditEntry.about.contains(one) for one in told)))
    if wanted.since:
        conditions.append(AuditEntry.at >= _midnight(wanted.since))
    if wanted.until:
        conditions.append(AuditEntry.at < _midnight(wanted.until + timedelta(days=1)))
    return select(AuditEntry).where(*conditions)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, BEIJING)
