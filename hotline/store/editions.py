"""Editions (版本): which rules and which model are in force; the texts themselves are kept with them."""

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.vocabulary import EditionState
from hotline.store.base import Code, Id, Json, Moment, Prose, Record


class RuleEdition(Record):
    """One published edition of the rule tables (规则库版本), as the CSV texts that were checked."""

    __tablename__ = "rule_editions"
    __table_args__ = (
        Index("uq_rule_editions_current", "state", unique=True, postgresql_where=text("state = 'current'")),
    )

    id: Mapped[Id]
    edition: Mapped[Code] = mapped_column(unique=True)
    state: Mapped[EditionState]
    digest: Mapped[Code]
    texts: Mapped[Json] = mapped_column(deferred=True)
    note: Mapped[Prose]
    published_by: Mapped[Code]
    published_at: Mapped[Moment]


class ModelEdition(Record):
    """One trained edition of the classifier (模型版本): its weights lie in the state folder, its card in models/."""

    __tablename__ = "model_editions"
    __table_args__ = (
        Index("uq_model_editions_current", "state", unique=True, postgresql_where=text("state = 'current'")),
    )

    id: Mapped[Id]
    edition: Mapped[Code] = mapped_column(unique=True)
    state: Mapped[EditionState]
    digest: Mapped[Code]
    metrics: Mapped[Json]
    published_by: Mapped[Code]
    published_at: Mapped[Moment]
