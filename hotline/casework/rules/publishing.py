"""How an edition of the rules comes into force (规则生效): installed, by its day, for a time, or rolled back from."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC

from sqlalchemy import func, or_, select, text
from sqlalchemy.dialects.postgresql import insert

from hotline.domain.errors import Conflict, Incomplete
from hotline.domain.moments import beijing
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.vocabulary import EditionState, Lane
from hotline.store.agencies import AgencyRecord, RegionRecord
from hotline.store.audit import write_down
from hotline.store.editions import RuleEdition
from hotline.store.work import Work
from routing_rules import RuleBook, load, load_checked

E = EditionState


def digest_of(texts: Mapping[str, str]) -> str:
    """What tells one set of table texts from another."""
    return hashlib.sha256(json.dumps(dict(texts), sort_keys=True).encode()).hexdigest()[:16]


def next_name(work: Work) -> str:
    """The name of the next edition: year, month, and a running number; two who ask at once wait for each other."""
    work.session.execute(text("select pg_advisory_xact_lock(66202506)"))
    number = (work.session.scalar(select(func.count()).select_from(RuleEdition)) or 0) + 1
    return f"{work.now.astimezone(UTC):%Y.%m}-{number}"


def current(work: Work) -> RuleEdition | None:
    """The edition in force, if there is one (现行版本)."""
    return work.session.scalar(select(RuleEdition).where(RuleEdition.state == E.CURRENT))


def publish(work: Work, texts: Mapping[str, str], note: str) -> RuleEdition:
    """Install these texts as the current edition, as a fresh house is given its tables; people use drafts instead.

    Publishing the current texts again changes nothing; RuleTableError with every mistake if they are not fit.
    """
    digest = digest_of(texts)
    running = current(work)
    if running is not None and running.digest == digest:
        return running
    name = next_name(work)
    book = load(texts, edition=name, today=beijing(work.now).date())
    edition = RuleEdition(edition=name, state=E.APPROVED, digest=digest, texts=dict(texts), note=note)
    work.session.add(edition)
    work.session.flush()
    put_in_force(work, edition, book)
    return edition


def put_in_force(work: Work, edition: RuleEdition, book: RuleBook | None = None) -> None:
    """Make an edition the current one; the directory of units follows, and provisional deadlines are reckoned anew."""
    book = book or load_checked(edition.texts, edition=edition.edition)
    if (running := current(work)) is not None:
        running.state = E.RETIRED
        work.session.flush()
    if work.session.scalar(select(RuleEdition.id).where(RuleEdition.published_at.is_not(None)).limit(1)) is not None:
        work.must_follow("reckon_deadlines", Lane.NIGHTLY, about={"edition": edition.edition})
    edition.state, edition.published_by, edition.published_at = E.CURRENT, work.person.account, work.now
    work.session.flush()
    _bring_in_line(work, book)
    about = {"edition": edition.edition, "digest": edition.digest}
    write_down(work.session, work.now, work.person.account, "publish_rules", about)


def bring_into_force(work: Work) -> list[str]:
    """What has come to its day, and back to the edition before where one has run out (到期生效、到期失效)."""
    done = []
    if (running := current(work)) is not None and running.effective_until and running.effective_until <= work.now:
        before = _before(work, running)
        if before is not None:
            running.state = E.RETIRED
            work.session.flush()
            put_in_force(work, before)
            done.append(before.edition)
    due = select(RuleEdition).where(RuleEdition.state == E.APPROVED, RuleEdition.effective_from <= work.now)
    for edition in work.session.scalars(due.order_by(RuleEdition.effective_from, RuleEdition.id)).all():
        if edition.effective_until and edition.effective_until <= work.now:
            edition.state = E.RETIRED  # 停机期间整段有效期已过
            continue
        put_in_force(work, edition)
        done.append(edition.edition)
    return done


def roll_back(work: Work, *, reason: str) -> RuleEdition:
    """Go back to the edition that was in force before (回退); tickets keep what they were dispatched by.

    Raises Conflict where there is none to go back to.
    """
    demand_permission(work.person.role, Permission.APPROVE_RULES)
    if not reason.strip():
        raise Incomplete("请写明为什么回退")
    running = current(work)
    before = _before(work, running) if running is not None else None
    if running is None or before is None:
        raise Conflict("没有可以回退的版本")
    running.state, running.note = E.ROLLED_BACK, f"{running.note}（已回退：{reason}）"
    work.session.flush()
    about = {"edition": running.edition, "to": before.edition}
    write_down(work.session, work.now, work.person.account, "roll_back_rules", about)
    put_in_force(work, before)
    return before


def _before(work: Work, running: RuleEdition) -> RuleEdition | None:
    """The edition that was in force last before this one and may be again."""
    still = or_(RuleEdition.effective_until.is_(None), RuleEdition.effective_until > work.now)
    retired = select(RuleEdition).where(
        RuleEdition.state == E.RETIRED, RuleEdition.id != running.id, RuleEdition.published_at.is_not(None), still
    )
    return work.session.scalars(retired.order_by(RuleEdition.published_at.desc()).limit(1)).first()


def _bring_in_line(work: Work, book: RuleBook) -> None:
    """Regions and agencies as this edition has them; none is ever deleted, for old tickets name them."""
    today = beijing(work.now).date()
    regions = [
        {"code": r.code, "name": r.name, "parent": r.parent or None, "level": r.level, "kind": r.kind,
         "area_code": r.area_code}
        for r in book.directory.regions.values()
    ]  # fmt: skip
    functions = book.directory.functions
    listed = {agency.code: agency for agency in (*book.directory.listed, *book.directory.all_units(today))}
    bodies = book.directory.bodies(listed.values())
    agencies = [
        {"code": a.code, "name": a.name, "function": a.function, "function_name": functions[a.function].name,
         "region": a.region, "kind": a.kind, "body": bodies[a.code], "grade": a.grade, "basis": a.basis,
         "valid_from": a.valid_from, "valid_until": a.valid_until}
        for a in listed.values()
    ]  # fmt: skip
    for record, rows in ((RegionRecord, regions), (AgencyRecord, agencies)):
        adding = insert(record).values(rows[0])
        kept = {column: adding.excluded[column] for column in rows[0] if column != "code"}
        statement = insert(record).on_conflict_do_update(index_elements=["code"], set_=kept)
        for start in range(0, len(rows), 1000):
            work.session.execute(statement, rows[start : start + 1000])
