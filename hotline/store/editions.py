"""Editions (版本): which rules and which model are in force; the texts themselves are kept with them."""

from sqlalchemy import CheckConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from hotline.domain.vocabulary import EditionState
from hotline.store.base import Code, Id, Json, JsonList, Moment, Prose, Record


class RuleEdition(Record):
    """One published edition of the rule tables (规则库版本), as the CSV texts that were checked."""

    __tablename__ = "rule_editions"
    __table_args__ = (
        Index("uq_rule_editions_current", "state", unique=True, postgresql_where=text("state = 'current'")),
        CheckConstraint("approved_by is null or approved_by <> submitted_by", name="approved_by_another"),
    )

    id: Mapped[Id]
    edition: Mapped[Code] = mapped_column(unique=True)
    state: Mapped[EditionState]
    digest: Mapped[Code]
    texts: Mapped[Json] = mapped_column(deferred=True)
    note: Mapped[Prose]
    based_on: Mapped[Code | None]  # 草稿由哪一版改来
    drafted_by: Mapped[Code | None]
    drafted_at: Mapped[Moment | None]
    editors: Mapped[JsonList] = mapped_column(default=list)  # 动过草稿的人，都不能批准它
    replay: Mapped[Json] = mapped_column(default=dict)  # 回放比对的结果
    submitted_by: Mapped[Code | None]
    approved_by: Mapped[Code | None]
    approved_at: Mapped[Moment | None]
    effective_from: Mapped[Moment | None]
    effective_until: Mapped[Moment | None]
    published_by: Mapped[Code | None]
    published_at: Mapped[Moment | None]  # 成为现行的时刻


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
