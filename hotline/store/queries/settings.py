"""What the administrator looks at (管理): agencies, categories, editions, and what of it all needs a person."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select, tuple_

from hotline.domain.errors import NotFound
from hotline.domain.lifecycle import OPEN
from hotline.domain.vocabulary import ArticleState, EditionState, Role, State
from hotline.store.agencies import AgencyRecord
from hotline.store.deliveries import Delivery
from hotline.store.editions import ModelEdition, RuleEdition
from hotline.store.knowledge import Article, ArticleFlag
from hotline.store.people import Staff
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from routing_rules import Agency, channel_for

PAGE = 50
INFERRED = "D"  # 依据等级：名称按通行格式推定
UNIT = (AgencyRecord.region, AgencyRecord.body, AgencyRecord.name)  # 一家单位，承担几项职能就有几个代码
AT_UNITS = (State.DISPATCHED, State.HANDLING)


@dataclass(frozen=True)
class Agencies:
    """Agencies that fit, fifty at most, how many there are in all, and where the next page begins.

    Args:
        shown: each with its records, one for every function that it carries.
        unchecked: of how many the name was only inferred (名称待核).
    """

    shown: Sequence[Sequence[AgencyRecord]]
    total: int
    unchecked: int
    after: str | None = None


class CategoryLeaf(NamedTuple):
    """A category that demands are given (细类): who guides it, who usually handles it, and how many are open now."""

    code: str
    name: str
    guided_by: str
    usually: str
    channel: str
    open: int


class CategoryBranch(NamedTuple):
    """A category of the first level with those below it (大类)."""

    code: str
    name: str
    leaves: list[CategoryLeaf]
    open: int


@dataclass(frozen=True)
class Overdue:
    """What waits for somebody in the office (待办情形), each a count."""

    rule_editions: int
    model_editions: int
    articles: int
    flags: int
    units: int


def agencies(
    work: Work, words: str = "", region: str = "", *, function: str = "", standing: str = "", after: str = ""
) -> Agencies:
    """Agencies by part of their name, by region, function and whether they still exist.

    Args:
        standing: now for those in being, gone for those that ended; empty for both.
        after: the code after which the page begins.
    """
    today = work.now.date()
    being = or_(AgencyRecord.valid_until.is_(None), AgencyRecord.valid_until >= today)
    wanted = select(AgencyRecord).where(AgencyRecord.region.startswith(region or work.person.region, autoescape=True))
    if words:
        wanted = wanted.where(or_(AgencyRecord.name.icontains(words, autoescape=True), AgencyRecord.code == words))
    if function:
        wanted = wanted.where(AgencyRecord.function == function)
    if standing:
        wanted = wanted.where(being if standing == "now" else AgencyRecord.valid_until < today)
    units = wanted.with_only_columns(*UNIT).distinct()
    total = work.session.scalar(select(func.count()).select_from(units.subquery())) or 0
    inferred = units.where(AgencyRecord.grade == INFERRED).subquery()
    unchecked = work.session.scalar(select(func.count()).select_from(inferred)) or 0
    if after and (last := work.session.get(AgencyRecord, after)):
        units = units.where(tuple_(*UNIT) > (last.region, last.body, last.name))
    page = work.session.execute(units.order_by(*UNIT).limit(PAGE + 1)).all()
    here = wanted.where(tuple_(*UNIT).in_([tuple(one) for one in page[:PAGE]]))
    records = work.session.scalars(here.order_by(*UNIT, AgencyRecord.code))
    shown = [list(some) for _, some in groupby(records, lambda one: (one.region, one.body, one.name))]
    return Agencies(shown, total, unchecked, shown[-1][-1].code if len(page) > PAGE else None)


def successors(work: Work) -> dict[str, Agency]:
    """Code of a unit that was renamed or merged → the unit that took its work over (承接单位)."""
    return {before: unit for unit in work.rules.directory.listed for before in unit.succeeds}


def category_tree(work: Work) -> list[CategoryBranch]:
    """Every category of the edition in force, with how many open tickets it has in this person's region (事项分类)."""
    opened = select(Ticket.category, func.count()).where(Ticket.state.in_(OPEN - {State.DRAFT}))
    counts: dict[str | None, int] = {row[0]: row[1] for row in work.session.execute(opened.group_by(Ticket.category))}
    text = select(RuleEdition.texts["categories.csv"].astext).where(RuleEdition.state == EditionState.CURRENT)
    lines = csv.DictReader((work.session.scalar(text) or "").lstrip("\ufeff").splitlines())
    rows, guidance = list(lines), work.rules.guidance
    branches = {
        row["分类编码"]: CategoryBranch(row["分类编码"], row["分类名称"], [], 0) for row in rows if not row["上级编码"]
    }
    for row in rows:
        if row["上级编码"] in branches:
            code, told = row["分类编码"], channel_for(guidance, row["分类编码"])
            leaf = CategoryLeaf(
                code, row["分类名称"], row["自治区指导单位"], row["常见承办单位"], told.channel if told else "",
                counts.get(code, 0),
            )  # fmt: skip
            branches[row["上级编码"]].leaves.append(leaf)
    return [
        one._replace(open=counts.get(one.code, 0) + sum(leaf.open for leaf in one.leaves)) for one in branches.values()
    ]


def overdue(work: Work) -> Overdue:
    """What waits: editions for a second person, articles that ended or were called wrong, units without anybody."""
    today = work.now.date()

    def counted(record: type, *conditions: object) -> int:
        return work.session.scalar(select(func.count()).select_from(record).where(*conditions)) or 0  # type: ignore[arg-type]

    ended = and_(Article.state == ArticleState.PUBLISHED, Article.valid_until < today)
    late = and_(ArticleFlag.answered_at.is_(None), ArticleFlag.due_at < work.now)
    return Overdue(
        counted(RuleEdition, RuleEdition.state == EditionState.SUBMITTED),
        counted(ModelEdition, ModelEdition.state == EditionState.CANDIDATE),
        counted(Article, ended),
        counted(ArticleFlag, late),
        _units_without_clerks(work),
    )


def _units_without_clerks(work: Work) -> int:
    """How many bodies hold tickets that nobody can sign for: none of their codes has a clerk on duty."""
    manned = select(AgencyRecord.body).join(Staff, Staff.agency == AgencyRecord.code)
    manned = manned.where(Staff.active, Staff.role == Role.CLERK)
    holding = (
        select(func.count(AgencyRecord.body.distinct()))
        .join(Ticket, Ticket.agency == AgencyRecord.code)
        .where(Ticket.state.in_(AT_UNITS), AgencyRecord.body.not_in(manned))
    )
    return work.session.scalar(holding) or 0


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


def deliveries_by_standing(work: Work) -> dict[str, int]:
    """How many deliveries are done, waiting, or dead letters (多次失败)."""
    row = work.session.execute(
        select(
            func.count(Delivery.done_at),
            func.count(Delivery.dead_at),
            func.count() - func.count(Delivery.done_at) - func.count(Delivery.dead_at),
        )
    ).one()
    return {"已完成": row[0], "多次失败": row[1], "待处理": row[2]}
