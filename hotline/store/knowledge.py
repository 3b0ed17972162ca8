"""The knowledge base (知识库): articles that agents read out, and every text they ever had."""

from typing import Any

from sqlalchemy import Boolean, ForeignKey, Index, Integer
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.vocabulary import ArticleState
from hotline.store.base import Code, Day, Id, Json, JsonList, Moment, Prose, Record


class Article(Record):
    """A knowledge article (知识条目): the answer, where and until when it holds, and who answers for it.

    Args:
        replaces: of a correction, the article whose place it is to take; one correction of an article at a time.
        editors: the accounts of all who wrote any of its words; none of them may publish it (四眼).
    """

    __tablename__ = "articles"
    __table_args__ = (
        Index("ix_articles_search", "search", postgresql_using="gin"),
        Index("ix_articles_replaces", "replaces", unique=True, postgresql_where=sql("replaces is not null")),
    )

    id: Mapped[Id]
    title: Mapped[Prose]
    body: Mapped[Prose]
    questions: Mapped[JsonList] = mapped_column(default=list)
    category: Mapped[Code]
    region: Mapped[str] = mapped_column(ForeignKey("regions.code"))
    unit: Mapped[Code]
    agency: Mapped[Code | None]  # 责任单位代码；unit 是写给人看的名称
    materials: Mapped[Prose] = mapped_column(default="")
    basis: Mapped[Prose]
    grade: Mapped[Code]
    title_mn: Mapped[Prose] = mapped_column(default="")  # 蒙古文：由人提供，不机翻
    body_mn: Mapped[Prose] = mapped_column(default="")
    state: Mapped[ArticleState]
    replaces: Mapped[int | None] = mapped_column(ForeignKey("articles.id"))
    valid_from: Mapped[Day | None]
    valid_until: Mapped[Day | None]
    written_by: Mapped[Code] = mapped_column(default="system")
    editors: Mapped[JsonList] = mapped_column(default=list)
    reviewed_by: Mapped[Code | None]
    reviewed_at: Mapped[Moment | None]
    read: Mapped[int] = mapped_column(Integer, default=0)
    updated_at: Mapped[Moment]
    search: Mapped[Any] = mapped_column(TSVECTOR, deferred=True)
    version: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": version}


class ArticleRevision(Record):
    """What an article said before (知识条目修订).

    Args:
        wording: every part as it stood; of texts from before all parts were kept, the body alone.
    """

    __tablename__ = "article_revisions"

    id: Mapped[Id]
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    version: Mapped[int] = mapped_column(Integer)
    body: Mapped[Prose]
    wording: Mapped[Json]
    written_by: Mapped[Code]
    written_at: Mapped[Moment]


class ArticleFlag(Record):
    """Somebody says that an article is wrong (知识纠错): its unit has a clock to answer."""

    __tablename__ = "article_flags"
    __table_args__ = (Index(None, "agency", "answered_at", "due_at"),)

    id: Mapped[Id]
    article_id: Mapped[int] = mapped_column(ForeignKey("articles.id"), index=True)
    agency: Mapped[Code | None]
    words: Mapped[Prose]
    flagged_by: Mapped[Code]
    flagged_at: Mapped[Moment]
    due_at: Mapped[Moment]
    right: Mapped[bool | None] = mapped_column(Boolean)  # 纠错成立与否
    answer: Mapped[Prose | None]
    answered_by: Mapped[Code | None]
    answered_at: Mapped[Moment | None]
