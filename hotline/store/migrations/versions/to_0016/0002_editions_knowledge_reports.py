"""Editions of rules and model, the knowledge base, report snapshots (版本、知识库、报告)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "rule_editions",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("edition", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "candidate",
                "current",
                "retired",
                name="editionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("texts", postgresql.JSONB(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("published_by", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rule_editions"),
        sa.UniqueConstraint("edition", name="uq_rule_editions_edition"),
    )
    op.create_index(
        "uq_rule_editions_current",
        "rule_editions",
        ["state"],
        unique=True,
        postgresql_where=sa.text("state = 'current'"),
    )
    op.create_table(
        "model_editions",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("edition", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "candidate",
                "current",
                "retired",
                name="editionstate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("metrics", postgresql.JSONB(), nullable=False),
        sa.Column("published_by", sa.String(length=64), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_model_editions"),
        sa.UniqueConstraint("edition", name="uq_model_editions_edition"),
    )
    op.create_index(
        "uq_model_editions_current",
        "model_editions",
        ["state"],
        unique=True,
        postgresql_where=sa.text("state = 'current'"),
    )
    op.create_table(
        "articles",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("questions", postgresql.JSONB(), nullable=False),
        sa.Column("category", sa.String(length=64), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("grade", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                "expired",
                name="articlestate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search", postgresql.TSVECTOR(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["region"], ["regions.code"], name="fk_articles_region_regions"),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
    )
    op.create_index("ix_articles_search", "articles", ["search"], unique=False, postgresql_using="gin")
    op.create_table(
        "article_revisions",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("article_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_by", sa.String(length=64), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_article_revisions_article_id_articles"),
        sa.PrimaryKeyConstraint("id", name="pk_article_revisions"),
    )
    op.create_index("ix_article_revisions_article_id", "article_revisions", ["article_id"], unique=False)
    op.create_table(
        "weekly_reports",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("figures", postgresql.JSONB(), nullable=False),
        sa.Column("drawn_up_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("drawn_up_by", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["region"], ["regions.code"], name="fk_weekly_reports_region_regions"),
        sa.PrimaryKeyConstraint("id", name="pk_weekly_reports"),
    )
    op.create_index("ix_weekly_reports_region_starts_on", "weekly_reports", ["region", "starts_on"], unique=True)
    op.create_table(
        "demand_hotspots",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("category", sa.String(length=64), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("demands", sa.Integer(), nullable=False),
        sa.Column("usual", sa.Float(), nullable=False),
        sa.Column("enterprises", sa.Integer(), nullable=False),
        sa.Column("heat", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["region"], ["regions.code"], name="fk_demand_hotspots_region_regions"),
        sa.PrimaryKeyConstraint("id", name="pk_demand_hotspots"),
    )
    op.create_index(
        "ix_demand_hotspots_starts_on_category_region",
        "demand_hotspots",
        ["starts_on", "category", "region"],
        unique=True,
    )
    op.create_index("ix_demand_hotspots_starts_on_region", "demand_hotspots", ["starts_on", "region"], unique=False)
    op.create_table(
        "demand_feeds",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("feed_id", sa.String(length=64), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("payload", postgresql.JSONB(), nullable=False),
        sa.Column("composed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_demand_feeds"),
        sa.UniqueConstraint("feed_id", name="uq_demand_feeds_feed_id"),
    )


def downgrade() -> None:
    op.drop_table("demand_feeds")
    op.drop_table("demand_hotspots")
    op.drop_table("weekly_reports")
    op.drop_table("article_revisions")
    op.drop_table("articles")
    op.drop_table("model_editions")
    op.drop_table("rule_editions")
