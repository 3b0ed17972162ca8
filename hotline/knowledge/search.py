"""Finding the article that answers (知识检索)."""

from collections.abc import Sequence

from sqlalchemy import func, or_, select

from hotline.domain.moments import beijing
from hotline.domain.searching import bigrams
from hotline.domain.vocabulary import ArticleState
from hotline.store.knowledge import Article
from hotline.store.queries.search import holding_any
from hotline.store.work import Work

LOOKED_AT = 40


def answering(work: Work, text: str, *, category: str = "", most: int = 3) -> Sequence[Article]:
    """The valid articles that fit a demand best: those of its category first, then by shared words."""
    terms = bigrams(text)
    if not terms:
        return []
    today = beijing(work.now).date()
    words = holding_any(terms[:80])
    fits = Article.search.op("@@")(words)
    rows = work.session.scalars(
        select(Article)
        .where(
            Article.state == ArticleState.PUBLISHED,
            or_(Article.valid_until.is_(None), Article.valid_until >= today),
            or_(fits, Article.category == category),
        )
        .order_by((Article.category == category).desc(), func.ts_rank(Article.search, words).desc(), Article.id)
        .limit(LOOKED_AT)
    ).all()
    asked = set(terms)

    def fitness(article: Article) -> float:
        known = set(bigrams(" ".join([article.title, *article.questions])))
        return (article.category == category) * 2 + 10 * len(asked & known) / (len(known) + 10)

    ranked = sorted(rows, key=fitness, reverse=True)
    return [article for article in ranked if fitness(article) > 1][:most]
