"""Regions, agencies, people, the audit register and used nonces (区划、单位、人员、审计)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "regions",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("parent", sa.String(length=12), nullable=True),
        sa.Column("level", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("area_code", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["parent"], ["regions.code"], name="fk_regions_parent_regions"),
        sa.PrimaryKeyConstraint("code", name="pk_regions"),
    )
    op.create_table(
        "agencies",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("function", sa.String(length=64), nullable=False),
        sa.Column("function_name", sa.String(length=64), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("grade", sa.String(length=64), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["region"], ["regions.code"], name="fk_agencies_region_regions"),
        sa.PrimaryKeyConstraint("code", name="pk_agencies"),
    )
    op.create_index("ix_agencies_region_function", "agencies", ["region", "function"], unique=False)
    op.create_table(
        "requesters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "citizen", "enterprise", name="requesterkind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("name_sealed", sa.Text(), nullable=True),
        sa.Column("phone_sealed", sa.Text(), nullable=True),
        sa.Column("phone_index", sa.String(length=64), nullable=True),
        sa.Column("identity_sealed", sa.Text(), nullable=True),
        sa.Column("identity_index", sa.String(length=64), nullable=True),
        sa.Column("company", sa.Text(), nullable=True),
        sa.Column("uscc", sa.String(length=64), nullable=True),
        sa.Column("mengsuban_id", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_requesters"),
        sa.UniqueConstraint("mengsuban_id", name="uq_requesters_mengsuban_id"),
    )
    op.create_index("ix_requesters_identity_index", "requesters", ["identity_index"], unique=False)
    op.create_index("ix_requesters_phone_index", "requesters", ["phone_index"], unique=False)
    op.create_index("ix_requesters_uscc", "requesters", ["uscc"], unique=False)
    op.create_table(
        "staff",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "system",
                "requester",
                "agent",
                "dispatcher",
                "clerk",
                "head",
                "officer",
                "supervisor",
                "analyst",
                "administrator",
                "auditor",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "agency is not null or role not in ('clerk', 'head')", name="ck_staff_unit_people_have_a_unit"
        ),
        sa.ForeignKeyConstraint(["agency"], ["agencies.code"], name="fk_staff_agency_agencies"),
        sa.ForeignKeyConstraint(["region"], ["regions.code"], name="fk_staff_region_regions"),
        sa.PrimaryKeyConstraint("id", name="pk_staff"),
        sa.UniqueConstraint("account", name="uq_staff_account"),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=64), nullable=False),
        sa.Column("deed", sa.String(length=64), nullable=False),
        sa.Column("about", postgresql.JSONB(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("chained", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_entries"),
    )
    op.create_index("ix_audit_entries_actor", "audit_entries", ["actor"], unique=False)
    op.create_index("ix_audit_entries_at", "audit_entries", ["at"], unique=False)
    op.execute(
        """
        create function refuse_change() returns trigger language plpgsql as
        $$ begin raise exception '% is append-only', tg_table_name; end $$
        """
    )
    op.execute(
        "create trigger append_only before update or delete on audit_entries for each row execute function refuse_change()"
    )
    op.execute("create trigger kept_whole before truncate on audit_entries execute function refuse_change()")
    op.create_table(
        "used_nonces",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("app", sa.String(length=64), nullable=False),
        sa.Column("nonce", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_used_nonces"),
    )
    op.create_index("ix_used_nonces_app_nonce", "used_nonces", ["app", "nonce"], unique=True)
    op.create_index("ix_used_nonces_used_at", "used_nonces", ["used_at"], unique=False)


def downgrade() -> None:
    op.execute("drop trigger append_only on audit_entries")
    op.execute("drop trigger kept_whole on audit_entries")
    op.execute("drop function refuse_change")
    op.drop_table("used_nonces")
    op.drop_table("audit_entries")
    op.drop_table("staff")
    op.drop_table("requesters")
    op.drop_table("agencies")
    op.drop_table("regions")
