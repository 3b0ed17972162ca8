"""Figures of leagues with platforms of their own, and how good the data of each week are (盟市报送、数据质量)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "outside_duties",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("days", sa.SmallInteger(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("grade", sa.String(length=64), nullable=False),
        sa.Column("set_by", sa.String(length=64), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["region"], ["regions.code"], name="fk_outside_duties_region_regions"),
        sa.PrimaryKeyConstraint("id", name="pk_outside_duties"),
    )
    running = sa.text("until is null")
    op.create_index("uq_outside_duties_running", "outside_duties", ["region"], unique=True, postgresql_where=running)
    op.create_table(
        "outside_figures",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("figures", postgresql.JSONB(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("brought_by", sa.String(length=64), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["region"], ["regions.code"], name="fk_outside_figures_region_regions"),
        sa.PrimaryKeyConstraint("id", name="pk_outside_figures"),
    )
    current = sa.text("replaced_at is null")
    op.create_index(
        "uq_outside_figures_current", "outside_figures", ["region", "starts_on"], unique=True, postgresql_where=current
    )
    op.create_index("ix_outside_figures_digest", "outside_figures", ["digest"], unique=False)
    op.create_table(
        "quality_counts",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("of_all", sa.Integer(), nullable=False),
        sa.Column("told", postgresql.JSONB(), nullable=False),
        sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["region"], ["regions.code"], name="fk_quality_counts_region_regions"),
        sa.PrimaryKeyConstraint("id", name="pk_quality_counts"),
    )
    op.create_index("uq_quality_counts_cell", "quality_counts", ["starts_on", "region", "code"], unique=True)
    op.create_index("ix_calls_started_at", "calls", ["started_at"], unique=False)  # 今日实况、接通率：只读一天、一周的


def downgrade() -> None:
    op.drop_index("ix_calls_started_at", "calls")
    for table in ("quality_counts", "outside_figures", "outside_duties"):
        op.drop_table(table)
