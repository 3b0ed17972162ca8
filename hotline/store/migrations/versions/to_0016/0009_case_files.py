"""What a ticket's file holds: requests, rulings, contacts, evidence, supervision (案卷)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"

TABLES = (
    "supervisions", "rating_appeals", "handling_forms", "contact_records", "agency_requests", "rulings", "recusals", "attachments", "rule_proposals",
)  # fmt: skip


def upgrade() -> None:
    op.execute(sa.schema.CreateSequence(sa.Sequence("ruling_numbers")))
    op.execute(sa.schema.CreateSequence(sa.Sequence("supervision_numbers")))
    op.create_table(
        "rule_proposals",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("category", sa.String(length=64), nullable=False),
        sa.Column("league", sa.String(length=64), nullable=False),
        sa.Column("from_function", sa.String(length=64), nullable=False),
        sa.Column("to_function", sa.String(length=64), nullable=False),
        sa.Column("level", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("numbers", postgresql.JSONB(), nullable=False),
        sa.Column("rulings", postgresql.JSONB(), nullable=False),
        sa.Column("about", postgresql.JSONB(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted", sa.String(length=64), nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_rule_proposals"),
    )
    op.create_index(
        "ix_rule_proposals_category_league_to_function",
        "rule_proposals",
        ["category", "league", "to_function"],
        unique=True,
    )
    op.create_table(
        "attachments",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media", sa.String(length=128), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_attachments_ticket_id_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_attachments"),
    )
    op.create_index("ix_attachments_ticket_id", "attachments", ["ticket_id"], unique=False)
    op.create_table(
        "recusals",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=True),
        sa.Column("account", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.CheckConstraint("(agency is null) <> (account is null)", name="ck_recusals_one_of_both"),
        sa.ForeignKeyConstraint(["agency"], ["agencies.code"], name="fk_recusals_agency_agencies"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_recusals_ticket_id_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_recusals"),
    )
    op.create_index("ix_recusals_account", "recusals", ["account"], unique=False)
    op.create_index("ix_recusals_agency", "recusals", ["agency"], unique=False)
    op.create_index("ix_recusals_ticket_id", "recusals", ["ticket_id"], unique=False)
    op.create_table(
        "rulings",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("category", sa.String(length=64), nullable=False),
        sa.Column("region", sa.String(length=64), nullable=False),
        sa.Column(
            "requester_kind",
            sa.Enum(
                "citizen", "enterprise", name="requesterkind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("function", sa.String(length=64), nullable=False),
        sa.Column("against", sa.String(length=64), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("rule", sa.String(length=64), nullable=True),
        sa.Column("rule_edition", sa.String(length=64), nullable=True),
        sa.Column("ruled_by", sa.String(length=64), nullable=False),
        sa.Column("ruled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search", postgresql.TSVECTOR(), nullable=False),
        sa.ForeignKeyConstraint(["agency"], ["agencies.code"], name="fk_rulings_agency_agencies"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_rulings_ticket_id_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_rulings"),
        sa.UniqueConstraint("number", name="uq_rulings_number"),
    )
    op.create_index("ix_rulings_category_region", "rulings", ["category", "region"], unique=False)
    op.create_index("ix_rulings_search", "rulings", ["search"], unique=False, postgresql_using="gin")
    op.create_index("ix_rulings_ticket_id", "rulings", ["ticket_id"], unique=False)
    op.create_table(
        "agency_requests",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("step_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "return",
                "extend",
                "suspend",
                "terminate",
                "consult",
                "relay",
                name="requestkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "granted",
                "ruled",
                "refused",
                "lapsed",
                name="requeststate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("agency", sa.String(length=64), nullable=True),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason_code", sa.String(length=64), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("suggests", sa.String(length=64), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("in_charge", sa.Text(), nullable=False),
        sa.Column("decide_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ruling", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name="fk_agency_requests_step_id_steps"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_agency_requests_ticket_id_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_agency_requests"),
    )
    op.create_index("ix_agency_requests_state_decide_by", "agency_requests", ["state", "decide_by"], unique=False)
    op.create_index("ix_agency_requests_ticket_id", "agency_requests", ["ticket_id"], unique=False)
    op.create_table(
        "contact_records",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("step_id", sa.BigInteger(), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=True),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column(
            "means",
            sa.Enum(
                "telephone",
                "visit",
                "meeting",
                "text",
                "app",
                "relayed",
                "exempt",
                name="means",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "reached",
            sa.Enum(
                "yes",
                "no_answer",
                "off",
                "wrong",
                "declined",
                name="reached",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("exemption", sa.String(length=64), nullable=True),
        sa.Column("spoken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name="fk_contact_records_step_id_steps"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_contact_records_ticket_id_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_contact_records"),
    )
    op.create_index("ix_contact_records_ticket_id", "contact_records", ["ticket_id"], unique=False)
    op.create_table(
        "handling_forms",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("step_id", sa.BigInteger(), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column(
            "truth",
            sa.Enum("true", "partly", "false", name="truth", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("beyond", sa.Boolean(), nullable=False),
        sa.Column(
            "solved",
            sa.Enum("yes", "partly", "no", name="solved", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("unsolved", sa.String(length=64), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name="fk_handling_forms_step_id_steps"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_handling_forms_ticket_id_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_handling_forms"),
    )
    op.create_index("ix_handling_forms_ticket_id", "handling_forms", ["ticket_id"], unique=False)
    op.create_table(
        "rating_appeals",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("step_id", sa.BigInteger(), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column("reason_code", sa.String(length=64), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "pending",
                "granted",
                "ruled",
                "refused",
                "lapsed",
                name="requeststate",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("decided_by is null or decided_by <> asked_by", name="ck_rating_appeals_decided_by_another"),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name="fk_rating_appeals_step_id_steps"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_rating_appeals_ticket_id_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_rating_appeals"),
    )
    op.create_index("ix_rating_appeals_ticket_id", "rating_appeals", ["ticket_id"], unique=True)
    op.create_table(
        "supervisions",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("step_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "daily",
                "listed",
                "summons",
                name="supervisionkind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("agency", sa.String(length=64), nullable=True),
        sa.Column("raised_by", sa.String(length=64), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_by", sa.String(length=64), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name="fk_supervisions_step_id_steps"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_supervisions_ticket_id_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_supervisions"),
        sa.UniqueConstraint("number", name="uq_supervisions_number"),
    )
    op.create_index("ix_supervisions_ticket_id", "supervisions", ["ticket_id"], unique=False)


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    op.execute(sa.schema.DropSequence(sa.Sequence("supervision_numbers")))
    op.execute(sa.schema.DropSequence(sa.Sequence("ruling_numbers")))
