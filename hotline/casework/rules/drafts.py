"""A new edition of the rules in the making (规则草稿): edited, checked, replayed, handed to a second person, approved."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from hotline.casework.rules.publishing import current, digest_of, next_name, put_in_force
from hotline.domain.errors import Conflict, Forbidden, Incomplete, NotFound
from hotline.domain.moments import beijing
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.vocabulary import EditionState, Lane
from hotline.store.audit import write_down
from hotline.store.editions import RuleEdition
from hotline.store.work import Work
from routing_rules import Mistake, RuleTableError, load
from routing_rules.checking.coverage import Coverage, coverage
from routing_rules.columns import TABLES

E = EditionState
FILES = frozenset(table.file for table in TABLES)


def start(work: Work, *, note: str, texts: Mapping[str, str] | None = None) -> RuleEdition:
    """A draft made from the current edition, with these tables in place of its own (起草).

    Raises Incomplete without a note: whoever approves must know what was changed and why.
    """
    demand_permission(work.person.role, Permission.EDIT_RULES)
    if not note.strip():
        raise Incomplete("请写明改了什么、为什么改")
    base = current(work)
    merged = {**(base.texts if base else {}), **_known(texts or {})}
    draft = RuleEdition(
        edition=next_name(work), state=E.DRAFT, digest=digest_of(merged), texts=merged, note=note.strip(),
        based_on=base.edition if base else None, drafted_by=work.person.account, drafted_at=work.now,
        editors=[work.person.account],
    )  # fmt: skip
    work.session.add(draft)
    work.session.flush()
    _write_down(work, "draft_rules", draft)
    return draft


def put_tables(work: Work, edition: str, texts: Mapping[str, str]) -> RuleEdition:
    """Put tables into a draft, over those it had (更新草稿); an earlier replay no longer counts."""
    draft = _in_state(work, edition, E.DRAFT)
    draft.texts = {**draft.texts, **_known(texts)}
    draft.digest, draft.drafted_at = digest_of(draft.texts), work.now
    draft.editors = sorted({*draft.editors, work.person.account})
    _write_down(work, "edit_rules", draft, tables=sorted(texts))
    return draft


def mistakes_of(texts: Mapping[str, str], now: datetime) -> list[Mistake]:
    """Everything that is wrong with these tables, all at once; empty if they are fit."""
    try:
        load(texts, edition="草稿", today=beijing(now).date())
    except RuleTableError as error:
        return error.mistakes
    return []


def coverage_of(texts: Mapping[str, str], now: datetime) -> Coverage | None:
    """How much the tables reach, and which rows never win; None while they have mistakes."""
    try:
        book = load(texts, edition="草稿", today=beijing(now).date())
    except RuleTableError:
        return None
    return coverage(book, beijing(now).date())


def ask_for_replay(work: Work, edition: str) -> RuleEdition:
    """Have the draft tried on past tickets (回放比对); it is done by a job, which leaves its result with the draft."""
    draft = _in_state(work, edition, E.DRAFT)
    if found := mistakes_of(draft.texts, work.now):
        raise Incomplete(f"草稿还有 {len(found)} 处差错，改正后再回放")
    draft.replay = {"digest": draft.digest, "asked_at": work.now.isoformat()}
    work.must_follow("replay_edition", Lane.ROUTINE, about={"edition": edition, "digest": draft.digest})
    return draft


def submit(work: Work, edition: str) -> RuleEdition:
    """Hand the draft to a second person (送复核): only without mistakes, and after its replay.

    Raises Incomplete otherwise.
    """
    draft = _in_state(work, edition, E.DRAFT)
    wrong = [f"还有 {len(found)} 处差错"] if (found := mistakes_of(draft.texts, work.now)) else []
    if draft.replay.get("digest") != draft.digest or "tried" not in draft.replay:
        wrong.append("还没有在历史工单上回放，或回放后又改过")
    if wrong:
        raise Incomplete("；".join(wrong))
    draft.state, draft.submitted_by = E.SUBMITTED, work.person.account
    _write_down(work, "submit_rules", draft)
    return draft


def approve(
    work: Work, edition: str, *, effective_from: datetime | None = None, effective_until: datetime | None = None
) -> RuleEdition:
    """A second person approves (复核通过): in force at once, or from the day that is named, perhaps until another.

    Raises:
        Forbidden: the person who submitted or drafted it.
        Incomplete: days that do not fit together, or tables that have gone out of date since.
    """
    draft = _in_state(work, edition, E.SUBMITTED, Permission.APPROVE_RULES)
    if work.person.account in (draft.submitted_by, *draft.editors):
        raise Forbidden("起草、改过草稿和送复核的人不能自己批准，请由另一人复核")
    starts = effective_from or work.now
    if effective_until is not None and effective_until <= max(starts, work.now):
        raise Incomplete("失效时间须在生效时间以后")
    if found := mistakes_of(draft.texts, work.now):
        raise Incomplete(f"表中有 {len(found)} 处差错（如单位已失效），请退回修改")
    draft.state, draft.approved_by, draft.approved_at = E.APPROVED, work.person.account, work.now
    draft.effective_from, draft.effective_until = starts, effective_until
    _write_down(work, "approve_rules", draft, effective_from=starts.isoformat())
    if starts <= work.now:
        put_in_force(work, draft)
    return draft


def refuse(work: Work, edition: str, *, reason: str) -> RuleEdition:
    """Send a draft back to its author with a reason (退回修改)."""
    draft = _in_state(work, edition, E.SUBMITTED, Permission.APPROVE_RULES)
    if not reason.strip():
        raise Incomplete("请写明退回修改的理由")
    draft.state, draft.note = E.DRAFT, f"{draft.note}（退回修改：{reason.strip()}）"
    draft.submitted_by = None
    _write_down(work, "refuse_rules", draft)
    return draft


def discard(work: Work, edition: str) -> RuleEdition:
    """Give a draft up, or an approved edition that is not in force yet (作废)."""
    draft = _in_state(work, edition, E.DRAFT, Permission.EDIT_RULES, E.APPROVED)
    draft.state = E.REFUSED
    _write_down(work, "discard_rules", draft)
    return draft


def edition_of(work: Work, edition: str) -> RuleEdition:
    """One edition with its texts; NotFound if there is none of this name."""
    found = work.session.scalar(select(RuleEdition).where(RuleEdition.edition == edition))
    if found is None:
        raise NotFound(f"没有规则版本 {edition}")
    return found


def _in_state(
    work: Work, edition: str, state: EditionState, permission: Permission = Permission.EDIT_RULES, *or_: EditionState
) -> RuleEdition:
    demand_permission(work.person.role, permission)
    found = work.session.scalar(select(RuleEdition).where(RuleEdition.edition == edition).with_for_update())
    if found is None:
        raise NotFound(f"没有规则版本 {edition}")
    if found.state not in (state, *or_):
        raise Conflict(f"规则版本 {edition} 现为「{found.state.label}」，请刷新后再看")
    return found


def _known(texts: Mapping[str, str]) -> dict[str, str]:
    return {file: text for file, text in texts.items() if file in FILES}


def _write_down(work: Work, deed: str, edition: RuleEdition, **about: Any) -> None:
    told = {"edition": edition.edition, "digest": edition.digest, **about}
    write_down(work.session, work.now, work.person.account, deed, told)
