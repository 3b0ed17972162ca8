"""Steps and the words they brought, and who was given a ticket (流转、派单)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "steps",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column(
            "action",
            sa.Enum(
                "save",
                "register",
                "refer",
                "answer",
                "dispatch",
                "guide",
                "transfer",
                "void",
                "withdraw",
                "accept",
                "send_back",
                "reply",
                "approve",
                "redo",
                "close",
                "archive",
                name="action",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "before",
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
                name="before",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "after",
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
                name="after",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("actor", sa.String(length=64), nullable=False),
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
        sa.Column("brings", postgresql.JSONB(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_steps_ticket_id_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_steps"),
    )
    op.create_index("ix_steps_taken_at", "steps", ["taken_at"], unique=False)
    op.create_index("ix_steps_ticket_id", "steps", ["ticket_id"], unique=False)
    op.execute("create trigger append_only before update on steps for each row execute function refuse_change()")
    op.execute(
        """
        create function keep_steps() returns trigger language plpgsql as
        $$ begin
            if exists (select 1 from tickets where id = old.ticket_id and demo) then return old; end if;
            raise exception 'steps is append-only';
        end $$
        """
    )
    op.execute("create trigger kept before delete on steps for each row execute function keep_steps()")
    op.create_table(
        "notes",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("step_id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["step_id"], ["steps.id"], name="fk_notes_step_id_steps"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_notes_ticket_id_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
    )
    op.create_index("ix_notes_step_id", "notes", ["step_id"], unique=False)
    op.create_index("ix_notes_ticket_id", "notes", ["ticket_id"], unique=False)
    op.create_table(
        "assignments",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("agency", sa.String(length=64), nullable=False),
        sa.Column(
            "part",
            sa.Enum("lead", "co_handler", name="part", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column(
            "decided_by",
            sa.Enum(
                "machine", "agent", "dispatcher", name="decider", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("rule", sa.String(length=64), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["agency"], ["agencies.code"], name="fk_assignments_agency_agencies"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_assignments_ticket_id_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_assignments"),
    )
    op.create_index("ix_assignments_agency_ended_at", "assignments", ["agency", "ended_at"], unique=False)
    op.create_index("ix_assignments_ticket_id", "assignments", ["ticket_id"], unique=False)


def downgrade() -> None:
    op.drop_table("assignments")
    op.drop_table("notes")
    op.drop_table("steps")
    op.execute("drop function keep_steps")
