"""The people who work here, as the administrator looks for them (人员检索)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, or_, select

from hotline.domain.errors import NotFound
from hotline.domain.vocabulary import Role
from hotline.store.agencies import AgencyRecord
from hotline.store.people import Staff
from hotline.store.work import Work

PAGE = 50


@dataclass(frozen=True)
class WantedPeople:
    """Which people are looked for (人员检索条件); empty conditions hold always.

    Args:
        words: part of a name, an account, a unit's name or its code.
        active: True for those on duty, False for closed accounts.
        after: the id after which the page begins (keyset).
    """

    words: str = ""
    role: Role | None = None
    region: str = ""
    active: bool | None = None
    after: int = 0


@dataclass(frozen=True)
class People:
    """One page of people, how many fit in all, and where the next page begins (人员清单)."""

    shown: Sequence[Staff]
    total: int
    after: int | None


class Colleagues(NamedTuple):
    """How many others of the same post are on duty in a person's unit, and whether the unit still exists (同岗人员)."""

    others: int
    unit_is_gone: bool


def people(work: Work, wanted: WantedPeople | None = None) -> People:
    """Who works here within this person's region, by the order in which they were taken on."""
    asked = wanted or WantedPeople()
    fitting = select(Staff).where(*_conditions(work, asked))
    total = work.session.scalar(select(func.count()).select_from(fitting.subquery())) or 0
    rows = work.session.scalars(fitting.where(Staff.id > asked.after).order_by(Staff.id).limit(PAGE + 1)).all()
    return People(rows[:PAGE], total, rows[PAGE - 1].id if len(rows) > PAGE else None)


def one_of(work: Work, staff_id: int) -> Staff:
    """One person who works here; NotFound outside of this person's region."""
    found = work.session.scalar(select(Staff).where(Staff.id == staff_id, _mine(work)))
    if found is None:
        raise NotFound("没有这位工作人员，或不在您的区划范围内")
    return found


def colleagues_of(work: Work, staff: Staff) -> Colleagues:
    """Who else could do that person's work, and whether their unit is still there."""
    same = select(func.count()).where(
        Staff.role == staff.role, Staff.active, Staff.id != staff.id, Staff.agency.is_not_distinct_from(staff.agency)
    )
    gone = select(func.count()).where(AgencyRecord.code == staff.agency, AgencyRecord.valid_until < work.now.date())
    return Colleagues(work.session.scalar(same) or 0, bool(work.session.scalar(gone)))


def in_units_that_are_gone(work: Work) -> int:
    """How many people on duty belong to a unit that no longer exists (单位已失效的人员)."""
    gone = select(AgencyRecord.code).where(AgencyRecord.valid_until < work.now.date())
    return work.session.scalar(select(func.count()).where(Staff.active, _mine(work), Staff.agency.in_(gone))) or 0


def administrators(work: Work) -> int:
    """How many administrators there are on duty in all (在用的系统管理员)."""
    return work.session.scalar(select(func.count()).where(Staff.active, Staff.role == Role.ADMINISTRATOR)) or 0


def _mine(work: Work) -> ColumnElement[bool]:
    return Staff.region.startswith(work.person.region, autoescape=True)


def _conditions(work: Work, wanted: WantedPeople) -> list[ColumnElement[bool]]:
    conditions = [_mine(work)]
    if wanted.role is not None:
        conditions.append(Staff.role == wanted.role)
    if wanted.region:
        conditions.append(Staff.region.startswith(wanted.region, autoescape=True))
    if wanted.active is not None:
        conditions.append(Staff.active == wanted.active)
    if wanted.words:
        units = select(AgencyRecord.code).where(AgencyRecord.name.contains(wanted.words, autoescape=True))
        part = (column.icontains(wanted.words, autoescape=True) for column in (Staff.name, Staff.account))
        conditions.append(or_(*part, Staff.agency == wanted.words, Staff.agency.in_(units)))
    return conditions
