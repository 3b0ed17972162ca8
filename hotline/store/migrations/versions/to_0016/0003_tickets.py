"""Tickets (工单)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.execute(sa.schema.CreateSequence(sa.Sequence("ticket_numbers")))
    op.create_table(
        "tickets",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "registered",
                "queued",
                "dispatched",
                "handling",
                "replied",
                "callback",
                "closed",
                "guided",
                "transferred",
                "void",
                "withdrawn",
                "archived",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "channel",
            sa.Enum(
                "phone",
                "mengsuban",
                "website",
                "wechat",
                "mini_program",
                "sms",
                "weibo",
                "email",
                "letter",
                "visit",
                "counter",
                "leader_mailbox",
                "message_board",
                "rating",
                "supervision_platform",
                "petition",
                "media",
                "proposal",
                "police_110",
                "other_hotline",
                "enterprise_desk",
                "import",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("external_id", sa.String(length=64), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("region", sa.String(length=12), nullable=False),
        sa.Column("region_chosen", sa.Boolean(), nullable=False),
        sa.Column(
            "requester_kind",
            sa.Enum(
                "citizen", "enterprise", name="requesterkind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("requester_id", sa.Uuid(), nullable=True),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("category", sa.String(length=64), nullable=True),
        sa.Column(
            "demand_type",
            sa.Enum(
                "consult",
                "help",
                "complaint",
                "report",
                "suggestion",
                "praise",
                "other",
                name="demandtype",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "urgency",
            sa.Enum(
                "ordinary",
                "urgent",
                "critical",
                "emergency",
                name="urgency",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("candidates", postgresql.JSONB(), nullable=False),
        sa.Column("waits_for", sa.Text(), nullable=False),
        sa.Column(
            "decided_by",
            sa.Enum(
                "machine", "agent", "dispatcher", name="decider", native_enum=False, create_constraint=True, length=32
            ),
            nullable=True,
        ),
        sa.Column("agency", sa.String(length=64), nullable=True),
        sa.Column("rule", sa.String(length=64), nullable=True),
        sa.Column("rule_edition", sa.String(length=64), nullable=True),
        sa.Column("model_edition", sa.String(length=64), nullable=True),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("limit", sa.String(length=64), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column(
            "satisfaction",
            sa.Enum("5", "4", "3", "2", "1", name="satisfaction", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column(
            "solved",
            sa.Enum("yes", "partly", "no", name="solved", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("redone", sa.SmallInteger(), nullable=False),
        sa.Column("sent_back", sa.SmallInteger(), nullable=False),
        sa.Column("registered_by", sa.String(length=64), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dispatched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("search", postgresql.TSVECTOR(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "agency is not null or state not in ('dispatched','handling','replied','callback')",
            name="ck_tickets_agency_if_dispatched",
        ),
        sa.CheckConstraint("region ~ '^[0-9]{2,6}$'", name="ck_tickets_region_code"),
        sa.CheckConstraint("state != 'closed' or reply is not null", name="ck_tickets_reply_if_closed"),
        sa.ForeignKeyConstraint(["agency"], ["agencies.code"], name="fk_tickets_agency_agencies"),
        sa.ForeignKeyConstraint(["region"], ["regions.code"], name="fk_tickets_region_regions"),
        sa.ForeignKeyConstraint(["requester_id"], ["requesters.id"], name="fk_tickets_requester_id_requesters"),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
        sa.UniqueConstraint("external_id", name="uq_tickets_external_id"),
        sa.UniqueConstraint("number", name="uq_tickets_number"),
    )
    op.create_index("ix_tickets_agency_state_due_at", "tickets", ["agency", "state", "due_at"], unique=False)
    op.create_index("ix_tickets_closed_at", "tickets", ["closed_at"], unique=False)
    op.create_index("ix_tickets_registered_at_region", "tickets", ["registered_at", "region"], unique=False)
    op.create_index("ix_tickets_requester_id", "tickets", ["requester_id"], unique=False)
    op.create_index("ix_tickets_search", "tickets", ["search"], unique=False, postgresql_using="gin")
    op.create_index("ix_tickets_state_region_id", "tickets", ["state", "region", "id"], unique=False)


def downgrade() -> None:
    op.drop_table("tickets")
    op.execute(sa.schema.DropSequence(sa.Sequence("ticket_numbers")))
