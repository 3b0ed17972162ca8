"""Weeks of demands, enterprises among them, are counted from the index alone (受理索引)."""

from alembic import op

revision = "0024"
down_revision = "0023"

NAME, COLUMNS, INCLUDED = "ix_tickets_received", ["registered_at", "region"], ["state", "registered_by", "id"]


def upgrade() -> None:
    op.drop_index(NAME, "tickets")
    op.create_index(NAME, "tickets", COLUMNS, postgresql_include=[*INCLUDED, "requester_kind"])


def downgrade() -> None:
    op.drop_index(NAME, "tickets")
    op.create_index(NAME, "tickets", COLUMNS, postgresql_include=INCLUDED)
