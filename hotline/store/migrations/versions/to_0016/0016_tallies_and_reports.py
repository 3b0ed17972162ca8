"""Counts by day, reports of every kind with approval and corrections, imports of old tickets (日累计、统计报告、历史导入)."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0016"
down_revision = "0015"

KINDS = ("daily", "weekly", "monthly", "special")
STATES = ("drawn_up", "approved", "published")
# 列、类型、已有各行（都是自治区和盟市周报）的值
ADDED: tuple[tuple[str, sa.types.TypeEngine[Any], str], ...] = (
    ("kind", sa.String(length=32), "'weekly'"),
    ("cut", sa.SmallInteger(), "0"),
    ("number", sa.Integer(), "extract(week from starts_on)::int"),
    ("total", sa.Integer(), "0"),
    ("state", sa.String(length=32), "'drawn_up'"),
    ("title", sa.Text(), "coalesce(figures ->> 'title', '周报')"),
    ("definitions", sa.String(length=64), "''"),
    ("commentary", postgresql.JSONB(), "'{}'::jsonb"),
    ("corrections", postgresql.JSONB(), "'[]'::jsonb"),
)
LATER: tuple[tuple[str, sa.types.TypeEngine[Any]], ...] = (
    ("written_by", sa.String(length=64)),
    ("approved_at", sa.DateTime(timezone=True)),
    ("approved_by", sa.String(length=64)),
    ("published_at", sa.DateTime(timezone=True)),
    ("published_by", sa.String(length=64)),
)


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def upgrade() -> None:
    op.create_table(
        "daily_tallies",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("facet", sa.String(length=16), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("counts", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_daily_tallies"),
    )
    op.create_index("uq_daily_tallies_cell", "daily_tallies", ["day", "facet", "region", "code"], unique=True)
    op.create_index("ix_daily_tallies_facet_day", "daily_tallies", ["facet", "day"], unique=False)
    op.create_table(
        "tally_marks",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("step_id", sa.BigInteger(), nullable=False),
        sa.Column("followed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tally_marks"),
    )
    op.create_table(
        "report_runs",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("now_at", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed", sa.Text(), nullable=True),
        sa.CheckConstraint(_one_of("kind", KINDS), name="ck_report_runs_reportkind"),
        sa.PrimaryKeyConstraint("id", name="pk_report_runs"),
    )
    op.create_index("ix_assignments_given_at", "assignments", ["given_at"], unique=False)
    op.create_index("ix_tickets_contact_by", "tickets", ["contact_by"], unique=False)
    _history()
    _reports()


def _history() -> None:
    op.create_table(
        "history_imports",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("refusals", postgresql.JSONB(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("imported_by", sa.String(length=64), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_history_imports"),
    )
    op.create_index("uq_history_imports_digest", "history_imports", ["digest"], unique=True)


def _reports() -> None:
    op.rename_table("weekly_reports", "reports")
    op.execute("alter index pk_weekly_reports rename to pk_reports")
    op.execute("alter table reports rename constraint fk_weekly_reports_region_regions to fk_reports_region_regions")
    op.drop_index("ix_weekly_reports_region_starts_on", "reports")
    for name, kind, told in ADDED:
        op.add_column("reports", sa.Column(name, kind, nullable=True))
        op.execute(f"update reports set {name} = {told}")  # noqa: S608  列名与取值都写在上面的表里
        op.alter_column("reports", name, nullable=False)
    for name, kind in LATER:
        op.add_column("reports", sa.Column(name, kind, nullable=True))
    op.create_index("ix_reports_kind_region_starts_on", "reports", ["kind", "region", "starts_on"], unique=True)
    op.create_check_constraint("ck_reports_reportkind", "reports", _one_of("kind", KINDS))
    op.create_check_constraint("ck_reports_reportstate", "reports", _one_of("state", STATES))
    op.create_check_constraint(
        "ck_reports_approved_by_another", "reports", "approved_by is null or approved_by <> written_by"
    )
    op.create_check_constraint(
        "ck_reports_published_at_if_published", "reports", "state <> 'published' or published_at is not null"
    )


def downgrade() -> None:
    for name in ("published_at_if_published", "approved_by_another", "reportstate", "reportkind"):
        op.drop_constraint(f"ck_reports_{name}", "reports", type_="check")
    op.execute("delete from reports where kind <> 'weekly'")  # 旧表只容周报
    op.drop_index("ix_reports_kind_region_starts_on", "reports")
    for name, _ in (*LATER[::-1], *((name, kind) for name, kind, _ in ADDED[::-1])):
        op.drop_column("reports", name)
    op.create_index("ix_weekly_reports_region_starts_on", "reports", ["region", "starts_on"], unique=True)
    op.execute("alter table reports rename constraint fk_reports_region_regions to fk_weekly_reports_region_regions")
    op.execute("alter index pk_reports rename to pk_weekly_reports")
    op.rename_table("reports", "weekly_reports")
    op.drop_index("ix_tickets_contact_by", "tickets")
    op.drop_index("ix_assignments_given_at", "assignments")
    for table in ("history_imports", "report_runs", "tally_marks", "daily_tallies"):
        op.drop_table(table)
