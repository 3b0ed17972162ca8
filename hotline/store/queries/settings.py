"""What the administrator looks at (管理): agencies, editions, people, audit, deliveries that failed."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from hotline.domain.errors import NotFound
from hotline.store.agencies import AgencyRecord
from hotline.store.audit import AuditEntry
from hotline.store.deliveries import Delivery
from hotline.store.editions import ModelEdition, RuleEdition
from hotline.store.people import Staff
from hotline.store.work import Work

PAGE = 100


@dataclass(frozen=True)
class Agencies:
    """Agencies that fit, a hundred at most, and how many there are in all."""

    shown: Sequence[AgencyRecord]
    total: int


def agencies(work: Work, words: str = "", region: str = "") -> Agencies:
    """Agencies by part of their name and by region."""
    wanted = select(AgencyRecord).where(AgencyRecord.region.startswith(region or work.person.region, autoescape=True))
    if words:
        wanted = wanted.where(AgencyRecord.name.icontains(words, autoescape=True))
    total = work.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
    return Agencies(
        work.session.scalars(wanted.order_by(AgencyRecord.region, AgencyRecord.code).limit(PAGE)).all(), total
    )


def units_like(work: Work, words: str) -> Sequence[AgencyRecord]:
    """Units whose name or code holds these words, twenty at most; those of this person's own region first."""
    if not words:
        return ()
    wanted = select(AgencyRecord).where(
        or_(AgencyRecord.name.contains(words, autoescape=True), AgencyRecord.code.startswith(words, autoescape=True)),
        or_(AgencyRecord.valid_until.is_(None), AgencyRecord.valid_until >= work.now.date()),
    )
    nearest = AgencyRecord.region.startswith(work.person.region, autoescape=True).desc()
    return work.session.scalars(wanted.order_by(nearest, AgencyRecord.code).limit(20)).all()


def rule_editions(work: Work) -> Sequence[RuleEdition]:
    """All editions of the rules, the newest first."""
    return work.session.scalars(select(RuleEdition).order_by(RuleEdition.id.desc())).all()


def model_editions(work: Work) -> Sequence[ModelEdition]:
    """All editions of the model, the newest first."""
    return work.session.scalars(select(ModelEdition).order_by(ModelEdition.id.desc())).all()


def model_edition(work: Work, edition: str) -> ModelEdition:
    """One edition of the model; NotFound if there is none of this name."""
    found = work.session.scalar(select(ModelEdition).where(ModelEdition.edition == edition))
    if found is None:
        raise NotFound(f"没有模型版本 {edition}")
    return found


def people(work: Work) -> Sequence[Staff]:
    """Everybody who works here, within this person's region."""
    mine = select(Staff).where(Staff.region.startswith(work.person.region, autoescape=True))
    return work.session.scalars(mine.order_by(Staff.role, Staff.account).limit(PAGE)).all()


def audit_entries(work: Work) -> Sequence[AuditEntry]:
    """The newest entries of the audit register."""
    return work.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(PAGE)).all()


def deliveries_by_standing(work: Work) -> dict[str, int]:
    """How many deliveries are done, waiting, or dead letters."""
    row = work.session.execute(
        select(
            func.count(Delivery.done_at),
            func.count(Delivery.dead_at),
            func.count() - func.count(Delivery.done_at) - func.count(Delivery.dead_at),
        )
    ).one()
    return {"已完成": row[0], "死信": row[1], "待处理": row[2]}
