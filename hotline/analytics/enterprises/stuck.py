"""Where an enterprise's matter is stuck, whose it is, and the money in it (堵点、挂接、金额): facts entered beside a ticket."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select

from hotline.analytics.enterprises.facts import code_of, enterprise
from hotline.domain.analysis.enterprises import AmountKind, Bottleneck
from hotline.domain.errors import Conflict, Incomplete, NotFound
from hotline.domain.moments import beijing
from hotline.domain.permissions import Permission, demand_permission
from hotline.domain.privacy import mask_text
from hotline.domain.vocabulary import RequesterKind, State
from hotline.store.analysis.enterprises import AmountEntry, EnterpriseDemand
from hotline.store.audit import write_down
from hotline.store.tickets import Ticket
from hotline.store.work import Work

LARGEST = Decimal("1000000000000")  # 元：一万亿，再多必是填错
LONGEST = 200
FEN = Decimal("0.01")


@dataclass(frozen=True)
class Sum:
    """A sum of money as somebody enters it (金额).

    Args:
        reason: why more came back than was claimed, where it did.
    """

    kind: AmountKind
    yuan: Decimal
    dated: date
    note: str = ""
    reason: str = ""


def firm_ticket(work: Work, number: str) -> Ticket:
    """The ticket of that number, locked; it must be an enterprise's, and registered."""
    ticket = work.ticket(number)
    if ticket.requester_kind != RequesterKind.ENTERPRISE:
        raise Conflict(f"工单 {number} 是个人诉求，不登记涉企要件；若诉求主体有误，请先在工单上更正")
    if ticket.state == State.DRAFT:
        raise Conflict(f"工单 {number} 还没有登记，登记后再填涉企要件")
    return ticket


def choose_bottleneck(work: Work, number: str, bottleneck: Bottleneck) -> EnterpriseDemand:
    """Say where the matter is stuck (选定堵点环节)."""
    demand_permission(work.person.role, Permission.NOTE_AMOUNTS)
    kept = _demand(work, firm_ticket(work, number))
    before = kept.bottleneck.label if kept.bottleneck else ""
    kept.bottleneck, kept.chosen_by, kept.chosen_at = bottleneck, work.person.account, work.now
    work.session.flush()
    about = {"number": number, "bottleneck": bottleneck.label, "before": before}
    write_down(work.session, work.now, work.person.account, "choose_bottleneck", about)
    return kept


def attach(work: Work, number: str, code: str) -> EnterpriseDemand:
    """Say whose demand it is (挂接企业): an enterprise of the register that this person may see."""
    demand_permission(work.person.role, Permission.KEEP_ENTERPRISES)
    ticket = firm_ticket(work, number)
    valid = code_of(code)
    if not valid:
        raise Incomplete(f"统一社会信用代码「{code[:20]}」不对：应为 18 位，末位为校验码，请对照营业执照核对")
    try:
        found = enterprise(work, valid)
    except NotFound:
        raise Incomplete(f"{valid} 还不在企业台账中，请先登记企业，再挂接工单") from None
    kept = _demand(work, ticket)
    before, kept.uscc = kept.uscc, found.uscc
    work.session.flush()
    about = {"number": number, "uscc": found.uscc, "before": before or ""}
    write_down(work.session, work.now, work.person.account, "attach_enterprise", about)
    return kept


def _demand(work: Work, ticket: Ticket) -> EnterpriseDemand:
    """The row beside a ticket; the ticket is locked, so nobody else makes it meanwhile."""
    kept = work.session.get(EnterpriseDemand, ticket.id)
    if kept is None:
        kept = EnterpriseDemand(ticket_id=ticket.id)
        work.session.add(kept)
        work.session.flush()
    return kept


def note_amount(work: Work, number: str, entered: Sum) -> AmountEntry:
    """Enter a sum claimed or recovered (登记涉企金额)."""
    demand_permission(work.person.role, Permission.NOTE_AMOUNTS)
    ticket = firm_ticket(work, number)
    _check(work, entered)
    more = entered.kind is AmountKind.RECOVERED and _total(work, ticket, AmountKind.RECOVERED) + entered.yuan
    claimed = _total(work, ticket, AmountKind.CLAIMED)
    if more and more > claimed and not entered.reason.strip():
        raise Incomplete(
            f"挽回金额累计 {more:,.2f} 元，多于涉及金额 {claimed:,.2f} 元；请核对，确实如此的，在「缘由」中写明"
        )
    entry = AmountEntry(
        ticket_id=ticket.id, kind=entered.kind, yuan=entered.yuan, dated=entered.dated,
        note=mask_text(entered.note.strip()), reason=mask_text(entered.reason.strip()),
        entered_by=work.person.account, entered_at=work.now,
    )  # fmt: skip
    work.session.add(entry)
    work.session.flush()
    _demand(work, ticket)
    about = {"number": number, "amount_kind": entered.kind.label, "amount": f"{entered.yuan:.2f}", "entry": entry.id}
    write_down(work.session, work.now, work.person.account, "note_amount", about)
    return entry


def _check(work: Work, entered: Sum) -> None:
    wrong = []
    if not 0 < entered.yuan <= LARGEST:
        wrong.append("「金额」应大于 0，不超过一万亿元，单位为元")
    elif entered.yuan != entered.yuan.quantize(FEN):
        wrong.append("「金额」最多写到分，即两位小数")
    if entered.dated > beijing(work.now).date():
        wrong.append(f"「日期」{entered.dated} 还没有到，请核对")
    if max(len(entered.note), len(entered.reason)) > LONGEST:
        wrong.append(f"「备注」「缘由」各最多 {LONGEST} 字")
    if wrong:
        raise Incomplete("；".join(wrong))


def _total(work: Work, ticket: Ticket, kind: AmountKind) -> Decimal:
    kept = select(func.coalesce(func.sum(AmountEntry.yuan), 0)).where(
        AmountEntry.ticket_id == ticket.id, AmountEntry.kind == kind, AmountEntry.withdrawn_at.is_(None)
    )
    return Decimal(work.session.scalar(kept) or 0)


def withdraw_amount(work: Work, number: str, entry: int, *, why: str) -> AmountEntry:
    """Take back a sum that was entered wrongly (撤销); it stays to be seen, and counts no more."""
    demand_permission(work.person.role, Permission.NOTE_AMOUNTS)
    ticket = firm_ticket(work, number)
    wanted = select(AmountEntry).where(AmountEntry.id == entry, AmountEntry.ticket_id == ticket.id)
    found = work.session.scalar(wanted)
    if found is None:
        raise NotFound(f"工单 {number} 没有这一笔金额")
    if not 2 <= len(why.strip()) <= LONGEST:
        raise Incomplete(f"「撤销理由」至少 2 个字，最多 {LONGEST} 字")
    if found.withdrawn_at is not None:
        raise Conflict("这一笔金额已经撤销，不必再撤")
    found.withdrawn_by, found.withdrawn_at, found.withdrawn_why = work.person.account, work.now, mask_text(why.strip())
    work.session.flush()
    about = {"number": number, "entry": found.id, "amount_kind": found.kind.label, "amount": f"{found.yuan:.2f}"}
    write_down(work.session, work.now, work.person.account, "withdraw_amount", about)
    return found
