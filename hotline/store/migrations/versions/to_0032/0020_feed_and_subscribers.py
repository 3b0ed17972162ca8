"""Feeds are reviewed, versioned and reconciled; other systems subscribe by Standard Webhooks (回流复核、对账、订阅)."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0020"
down_revision = "0019"

STATES = ("draft", "published", "replaced", "discarded")
KINDS = ("missing", "unknown", "digest", "unacknowledged", "count")
EVENTS = ("demand_feed.published", "ticket.moved", "subscriber.tested")
FAULTS = ("forbidden_address", "unreachable", "timeout", "refused", "gone")
STOPS = ("by_hand", "gone", "failing")
# 列、类型、已有各行（都是直接发出的）的值；没有值的列可空
ADDED: tuple[tuple[str, sa.types.TypeEngine[Any], str], ...] = (
    ("version", sa.SmallInteger(), "1"),
    ("state", sa.String(length=32), "'published'"),
    ("left_out", postgresql.JSONB(), "'[]'::jsonb"),
    ("sentence", sa.Text(), "''"),
    ("edited_by", postgresql.JSONB(), "'[]'::jsonb"),
)
LATER: tuple[tuple[str, sa.types.TypeEngine[Any], str], ...] = (
    ("supersedes", sa.String(length=64), "null"),
    ("reviewed_by", sa.String(length=64), "null"),
    ("published_at", sa.DateTime(timezone=True), "composed_at"),
    ("acknowledged_at", sa.DateTime(timezone=True), "case when acknowledged is not null then composed_at end"),
)


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _moment(name: str, *, may_be_empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=may_be_empty)


def _code(name: str, *, may_be_empty: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.String(length=64), nullable=may_be_empty)


def upgrade() -> None:
    for name, kind, told in (*ADDED, *LATER):
        op.add_column("demand_feeds", sa.Column(name, kind, nullable=True))
        op.execute(f"update demand_feeds set {name} = {told}")  # noqa: S608  列名与取值都写在上面的表里
    for name, _, _ in ADDED:
        op.alter_column("demand_feeds", name, nullable=False)
    op.create_index("ix_demand_feeds_starts_on_version", "demand_feeds", ["starts_on", "version"], unique=True)
    op.create_check_constraint("ck_demand_feeds_feedstate", "demand_feeds", _one_of("state", STATES))
    op.create_check_constraint(
        "ck_demand_feeds_approved_by_another",
        "demand_feeds",
        "reviewed_by is null or not edited_by @> to_jsonb(reviewed_by::text)",
    )
    _feeds()
    _subscribers()


def _feeds() -> None:
    op.create_table(
        "feed_attempts",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("feed_id", sa.BigInteger(), nullable=False),
        _moment("at"),
        _code("acknowledged", may_be_empty=True),
        sa.Column("failed", sa.Text(), nullable=True),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["demand_feeds.id"], name="fk_feed_attempts_feed_id_demand_feeds", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_feed_attempts"),
    )
    op.create_index("ix_feed_attempts_feed_id", "feed_attempts", ["feed_id"], unique=False)
    op.create_table(
        "feed_checks",
        sa.Column("id", sa.BigInteger(), nullable=False),
        _moment("at"),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("ours", sa.Integer(), nullable=False),
        sa.Column("theirs", sa.Integer(), nullable=False),
        sa.Column("differing", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feed_checks"),
    )
    op.create_table(
        "feed_differences",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        _code("about"),
        sa.Column("ours", sa.Text(), nullable=True),
        sa.Column("theirs", sa.Text(), nullable=True),
        _moment("found_at"),
        _moment("seen_at"),
        _moment("settled_at", may_be_empty=True),
        sa.CheckConstraint(_one_of("kind", KINDS), name="ck_feed_differences_differencekind"),
        sa.PrimaryKeyConstraint("id", name="pk_feed_differences"),
    )
    op.create_index(
        "uq_feed_differences_open",
        "feed_differences",
        ["kind", "about"],
        unique=True,
        postgresql_where=sa.text("settled_at is null"),
    )


def _subscribers() -> None:
    op.create_table(
        "subscribers",
        sa.Column("id", sa.BigInteger(), nullable=False),
        _code("name"),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("events", postgresql.JSONB(), nullable=False),
        sa.Column("secret_sealed", sa.Text(), nullable=True),
        sa.Column("old_secret_sealed", sa.Text(), nullable=True),
        _moment("old_until", may_be_empty=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        _moment("failing_since", may_be_empty=True),
        sa.Column("stopped", sa.String(length=32), nullable=True),
        _moment("stopped_at", may_be_empty=True),
        sa.Column("step_id", sa.BigInteger(), nullable=False),
        _moment("created_at"),
        _code("created_by"),
        sa.CheckConstraint(_one_of("stopped", STOPS), name="ck_subscribers_stopreason"),
        sa.PrimaryKeyConstraint("id", name="pk_subscribers"),
        sa.UniqueConstraint("name", name="uq_subscribers_name"),
    )
    op.create_table(
        "webhook_messages",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("subscriber_id", sa.BigInteger(), nullable=False),
        _code("event_id"),
        sa.Column("event", sa.String(length=32), nullable=False),
        sa.Column("payload", postgresql.JSONB(), nullable=False),
        _moment("made_at"),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        _moment("delivered_at", may_be_empty=True),
        _moment("given_up_at", may_be_empty=True),
        sa.CheckConstraint(_one_of("event", EVENTS), name="ck_webhook_messages_webhookevent"),
        sa.ForeignKeyConstraint(
            ["subscriber_id"], ["subscribers.id"], name="fk_webhook_messages_subscriber_id_subscribers"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_messages"),
    )
    op.create_index(
        "ix_webhook_messages_subscriber_id_event_id", "webhook_messages", ["subscriber_id", "event_id"], unique=True
    )
    op.create_index(
        "ix_webhook_messages_open",
        "webhook_messages",
        ["subscriber_id", "id"],
        unique=False,
        postgresql_where=sa.text("delivered_at is null"),
    )
    op.create_table(
        "webhook_attempts",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=False),
        _moment("at"),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("took_ms", sa.Integer(), nullable=False),
        sa.Column("fault", sa.String(length=32), nullable=True),
        sa.CheckConstraint(_one_of("fault", FAULTS), name="ck_webhook_attempts_webhookfault"),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["webhook_messages.id"],
            name="fk_webhook_attempts_message_id_webhook_messages",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_webhook_attempts"),
    )
    op.create_index("ix_webhook_attempts_message_id", "webhook_attempts", ["message_id"], unique=False)


def downgrade() -> None:
    for table in (
        "webhook_attempts", "webhook_messages", "subscribers", "feed_differences", "feed_checks", "feed_attempts",
    ):  # fmt: skip
        op.drop_table(table)
    op.execute("delete from demand_feeds where version > 1 or state in ('draft', 'discarded')")  # 旧表只容已发出的
    op.drop_constraint("ck_demand_feeds_approved_by_another", "demand_feeds", type_="check")
    op.drop_constraint("ck_demand_feeds_feedstate", "demand_feeds", type_="check")
    op.drop_index("ix_demand_feeds_starts_on_version", "demand_feeds")
    for name, _, _ in (*LATER[::-1], *ADDED[::-1]):
        op.drop_column("demand_feeds", name)
