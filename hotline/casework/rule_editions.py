"""Publishing rule tables (规则发布): the texts are checked, kept as an edition, and the directory is brought in line."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from hotline.domain.vocabulary import EditionState
from hotline.store.agencies import AgencyRecord, RegionRecord
from hotline.store.audit import write_down
from hotline.store.editions import RuleEdition
from hotline.store.work import Work
from routing_rules import RuleBook, load


def digest_of(texts: Mapping[str, str]) -> str:
    """What tells one set of table texts from another."""
    return hashlib.sha256(json.dumps(dict(texts), sort_keys=True).encode()).hexdigest()[:16]


def publish(work: Work, texts: Mapping[str, str], note: str) -> RuleEdition:
    """Make these texts the current edition; RuleTableError with every mistake if they are not fit.

    Publishing the current texts again changes nothing.
    """
    digest = digest_of(texts)
    current = work.session.scalar(select(RuleEdition).where(RuleEdition.state == EditionState.CURRENT))
    if current is not None and current.digest == digest:
        return current
    number = (work.session.scalar(select(func.count()).select_from(RuleEdition)) or 0) + 1
    name = f"{work.now.astimezone(UTC):%Y.%m}-{number}"
    book = load(texts, edition=name)
    work.session.execute(
        update(RuleEdition).where(RuleEdition.state == EditionState.CURRENT).values(state=EditionState.RETIRED)
    )
    edition = RuleEdition(
        edition=name,
        state=EditionState.CURRENT,
        digest=digest,
        texts=dict(texts),
        note=note,
        published_by=work.person.account,
        published_at=work.now,
    )
    work.session.add(edition)
    work.session.flush()
    _bring_in_line(work, book)
    write_down(work.session, work.now, work.person.account, "publish_rules", {"edition": name, "digest": digest})
    return edition


def _bring_in_line(work: Work, book: RuleBook) -> None:
    """Regions and agencies as this edition has them; none is ever deleted, for old tickets name them."""
    today = datetime.now(UTC).date()
    regions = [
        {"code": r.code, "name": r.name, "parent": r.parent or None, "level": r.level, "kind": r.kind,
         "area_code": r.area_code}
        for r in book.directory.regions.values()
    ]  # fmt: skip
    functions = book.directory.functions
    agencies = [
        {"code": a.code, "name": a.name, "function": a.function, "function_name": functions[a.function].name,
         "region": a.region, "grade": a.grade, "basis": a.basis, "valid_from": a.valid_from,
         "valid_until": a.valid_until}
        for a in book.directory.all_units(today)
    ]  # fmt: skip
    for record, rows in ((RegionRecord, regions), (AgencyRecord, agencies)):
        adding = insert(record).values(rows[0])
        kept = {column: adding.excluded[column] for column in rows[0] if column != "code"}
        statement = insert(record).on_conflict_do_update(index_elements=["code"], set_=kept)
        for start in range(0, len(rows), 1000):
            work.session.execute(statement, rows[start : start + 1000])
