"""The register of enterprises as lists (企业名册)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, or_, select

from hotline.store.analysis.enterprises import AmountEntry, Enterprise, EnterpriseDemand
from hotline.store.queries.enterprises.standing import Standing, standing
from hotline.store.queries.enterprises.wanted import DEMAND, FIRM, Facet, Wanted, beside
from hotline.store.tickets import Ticket
from hotline.store.work import Work

PAGE = 50


@dataclass(frozen=True)
class Sought:
    """Which enterprises are looked for (企业筛选): by what is known of them, and by what their demands are about.

    Args:
        words: part of the name, or the credit code.
        industry, region: a code and everything below it.
        category, bottleneck: that at least one of their demands has.
    """

    words: str = ""
    industry: str = ""
    scale: str = ""
    region: str = ""
    park: str = ""
    category: str = ""
    bottleneck: str = ""
    page: int = 1


@dataclass(frozen=True)
class Firms:
    """One page of the register, what was counted of each, and how many there are (企业名册的一页)."""

    enterprises: Sequence[Enterprise]
    standings: dict[str, Standing]
    total: int
    pages: int


def firms(work: Work, sought: Sought) -> Firms:
    """The enterprises looked for, those with most demands first."""
    held = _conditions(sought)
    total = work.session.scalar(select(func.count()).select_from(Enterprise).where(*held)) or 0
    number = func.count(Ticket.id).label("number")
    counted = beside(select(DEMAND.c.uscc, number)).where(*Wanted().conditions(work.now))
    many = counted.where(DEMAND.c.uscc.is_not(None)).group_by(DEMAND.c.uscc).subquery()
    rows = select(Enterprise).outerjoin(many, many.c.uscc == Enterprise.uscc).where(*held)
    rows = rows.order_by(func.coalesce(many.c.number, 0).desc(), Enterprise.uscc)
    found = work.session.scalars(rows.limit(PAGE).offset((sought.page - 1) * PAGE)).all()
    return Firms(found, standings_of(work, [one.uscc for one in found]), total, max(1, -(-total // PAGE)))


def _conditions(sought: Sought) -> list[ColumnElement[bool]]:
    held: list[ColumnElement[bool]] = []
    if sought.words:
        like = Enterprise.name.contains(sought.words, autoescape=True)
        held.append(or_(like, Enterprise.uscc == sought.words.upper()))
    if sought.industry:
        held.append(Enterprise.industry.startswith(sought.industry, autoescape=True))
    if sought.scale:
        held.append(Enterprise.scale == sought.scale)
    if sought.region:
        held.append(Enterprise.region.startswith(sought.region, autoescape=True))
    if sought.park:
        held.append(Enterprise.park == sought.park)
    if sought.category or sought.bottleneck:
        held.append(Enterprise.uscc.in_(_asking(sought)))
    return held


def _asking(sought: Sought) -> Select[str]:
    asked = select(DEMAND.c.uscc).select_from(Ticket).join(DEMAND, Ticket.id == DEMAND.c.ticket_id)
    asked = asked.where(DEMAND.c.uscc.is_not(None))
    if sought.category:
        asked = asked.where(Ticket.category.startswith(sought.category, autoescape=True))
    return asked.where(DEMAND.c.bottleneck == sought.bottleneck) if sought.bottleneck else asked


def standings_of(work: Work, codes: Sequence[str]) -> dict[str, Standing]:
    """How the demands of each of these enterprises stand, in two statements."""
    found = standing(work, Wanted(only=tuple(codes)), [Facet.ENTERPRISE]) if codes else {}
    return {code: of_it for (code,), of_it in found.items()}


def parks(work: Work) -> list[str]:
    """The parks that were entered for the enterprises this person may see (园区)."""
    known = select(Enterprise.park).where(Enterprise.park.is_not(None)).distinct().order_by(Enterprise.park)
    return [park for park in work.session.scalars(known) if park]


def names_of(work: Work, codes: Sequence[str]) -> dict[str, str]:
    """The names of these enterprises by code, whatever region they are of: their tickets are seen already."""
    found = work.session.execute(select(FIRM.c.uscc, FIRM.c.name).where(FIRM.c.uscc.in_(codes)))
    return {code: name for code, name in found}


def entries_of(work: Work, ticket: Ticket) -> Sequence[AmountEntry]:
    """The sums entered for a ticket, the newest first; withdrawn ones too (金额条目)."""
    wanted = select(AmountEntry).where(AmountEntry.ticket_id == ticket.id)
    return work.session.scalars(wanted.order_by(AmountEntry.id.desc())).all()


def demand_of(work: Work, ticket: Ticket) -> EnterpriseDemand | None:
    """What analysis has added to a ticket; None while nothing has (涉企要件)."""
    return work.session.get(EnterpriseDemand, ticket.id)
