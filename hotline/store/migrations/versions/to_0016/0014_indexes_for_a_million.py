"""Indexes and statistics by which lists, counts and searches stay quick over a million tickets (百万件的索引)."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

# 索引、列、附带的列、条件
INDEXES: tuple[tuple[str, list[str | sa.TextClause], list[str], str], ...] = (
    ("ix_tickets_state_id", ["state", "id"], [], ""),
    ("ix_tickets_category_id", ["category", "id"], [], ""),
    ("ix_tickets_branch_id", [sa.text('"left"(category::text, 2)'), "id"], [], ""),
    ("ix_tickets_region_id", ["region", "id"], [], ""),
    ("ix_tickets_league_id", [sa.text('"left"(region::text, 4)'), "id"], [], ""),
    ("ix_tickets_channel_id", ["channel", "id"], [], ""),
    ("ix_tickets_agency_id", ["agency", "id"], [], ""),
    ("ix_tickets_standing", ["state", "region", "id"], ["registered_by"], ""),
    ("ix_tickets_overdue", ["due_at"], [], "state in ('dispatched', 'handling')"),
    ("ix_tickets_supervised", ["id"], [], "supervised is not null"),
    ("ix_tickets_suspended", ["suspended_until"], [], "suspended_until is not null"),
    ("ix_tickets_received", ["registered_at", "region"], ["state", "registered_by", "id"], ""),
    ("ix_tickets_due_at", ["due_at"], [], ""),
    ("ix_tickets_dispatched_at", ["dispatched_at"], [], ""),
)
REPLACED = (
    ("ix_tickets_state_region_id", ["state", "region", "id"]),
    ("ix_tickets_registered_at_region", ["registered_at", "region"]),
)


def upgrade() -> None:
    for name, _ in REPLACED:
        op.drop_index(name, "tickets")
    for name, columns, include, where in INDEXES:
        condition = sa.text(where) if where else None
        op.create_index(name, "tickets", columns, postgresql_include=include or None, postgresql_where=condition)
    op.create_index("ix_steps_answered", "steps", ["ticket_id"], postgresql_where=sa.text("action = 'answer'"))
    op.execute("alter table tickets alter column search set statistics 500")  # 常见词记到五千个，罕见词才认得出


def downgrade() -> None:
    op.execute("alter table tickets alter column search set statistics -1")
    op.drop_index("ix_steps_answered", "steps")
    for name, _, _, _ in reversed(INDEXES):
        op.drop_index(name, "tickets")
    for name, columns in REPLACED:
        op.create_index(name, "tickets", columns)
