"""The knowledge base (知识库): articles that agents read out, and every text they ever had."""

from typing import Any

from sqlalchemy import ForeignKey, Index, Integer
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.vocabulary import ArticleState
from hotline.store.base import Code, Day, Id, JsonList, Moment, Prose, Record


class Article(Record):
    """A knowledge article (知识条目): the answer, where and until when it holds, and who answers for it."""

    __tablename__ = "articles"
    __table_args__ = (Index("ix_articles_search", "search", postgresql_using="gin"),)

    id: Mapped[Id]
    title: Mapped[Prose]
    body: Mapped[Prose]
    questions: Mapped[JsonList] = mapped_column(default=list)
    category: Mapped[Code]
    region: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    unit: Mapped[Code]
    basis: Mapped[Prose]
    grade: Mapped[Code]
    state: Mapped[ArticleState]
    valid_until: Mapped[Day | None]
    updated_at: Mapped[Moment]
    search: Mapped[Any] = mapped_column(TSVECTOR, deferred=True)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}


class ArticleRevision(Record):
    """What an article said before (知识条目修订)."""

    __tablename__ = "article_revisions"

    id: Mapped[Id]
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    version: Mapped[int] = mapped_column(Integer)
    body: Mapped[Prose]
    written_by: Mapped[Code]
    written_at: Mapped[Moment]
