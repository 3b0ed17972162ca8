"""Clocks, watchers, links and marks of a ticket; steps that can be replayed; editions that wait for approval (时钟与标记)."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"


STATES = (
    "draft", "registered", "queued", "dispatched", "handling", "replied", "callback", "closed", "guided", "transferred", "void", "withdrawn", "archived",
)  # fmt: skip
MORE_STATES = ("merged", "terminated")
ACTIONS = (
    "save", "register", "refer", "answer", "dispatch", "guide", "transfer", "void", "withdraw", "accept", "send_back", "reply", "approve", "redo", "close", "archive",
)  # fmt: skip
MORE_ACTIONS = (
    "conclude", "settle", "let_go", "terminate", "merge", "follow", "unmerge", "ask", "refuse", "extend", "suspend", "resume", "contact", "interim", "invite", "whistle", "report_in", "co_reply", "press", "supervise", "lift", "escalate", "call", "appeal", "exclude", "keep", "recuse", "watch", "reckon",
)  # fmt: skip
PARTS, MORE_PARTS = ("lead", "co_handler"), ("called_in",)
EDITIONS = ("candidate", "current", "retired", "refused", "rolled_back")
MORE_EDITIONS = ("draft", "submitted", "approved")

CHECKS = (
    # 约束        表               列        原有          新增
    ("state",     "tickets",       "state",  STATES,   MORE_STATES),
    ("before",    "steps",         "before", STATES,   MORE_STATES),
    ("after",     "steps",         "after",  STATES,   MORE_STATES),
    ("action",    "steps",         "action", ACTIONS,  MORE_ACTIONS),
    ("part",      "assignments",   "part",   PARTS,    MORE_PARTS),
    ("editionstate", "rule_editions",  "state", EDITIONS, MORE_EDITIONS),
    ("editionstate", "model_editions", "state", EDITIONS, MORE_EDITIONS),
)  # fmt: skip
# 表、列、类型、已有各行填什么（空：可为空）
ADDED: tuple[tuple[str, str, Any, str | None], ...] = (
    ("agencies", "kind", sa.String(length=64), "'部门'"),
    ("agencies", "body", sa.String(length=64), "''"),
    ("assignments", "called_by", sa.String(length=64), None),
    ("assignments", "accepted_at", sa.DateTime(timezone=True), None),
    ("assignments", "replied_at", sa.DateTime(timezone=True), None),
    ("rule_editions", "based_on", sa.String(length=64), None),
    ("rule_editions", "drafted_by", sa.String(length=64), None),
    ("rule_editions", "drafted_at", sa.DateTime(timezone=True), None),
    ("rule_editions", "editors", postgresql.JSONB(), "'[]'::jsonb"),
    ("rule_editions", "replay", postgresql.JSONB(), "'{}'::jsonb"),
    ("rule_editions", "submitted_by", sa.String(length=64), None),
    ("rule_editions", "approved_by", sa.String(length=64), None),
    ("rule_editions", "approved_at", sa.DateTime(timezone=True), None),
    ("rule_editions", "effective_from", sa.DateTime(timezone=True), None),
    ("rule_editions", "effective_until", sa.DateTime(timezone=True), None),
    ("steps", "changes", postgresql.JSONB(), "'{}'::jsonb"),
    ("tickets", "ruling", sa.String(length=64), None),
    ("tickets", "explanation", postgresql.JSONB(), "'{}'::jsonb"),
    ("tickets", "provisional", sa.Boolean(), "false"),
    ("tickets", "clock_started_at", sa.DateTime(timezone=True), None),
    ("tickets", "redispatch", sa.String(length=64), None),
    ("tickets", "contact_by", sa.DateTime(timezone=True), None),
    ("tickets", "contacted_at", sa.DateTime(timezone=True), None),
    ("tickets", "interim_by", sa.DateTime(timezone=True), None),
    ("tickets", "interim_at", sa.DateTime(timezone=True), None),
    (
        "tickets",
        "next_stage",
        sa.Enum(
            "dispatch",
            "accept",
            "return",
            "contact",
            "interim",
            "close",
            "extension",
            "co_handling",
            "whistle",
            "decision",
            "review",
            "callback",
            "mending",
            "suspended",
            name="stage",
            native_enum=False,
            create_constraint=True,
            length=32,
        ),
        None,
    ),
    ("tickets", "next_due_at", sa.DateTime(timezone=True), None),
    ("tickets", "suspended_at", sa.DateTime(timezone=True), None),
    ("tickets", "suspended_until", sa.DateTime(timezone=True), None),
    ("tickets", "extended", sa.SmallInteger(), "0"),
    ("tickets", "reminded", sa.SmallInteger(), "0"),
    ("tickets", "pressed", sa.SmallInteger(), "0"),
    (
        "tickets",
        "supervised",
        sa.Enum(
            "daily", "listed", "summons", name="supervisionkind", native_enum=False, create_constraint=True, length=32
        ),
        None,
    ),
    ("tickets", "problem", sa.Boolean(), "false"),
    ("tickets", "watcher", sa.String(length=64), None),
    ("tickets", "merged_into", sa.BigInteger(), None),
    (
        "tickets",
        "settled_as",
        sa.Enum(
            "judged", "deferred", "handed_over", name="settlement", native_enum=False, create_constraint=True, length=32
        ),
        None,
    ),
    ("tickets", "rating_excluded", sa.Boolean(), "false"),
    ("tickets", "called", sa.SmallInteger(), "0"),
)


# 升级时在办的工单：眼下的环节按状态定，期限取原时限，没有的即刻到期，好让人看见
UNDER_WAY = """
    update tickets set next_due_at = coalesce(due_at, now()), next_stage = case state
        when 'registered' then 'dispatch' when 'queued' then 'dispatch' when 'dispatched' then 'accept'
        when 'replied' then 'review' when 'callback' then 'callback' else 'close' end
    where state in ('registered', 'queued', 'dispatched', 'handling', 'replied', 'callback')
"""


def upgrade() -> None:
    for name, table, column, before, more in CHECKS:
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, sa.column(column).in_((*before, *more)))
    for table, name, kind, default in ADDED:
        filled = sa.text(default) if default else None
        op.add_column(table, sa.Column(name, kind, nullable=default is None, server_default=filled))
        if default:
            op.alter_column(table, name, server_default=None)
    op.execute("update agencies set body = code")
    op.execute(UNDER_WAY)
    op.create_index("ix_agencies_body", "agencies", ["body"], unique=False)
    op.alter_column("rule_editions", "published_by", existing_type=sa.VARCHAR(length=64), nullable=True)
    op.alter_column("rule_editions", "published_at", existing_type=postgresql.TIMESTAMP(timezone=True), nullable=True)
    op.create_index("ix_tickets_merged_into", "tickets", ["merged_into"], unique=False)
    op.create_index(
        "ix_tickets_next", "tickets", ["next_due_at"], unique=False, postgresql_where=sa.text("next_due_at is not null")
    )
    op.create_index("ix_tickets_watcher", "tickets", ["watcher"], unique=False)
    op.create_foreign_key("fk_tickets_merged_into_tickets", "tickets", "tickets", ["merged_into"], ["id"])
    op.create_check_constraint(
        "approved_by_another", "rule_editions", "approved_by is null or approved_by <> submitted_by"
    )


def downgrade() -> None:
    op.drop_constraint("approved_by_another", "rule_editions", type_="check")
    op.execute(
        "update rule_editions set published_by = coalesce(published_by, drafted_by, ''), published_at = coalesce(published_at, drafted_at, now())"
    )
    op.execute("update rule_editions set state = 'retired' where state in ('draft', 'submitted', 'approved')")
    op.alter_column("rule_editions", "published_at", existing_type=postgresql.TIMESTAMP(timezone=True), nullable=False)
    op.alter_column("rule_editions", "published_by", existing_type=sa.VARCHAR(length=64), nullable=False)
    for table, name, _, _ in reversed(ADDED):
        op.drop_column(table, name)
    for name, table, column, before, _ in CHECKS:
        op.drop_constraint(name, table, type_="check")
        op.create_check_constraint(name, table, sa.column(column).in_(before))
