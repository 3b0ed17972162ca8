"""Why a ticket was judged so is kept with it (判断理由)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column(
        "tickets", sa.Column("reasons", postgresql.JSONB(), nullable=False, server_default=sa.text("'{}'::jsonb"))
    )
    op.alter_column("tickets", "reasons", server_default=None)


def downgrade() -> None:
    op.drop_column("tickets", "reasons")
