"""Topics with their tickets, warnings with their verdicts; what a ticket was before it was archived (热点事项、预警、归档前状态)."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"

KINDS = ("common", "seasonal", "risk")
STATES = ("new", "ongoing", "ended", "merged", "dismissed")
LEVELS = ("notice", "serious", "grave")
VERDICTS = ("true", "false")
STATES_OF_TICKETS = (
    "draft", "registered", "queued", "dispatched", "handling", "replied", "callback", "merged", "closed", "terminated",
    "guided", "transferred", "void", "withdrawn", "archived",
)  # fmt: skip
ARCHIVED_FROM = """
update tickets set archived_from = archived.before
from (select distinct on (ticket_id) ticket_id, before from steps where action = 'archive' order by ticket_id, id desc) archived
where archived.ticket_id = tickets.id and tickets.state = 'archived'
"""


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _moment(name: str, *, nullable: bool = False) -> "sa.Column[Any]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _code(name: str, *, nullable: bool = True) -> "sa.Column[str]":
    return sa.Column(name, sa.String(length=64), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "demand_readings",
        sa.Column("ticket_id", sa.BigInteger(), autoincrement=False, nullable=False),
        _moment("filed_at"),
        sa.Column("league", sa.String(length=4), nullable=False),
        _code("person", nullable=False),
        sa.Column("names", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_demand_readings_ticket_id_tickets"),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_demand_readings"),
    )
    op.create_index("ix_demand_readings_filed_at_league", "demand_readings", ["filed_at", "league"], unique=False)
    _topics()
    _topic_tickets()
    _warnings()
    op.add_column("tickets", sa.Column("archived_from", sa.String(length=32), nullable=True))
    op.execute(ARCHIVED_FROM)
    op.create_check_constraint("ck_tickets_archived_from", "tickets", _one_of("archived_from", STATES_OF_TICKETS))


def _topics() -> None:
    op.create_table(
        "topics",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        _code("named_by"),
        sa.Column("cell", sa.Text(), nullable=False),
        _code("category"),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("spot", sa.Text(), nullable=False),
        _moment("first_seen"),
        _moment("last_seen"),
        sa.Column("days", postgresql.JSONB(), nullable=False),
        sa.Column("tickets", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Float(), nullable=False),
        sa.Column("growth", sa.Float(), nullable=False),
        sa.Column("chance", sa.Float(), nullable=False),
        sa.Column("units", postgresql.JSONB(), nullable=False),
        _moment("found_at"),
        sa.Column("merged_into", sa.BigInteger(), nullable=True),
        sa.Column("dismissed_why", sa.Text(), nullable=True),
        _code("dismissed_by"),
        _moment("dismissed_at", nullable=True),
        sa.CheckConstraint(_one_of("kind", KINDS), name="ck_topics_topickind"),
        sa.CheckConstraint(_one_of("state", STATES), name="ck_topics_topicstate"),
        sa.CheckConstraint("(state = 'merged') = (merged_into is not null)", name="ck_topics_merged_into_if_merged"),
        sa.CheckConstraint("state <> 'dismissed' or dismissed_why is not null", name="ck_topics_why_if_dismissed"),
        sa.ForeignKeyConstraint(["region"], ["regions.code"], name="fk_topics_region_regions"),
        sa.ForeignKeyConstraint(["merged_into"], ["topics.id"], name="fk_topics_merged_into_topics"),
        sa.PrimaryKeyConstraint("id", name="pk_topics"),
    )
    op.create_index("ix_topics_cell", "topics", ["cell"], unique=False)
    op.create_index("ix_topics_state_region", "topics", ["state", "region"], unique=False)
    op.create_index("ix_topics_last_seen", "topics", ["last_seen"], unique=False)


def _topic_tickets() -> None:
    op.create_table(
        "topic_tickets",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        _code("placed_by"),
        _code("taken_out"),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name="fk_topic_tickets_topic_id_topics"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_topic_tickets_ticket_id_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_topic_tickets"),
    )
    op.create_index("ix_topic_tickets_topic_id_ticket_id", "topic_tickets", ["topic_id", "ticket_id"], unique=True)
    op.create_index("ix_topic_tickets_ticket_id", "topic_tickets", ["ticket_id"], unique=False)


def _warnings() -> None:
    op.create_table(
        "early_warnings",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("level", sa.String(length=32), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("tickets", sa.Integer(), nullable=False),
        _moment("raised_at"),
        sa.Column("told", postgresql.JSONB(), nullable=False),
        _moment("acknowledged_at", nullable=True),
        _code("acknowledged_by"),
        _moment("escalated_at", nullable=True),
        sa.Column("verdict", sa.String(length=32), nullable=True),
        _moment("verdict_at", nullable=True),
        _code("verdict_by"),
        sa.CheckConstraint(_one_of("level", LEVELS), name="ck_early_warnings_warninglevel"),
        sa.CheckConstraint(_one_of("verdict", VERDICTS), name="ck_early_warnings_verdict"),
        sa.CheckConstraint("(verdict is null) = (verdict_at is null)", name="ck_early_warnings_verdict_has_a_moment"),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name="fk_early_warnings_topic_id_topics"),
        sa.ForeignKeyConstraint(["region"], ["regions.code"], name="fk_early_warnings_region_regions"),
        sa.PrimaryKeyConstraint("id", name="pk_early_warnings"),
    )
    op.create_index("ix_early_warnings_topic_id", "early_warnings", ["topic_id"], unique=False)
    op.create_index("ix_early_warnings_raised_at", "early_warnings", ["raised_at"], unique=False)


def downgrade() -> None:
    op.drop_constraint("ck_tickets_archived_from", "tickets")
    op.drop_column("tickets", "archived_from")
    for table in ("early_warnings", "topic_tickets", "topics", "demand_readings"):
        op.drop_table(table)
