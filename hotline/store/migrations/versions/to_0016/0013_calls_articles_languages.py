"""What calls, articles, staff and tickets tell more (通话、知识、AB 角、语言): purposes, languages, known events."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

ACTIONS = (
    "save", "register", "refer", "answer", "dispatch", "guide", "transfer", "void", "withdraw", "accept", "send_back", "reply", "approve", "redo", "close", "archive",
    "conclude", "settle", "let_go", "terminate", "merge", "follow", "unmerge", "ask", "refuse", "extend", "suspend", "resume", "contact", "interim", "invite", "whistle", "report_in", "co_reply", "press", "supervise", "lift", "escalate", "call", "appeal", "exclude", "keep", "recuse", "watch", "reckon",
)  # fmt: skip
PURPOSES = ("new", "progress", "urge", "supplement", "event", "call_back", "nuisance", "other")
CHECKS = (
    # 约束           表          列        原有                                  新增
    ("action",       "steps",    "action", ACTIONS,                            ("supplement",)),
    ("articlestate", "articles", "state",  ("draft", "published", "expired"),  ("review",)),
)  # fmt: skip
CODE, PROSE, MOMENT = sa.String(64), sa.Text(), sa.DateTime(timezone=True)


def _words(name: str, *codes: str) -> Any:
    return sa.Enum(*codes, name=name, native_enum=False, create_constraint=True, length=32)


# 表、列、类型、已有各行填什么（空：可为空）
ADDED: tuple[tuple[str, str, Any, str | None], ...] = (
    ("articles", "agency", CODE, None),
    ("articles", "materials", PROSE, "''"),
    ("articles", "title_mn", PROSE, "''"),
    ("articles", "body_mn", PROSE, "''"),
    ("articles", "valid_from", sa.Date(), None),
    ("articles", "written_by", CODE, "'system'"),
    ("articles", "reviewed_by", CODE, None),
    ("articles", "reviewed_at", MOMENT, None),
    ("articles", "read", sa.Integer(), "0"),
    ("calls", "external_id", CODE, None),
    ("calls", "event_id", sa.BigInteger(), None),
    ("calls", "caller_sealed", PROSE, None),
    ("calls", "purpose", _words("callpurpose", *PURPOSES), None),
    ("calls", "answered_at", MOMENT, None),
    ("calls", "ended_at", MOMENT, None),
    ("calls", "missed_at", MOMENT, None),
    ("calls", "called_back_at", MOMENT, None),
    ("calls", "called_back_by", CODE, None),
    ("staff", "stand_in", CODE, None),
    ("staff", "away_until", MOMENT, None),
    ("staff", "password_changed_at", MOMENT, None),
    ("tickets", "language", _words("language", "zh", "mn"), "'zh'"),
    ("tickets", "translation", PROSE, None),
    ("tickets", "event_id", sa.BigInteger(), None),
)
INDEXES = (
    ("ix_calls_event_id", "calls", ["event_id"], None),
    ("ix_calls_missed", "calls", ["started_at"], "missed_at is not null and called_back_at is null"),
    ("ix_calls_ringing", "calls", ["taken_by"], "ended_at is null"),
    ("ix_tickets_event_id", "tickets", ["event_id"], None),
)


def upgrade() -> None:
    for name, table, column, before, more in CHECKS:
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, sa.column(column).in_((*before, *more)))
    for table, name, kind, default in ADDED:
        filled = sa.text(default) if default else None
        op.add_column(table, sa.Column(name, kind, nullable=default is None, server_default=filled))
        if default:
            op.alter_column(table, name, server_default=None)
    op.alter_column("calls", "taken_by", existing_type=CODE, nullable=True)
    op.execute("update calls set answered_at = started_at, ended_at = started_at, purpose = 'new'")
    for name, table, columns, where in INDEXES:
        op.create_index(name, table, columns, postgresql_where=sa.text(where) if where else None)
    op.create_unique_constraint("uq_calls_external_id", "calls", ["external_id"])
    for table in ("calls", "tickets"):
        op.create_foreign_key(f"fk_{table}_event_id_known_events", table, "known_events", ["event_id"], ["id"])


def downgrade() -> None:
    for table in ("tickets", "calls"):
        op.drop_constraint(f"fk_{table}_event_id_known_events", table, type_="foreignkey")
    op.drop_constraint("uq_calls_external_id", "calls", type_="unique")
    for name, table, _, _ in INDEXES:
        op.drop_index(name, table)
    op.execute("update calls set taken_by = '' where taken_by is null")
    op.alter_column("calls", "taken_by", existing_type=CODE, nullable=False)
    for table, name, _, _ in reversed(ADDED):
        op.drop_column(table, name)
    op.execute("update articles set state = 'draft' where state = 'review'")
    for name, table, column, before, _ in CHECKS:
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, sa.column(column).in_(before))
