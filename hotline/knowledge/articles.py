"""Knowledge articles (知识条目): taken in from the project's seed, revised with a record of what they said before."""

import json
from pathlib import Path
from typing import Any

from sqlalchemy import cast, func, select
from sqlalchemy.dialects.postgresql import TSVECTOR

from hotline.domain.searching import bigrams
from hotline.domain.vocabulary import ArticleState
from hotline.store.knowledge import Article, ArticleRevision
from hotline.store.work import Work

SEED = Path(__file__).parent / "seed.jsonl"


def load_seed(work: Work, path: Path = SEED) -> int:
    """Take in the seed articles that are not there yet; answer how many came (知识库初始化)."""
    known = set(work.session.scalars(select(Article.title)))
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    fresh = [row for row in rows if row["title"] not in known]
    for row in fresh:
        work.session.add(_article(work, row))
    work.session.flush()
    return len(fresh)


def _article(work: Work, row: dict[str, Any]) -> Article:
    article = Article(
        title=row["title"],
        body=row["body"],
        questions=row["questions"],
        category=row["category"],
        region=row["region"],
        unit=row["unit"],
        basis=row["basis"],
        grade=row["grade"],
        state=ArticleState.PUBLISHED,
        updated_at=work.now,
    )
    _index(article)
    return article


def revise(work: Work, article_id: int, *, body: str) -> Article:
    """Give an article a new text; the old one is kept (修订)."""
    article = work.session.get_one(Article, article_id)
    work.session.add(
        ArticleRevision(
            article_id=article.id,
            version=article.version,
            body=article.body,
            written_by=work.person.account,
            written_at=work.now,
        )
    )
    article.body, article.updated_at = body, work.now
    _index(article)
    work.session.flush()
    return article


def _index(article: Article) -> None:
    words = bigrams(" ".join([article.title, *article.questions, article.body]))
    article.search = cast(func.array_to_tsvector(words), TSVECTOR)
