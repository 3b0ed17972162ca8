"""Enterprises, what of their tickets is stuck, and the money in it (企业台账、涉企要件、涉企金额)."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

SCALES = ("large", "medium", "small", "micro", "self_employed")
BOTTLENECKS = (
    "awareness", "application", "fulfilment", "approval", "enforcement", "factors", "payment", "other",
)  # fmt: skip
KINDS = ("claimed", "recovered")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def upgrade() -> None:
    op.create_table(
        "enterprises",
        sa.Column("uscc", sa.String(length=18), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("industry", sa.String(length=3), nullable=True),
        sa.Column("scale", sa.String(length=32), nullable=True),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("park", sa.Text(), nullable=True),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(length=64), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("uscc ~ '^[0-9A-HJ-NP-RTUW-Y]{18}$'", name="ck_enterprises_credit_code"),
        sa.CheckConstraint("industry ~ '^[A-T]([0-9]{2})?$'", name="ck_enterprises_industry_code"),
        sa.CheckConstraint(_one_of("scale", SCALES), name="ck_enterprises_scale"),
        sa.ForeignKeyConstraint(["region"], ["regions.code"], name="fk_enterprises_region_regions"),
        sa.PrimaryKeyConstraint("uscc", name="pk_enterprises"),
    )
    op.create_index("ix_enterprises_region", "enterprises", ["region"], unique=False)
    op.create_index("ix_enterprises_industry", "enterprises", ["industry"], unique=False)
    op.create_table(
        "enterprise_demands",
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("bottleneck", sa.String(length=32), nullable=True),
        sa.Column("chosen_by", sa.String(length=64), nullable=True),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(_one_of("bottleneck", BOTTLENECKS), name="ck_enterprise_demands_bottleneck"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_enterprise_demands_ticket_id_tickets"),
        sa.ForeignKeyConstraint(["uscc"], ["enterprises.uscc"], name="fk_enterprise_demands_uscc_enterprises"),
        sa.PrimaryKeyConstraint("ticket_id", name="pk_enterprise_demands"),
    )
    op.create_index("ix_enterprise_demands_uscc", "enterprise_demands", ["uscc"], unique=False)
    _amounts()


def _amounts() -> None:
    op.create_table(
        "amount_entries",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("yuan", sa.Numeric(precision=16, scale=2), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("entered_by", sa.String(length=64), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.String(length=64), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_why", sa.Text(), nullable=True),
        sa.CheckConstraint("yuan > 0", name="ck_amount_entries_more_than_nothing"),
        sa.CheckConstraint(
            "(withdrawn_at is null) = (withdrawn_by is null)", name="ck_amount_entries_withdrawn_by_somebody"
        ),
        sa.CheckConstraint(_one_of("kind", KINDS), name="ck_amount_entries_amountkind"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_amount_entries_ticket_id_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_amount_entries"),
    )
    op.create_index("ix_amount_entries_ticket_id", "amount_entries", ["ticket_id"], unique=False)


def downgrade() -> None:
    for table in ("amount_entries", "enterprise_demands", "enterprises"):
        op.drop_table(table)
