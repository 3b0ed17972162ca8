"""How long articles hold (知识有效期): expired by night or by hand, renewed by those who review."""

from datetime import date

from sqlalchemy import select

from hotline.domain.errors import Conflict, Incomplete
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import ArticleState
from hotline.knowledge.rights import ArticleDeed, held_for
from hotline.store.audit import write_down
from hotline.store.knowledge import Article, ArticleFlag
from hotline.store.queries.knowledge import doubts
from hotline.store.work import Work

BATCH = 200
ANNOUNCED = "已宣布失效"


def expire_due(work: Work) -> int:
    """Let articles whose last day is over expire (到期失效); answer how many, a batch at most."""
    today = beijing(work.now).date()
    over = select(Article).where(Article.state == ArticleState.PUBLISHED, Article.valid_until < today)
    found = work.session.scalars(over.order_by(Article.id).limit(BATCH).with_for_update(skip_locked=True)).all()
    for article in found:
        article.state = ArticleState.EXPIRED
    work.session.flush()
    if found:
        about = {"articles": [article.id for article in found]}
        write_down(work.session, work.now, work.person.account, "expire_articles", about)
    return len(found)


def expire(work: Work, article_id: int, *, words: str, seen: int | None = None) -> Article:
    """Declare that an article no longer holds (宣布失效), with the reason, kept beside its flags."""
    article = held_for(work, article_id, ArticleDeed.EXPIRE, seen)
    if not words.strip():
        raise Incomplete("请写明失效的原因，如文件已废止、政策已调整")
    article.state = ArticleState.EXPIRED
    work.session.add(
        ArticleFlag(
            article_id=article.id, agency=article.agency, words=words.strip(), flagged_by=work.person.account,
            flagged_at=work.now, due_at=work.now, right=True, answer=ANNOUNCED, answered_by=work.person.account,
            answered_at=work.now,
        )
    )  # fmt: skip
    work.session.flush()
    write_down(work.session, work.now, work.person.account, "expire_article", {"article": article.id})
    return article


def renew(work: Work, article_id: int, *, until: date | None, seen: int | None = None) -> Article:
    """Let an unchanged article hold longer (续期); one that had expired is in force again.

    Raises:
        Conflict: what is known to be wrong, or was declared void, comes back only through a second person.
        Incomplete: the day is missing, past, or not later than before.
    """
    article = held_for(work, article_id, ArticleDeed.RENEW, seen)
    if doubts(work, [article.id]).wrong:
        raise Conflict("这条知识已核实有误或已宣布失效，须修订后由另一人发布，不能直接续期")
    today = beijing(work.now).date()
    if until is None or until < today or (article.valid_until and until <= article.valid_until):
        raise Incomplete("请填写新的有效期，须不早于今天，并晚于原有效期")
    before = article.valid_until.isoformat() if article.valid_until else None
    article.valid_until, article.state = until, ArticleState.PUBLISHED
    work.session.flush()
    about = {"article": article.id, "from": before, "until": until.isoformat()}
    write_down(work.session, work.now, work.person.account, "renew_article", about)
    return article
