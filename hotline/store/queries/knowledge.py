"""Who may read which article, one article with all that belongs to it, and what waits (知识库清单)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, exists, func, or_, select, true

from hotline.domain.errors import NotFound
from hotline.domain.moments import beijing
from hotline.domain.permissions import Permission, permitted
from hotline.domain.vocabulary import ArticleState, Role
from hotline.store.knowledge import Article, ArticleFlag, ArticleRevision
from hotline.store.scope import same_body
from hotline.store.work import Work

SHOWN = (ArticleState.PUBLISHED, ArticleState.EXPIRED)  # 人人可读；其余只给写的人和责任单位
MAKING = (ArticleState.DRAFT, ArticleState.REVIEW)
REMINDED = timedelta(days=30)  # 到期前多久提醒：够单位查文件、改稿、送审
PAGE = 50


@dataclass(frozen=True)
class Doubts:
    """Which of some articles are said to be wrong, and which are known to be (存疑条目)."""

    asked: frozenset[int]
    wrong: frozenset[int]


@dataclass(frozen=True)
class Flagged:
    """A flag and the article that it is about (纠错与条目)."""

    flag: ArticleFlag
    article: Article


@dataclass(frozen=True)
class ArticlePage:
    """An article with all that belongs to it (知识条目详情).

    Args:
        correction: the draft that is to replace its text, if this person may see it.
        corrects: the article that this draft is to replace.
    """

    article: Article
    revisions: Sequence[ArticleRevision]
    flags: Sequence[ArticleFlag]
    doubts: Doubts
    correction: Article | None
    corrects: Article | None


@dataclass(frozen=True)
class Waiting:
    """What of the knowledge base waits for this person (知识待办).

    Args:
        flags: to be answered by this person's unit, or by the hotline where no unit is named.
        late: not answered in time by any unit of this person's region.
        mine: what this person flagged, with the answers.
    """

    drafts: Sequence[Article]
    to_review: Sequence[Article]
    flags: Sequence[Flagged]
    late: Sequence[Flagged]
    expiring: Sequence[Article]
    mine: Sequence[Flagged]


def readable(work: Work) -> ColumnElement[bool]:
    """The condition on articles that this person may read: what was published, and the drafts of their own work."""
    who = work.person
    if who.role == Role.SYSTEM or permitted(who.role, Permission.WRITE_ARTICLES):
        return true()
    if who.agency is None:
        return Article.state.in_(SHOWN)
    return or_(Article.state.in_(SHOWN), Article.agency.in_(same_body(who.agency)))


def in_force(day: date) -> ColumnElement[bool]:
    """The condition on articles that hold on that day."""
    return and_(
        Article.state == ArticleState.PUBLISHED,
        or_(Article.valid_from.is_(None), Article.valid_from <= day),
        or_(Article.valid_until.is_(None), Article.valid_until >= day),
    )


def known_wrong() -> ColumnElement[bool]:
    """The condition on articles whose unit admitted a mistake that their text still holds."""
    return exists().where(
        ArticleFlag.article_id == Article.id, ArticleFlag.right.is_(True), ArticleFlag.answered_at > Article.updated_at
    )


def doubts(work: Work, articles: Collection[int]) -> Doubts:
    """Which of these articles are in doubt, by one query."""
    rows = work.session.execute(
        select(ArticleFlag.article_id, ArticleFlag.answered_at.is_(None))
        .join(Article, Article.id == ArticleFlag.article_id)
        .where(
            ArticleFlag.article_id.in_(articles),
            or_(
                ArticleFlag.answered_at.is_(None),
                and_(ArticleFlag.right.is_(True), ArticleFlag.answered_at > Article.updated_at),
            ),
        )
    ).all()
    return Doubts(frozenset(one for one, open_ in rows if open_), frozenset(one for one, open_ in rows if not open_))


def correction_of(work: Work, article: Article) -> Article | None:
    """The draft that is to take the place of this article, if somebody is correcting it (修订稿)."""
    return work.session.scalar(select(Article).where(Article.replaces == article.id))


def corrected_by(work: Work, made: Article) -> Article | None:
    """The article whose place this draft is to take; None for a new one (所修订的条目)."""
    return work.session.get(Article, made.replaces) if made.replaces else None


def article_page(work: Work, article_id: int) -> ArticlePage:
    """One article with its earlier texts and its flags, newest first; NotFound if there is none for this person's eyes."""
    found = work.session.scalar(select(Article).where(Article.id == article_id, readable(work)))
    if found is None:
        raise NotFound("没有这条知识，或您无权查看，可回到知识库重新检索")
    revisions = select(ArticleRevision).where(ArticleRevision.article_id == found.id)
    flags = select(ArticleFlag).where(ArticleFlag.article_id == found.id)
    correction = correction_of(work, found)
    return ArticlePage(
        found,
        work.session.scalars(revisions.order_by(ArticleRevision.id.desc()).limit(PAGE)).all(),
        work.session.scalars(flags.order_by(ArticleFlag.id.desc()).limit(PAGE)).all(),
        doubts(work, [found.id]),
        correction if correction and _may_read(work, correction) else None,
        corrected_by(work, found),
    )


def _may_read(work: Work, article: Article) -> bool:
    return work.session.scalar(select(Article.id).where(Article.id == article.id, readable(work))) is not None


def counts_by_state(work: Work) -> dict[ArticleState, int]:
    """How many articles this person may read, by state."""
    rows = work.session.execute(select(Article.state, func.count()).where(readable(work)).group_by(Article.state))
    return {state: count for state, count in rows}


def waiting(work: Work) -> Waiting:
    """Everything of the knowledge base that waits for this person, and what became of their own flags."""
    newest = Article.updated_at.desc()
    drafts = _articles(work, Article.state == ArticleState.DRAFT, order=newest)
    to_review = _articles(work, Article.state == ArticleState.REVIEW, order=Article.updated_at)
    today = beijing(work.now).date()
    soon = and_(in_force(today), Article.valid_until <= today + REMINDED)
    expiring = _articles(work, soon, order=Article.valid_until)
    mine = _flagged(work, ArticleFlag.flagged_by == work.person.account, newest_first=True)
    return Waiting(drafts, to_review, _to_answer(work), _late(work), expiring, mine)


def _charge(work: Work) -> ColumnElement[bool] | None:
    """The condition on articles that this person is in charge of; None for those who only read."""
    if work.person.agency is not None:
        return Article.agency.in_(same_body(work.person.agency))
    if permitted(work.person.role, Permission.WRITE_ARTICLES):
        return Article.region.startswith(work.person.region, autoescape=True)
    return None


def _articles(work: Work, condition: ColumnElement[bool], order: object) -> Sequence[Article]:
    charge = _charge(work)
    if charge is None:
        return ()
    chosen = select(Article).where(condition, charge).order_by(order, Article.id).limit(PAGE)  # type: ignore[arg-type]
    return work.session.scalars(chosen).all()


def _to_answer(work: Work) -> Sequence[Flagged]:
    charge = _charge(work)
    if charge is None:
        return ()
    if work.person.agency is not None:
        return _flagged(work, _open(), ArticleFlag.agency.in_(same_body(work.person.agency)))
    return _flagged(work, _open(), charge, ArticleFlag.agency.is_(None), ArticleFlag.due_at >= work.now)


def _late(work: Work) -> Sequence[Flagged]:
    charge = _charge(work)
    if charge is None or work.person.agency is not None:
        return ()
    return _flagged(work, _open(), charge, ArticleFlag.due_at < work.now)


def _open() -> ColumnElement[bool]:
    return and_(ArticleFlag.answered_at.is_(None), Article.state == ArticleState.PUBLISHED)


def _flagged(work: Work, *conditions: ColumnElement[bool], newest_first: bool = False) -> Sequence[Flagged]:
    order = ArticleFlag.id.desc() if newest_first else ArticleFlag.due_at
    rows = work.session.execute(
        select(ArticleFlag, Article)
        .join(Article, Article.id == ArticleFlag.article_id)
        .where(*conditions)
        .order_by(order, ArticleFlag.id)
        .limit(PAGE)
    )
    return [Flagged(flag, article) for flag, article in rows]
