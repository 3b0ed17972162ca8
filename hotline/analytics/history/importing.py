"""Taking old tickets in (历史工单导入): as archived tickets, so that every figure, roll-up and column file knows them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select, text

from hotline.analytics import tallies
from hotline.analytics.history.judging import Codebook, Refusal, judged
from hotline.analytics.history.reading import OldRow, crosswalk_in, digest_of, rows_in
from hotline.domain.errors import Incomplete
from hotline.domain.numbering import number_for
from hotline.domain.vocabulary import Action, Decider, Part, Role, State, Urgency
from hotline.store.agencies import AgencyRecord
from hotline.store.analysis.history import HistoryImport
from hotline.store.audit import write_down
from hotline.store.queries.figures import rolled
from hotline.store.queries.figures.tallying import statistical_day
from hotline.store.tickets import REPLAYED, Assignment, Step, Ticket
from hotline.store.work import Work

BATCH = 5000
KEPT_REFUSALS = 10_000
LONGEST_SOURCE = 24
WORDS = "（历史工单，未导入正文）"
TITLE = "历史工单"
COUNTED_BY = ("registered_at", "dispatched_at", "due_at", "closed_at")


@dataclass
class Taken:
    """What became of a file (导入结果).

    Args:
        known: the batch that brought the very same file before; nothing was done this time.
        refused: how many rows were not taken; each may have several refusals.
    """

    rows: int = 0
    taken: int = 0
    refused: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    days: set[date] = field(default_factory=set)
    known: HistoryImport | None = None


def take_in(
    work: Work,
    path: Path,
    source: str,
    categories: Path | None,
    agencies: Path | None,
    *,
    dry: bool = False,
    told: Callable[[int], None] | None = None,
) -> Taken:
    """Take in what can be taken, and say of every other row why not; the same file again does nothing.

    Args:
        source: the name of the system that the tickets come from, kept with each of them.
        dry: only say what would become of it.
        told: called after each batch with how many rows were read.
    """
    check_source(source)
    work.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("history_import", 0))))
    digest = digest_of(source, path, categories, agencies)
    known = work.session.scalar(select(HistoryImport).where(HistoryImport.digest == digest))
    if known is not None:
        return Taken(known.rows, known.taken, known.refused, known=known)
    found, codes = Taken(), _codebook(work, categories, agencies)
    seen: dict[str, int] = {}
    lines = rows_in(path)
    while rows := list(islice(lines, BATCH)):
        fit = _sifted(work, rows, codes, source, seen, found)
        found.taken += len(fit)
        if not dry:
            _write(work, fit, source, found)
        if told is not None:
            told(found.rows)
    if not dry:
        _settle(work, found, source, path.name, digest)
    return found


def check_source(source: str) -> None:
    """Incomplete unless it may stand before the old numbers of tickets."""
    if not source.strip() or len(source) > LONGEST_SOURCE or ":" in source or "\x00" in source:
        raise Incomplete(f"来源名称应为 1–{LONGEST_SOURCE} 个字，不含半角冒号，现为「{source[:40]}」")


def _codebook(work: Work, categories: Path | None, agencies: Path | None) -> Codebook:
    units = {code: name for code, name in work.session.execute(select(AgencyRecord.code, AgencyRecord.name))}
    return Codebook(
        regions={code: region.name for code, region in work.rules.directory.regions.items()},
        categories={code: category.name for code, category in work.rules.categories.items()},
        agencies=units,
        old_categories=crosswalk_in(categories),
        old_agencies=crosswalk_in(agencies),
    )


def _sifted(
    work: Work, rows: Sequence[OldRow], codes: Codebook, source: str, seen: dict[str, int], found: Taken
) -> list[dict[str, Any]]:
    """The rows of a batch that can be taken; the others are noted with their reasons."""
    there = _already_there(work, [f"{source}:{row['工单编号']}" for row in rows])
    fit = []
    for row in rows:
        values, wrong = judged(row, codes, work.now)
        number = values["external"]
        if number in seen:
            wrong.append(Refusal(row.line, "工单编号", f"{number} 与第 {seen[number]} 行重复"))
        elif f"{source}:{number}" in there:
            wrong.append(Refusal(row.line, "工单编号", f"{number} 已由先前的批次导入"))
        seen.setdefault(number, row.line)
        found.rows += 1
        if wrong:
            found.refused += 1
            found.refusals += wrong[: max(0, KEPT_REFUSALS - len(found.refusals))]
        else:
            fit.append(values)
    return fit


def _already_there(work: Work, ids: Sequence[str]) -> set[str]:
    return {one for one in work.session.scalars(select(Ticket.external_id).where(Ticket.external_id.in_(ids))) if one}


def _write(work: Work, fit: Sequence[dict[str, Any]], source: str, found: Taken) -> None:
    if not fit:
        return
    many = {"many": len(fit)}
    ids = text("select nextval(pg_get_serial_sequence('tickets', 'id')) from generate_series(1, :many)")
    numbers = text("select nextval('ticket_numbers') from generate_series(1, :many)")
    given = zip(fit, work.session.scalars(ids, many).all(), work.session.scalars(numbers, many).all(), strict=True)
    tickets = [_ticket(values, key, number, source) for values, key, number in given]
    work.session.execute(insert(Ticket), tickets)
    work.session.execute(insert(Step), [step for ticket in tickets for step in _steps(ticket, work.now)])
    handed = [_assignment(ticket) for ticket in tickets if ticket["agency"] and ticket["dispatched_at"]]
    if handed:
        work.session.execute(insert(Assignment), handed)
    cut = tallies.cut_of(work.rules)
    moments = (ticket[name] for ticket in tickets for name in COUNTED_BY if ticket[name] is not None)
    found.days |= {statistical_day(moment, cut) for moment in moments}


def _ticket(values: Mapping[str, Any], key: int, number: int, source: str) -> dict[str, Any]:
    told = {name: value for name, value in values.items() if name != "external"}
    return {
        **told, "id": key, "number": number_for(values["registered_at"], number), "state": State.ARCHIVED,
        "external_id": f"{source}:{values['external']}", "title": TITLE, "text": WORDS, "address": "",
        "region_chosen": True, "urgency": Urgency.ORDINARY, "waits_for": "", "basis": f"历史工单，由「{source}」导入",
        "explanation": {"source": source}, "search": "", "registered_by": "system", "version": 1,
    }  # fmt: skip


def _steps(ticket: Mapping[str, Any], now: datetime) -> Iterator[dict[str, Any]]:
    """Registered and archived in one go, by the system; replayed, they give the row."""
    changes = {name: _plain(ticket[name]) for name in REPLAYED if ticket.get(name) not in (None, 0) and name != "state"}
    moves = (
        (Action.REGISTER, State.DRAFT, State.REGISTERED, {**changes, "state": State.REGISTERED.value}),
        (Action.ARCHIVE, State.REGISTERED, State.ARCHIVED, {"state": State.ARCHIVED.value}),
    )
    for action, before, after, changed in moves:
        yield {
            "ticket_id": ticket["id"], "action": action, "before": before, "after": after, "actor": "system",
            "role": Role.SYSTEM, "brings": {}, "changes": changed, "taken_at": now,
        }  # fmt: skip


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else getattr(value, "value", value)


def _assignment(ticket: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "ticket_id": ticket["id"], "agency": ticket["agency"], "part": Part.LEAD, "decided_by": Decider.DISPATCHER,
        "due_at": ticket["due_at"] or ticket["closed_at"], "given_at": ticket["dispatched_at"],
        "accepted_at": ticket["accepted_at"], "replied_at": ticket["replied_at"], "ended_at": ticket["closed_at"],
    }  # fmt: skip


def _settle(work: Work, found: Taken, source: str, name: str, digest: str) -> None:
    """Count the days anew that the old tickets belong to, and keep what became of the file."""
    today = statistical_day(work.now, tallies.cut_of(work.rules))
    for first, last in rolled.runs({day for day in found.days if day <= today}):
        for _ in tallies.rebuild(work, work.rules, first, last):
            pass
    batch = HistoryImport(
        source=source, file_name=name, digest=digest, rows=found.rows, taken=found.taken, refused=found.refused,
        refusals=[asdict(one) for one in found.refusals], first_on=min(found.days, default=None),
        last_on=max(found.days, default=None), imported_by=work.person.account, imported_at=work.now,
    )  # fmt: skip
    work.session.add(batch)
    about = {"source": source, "digest": digest, "count": found.taken, "refused": found.refused}
    write_down(work.session, work.now, work.person.account, "import_history", about)
