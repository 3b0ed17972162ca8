"""Text messages: telephones of staff, messages that did not arrive; files that came with a step (短信、随附)."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("staff", sa.Column("phone_sealed", sa.Text(), nullable=True))
    op.add_column("messages", sa.Column("to_account", sa.String(64), nullable=True))
    op.add_column("messages", sa.Column("failed", sa.Text(), nullable=True))
    op.alter_column("messages", "acknowledged", existing_type=sa.String(64), nullable=True)
    op.add_column("attachments", sa.Column("step_id", sa.BigInteger(), sa.ForeignKey("steps.id"), nullable=True))
    op.create_index(
        "ix_messages_untold",
        "messages",
        ["sent_at"],
        postgresql_where=sa.text("acknowledged is null and to_account is null"),
    )


def downgrade() -> None:
    op.drop_index("ix_messages_untold", "messages")
    op.execute("update messages set acknowledged = '' where acknowledged is null")
    op.alter_column("messages", "acknowledged", existing_type=sa.String(64), nullable=False)
    op.drop_column("messages", "failed")
    op.drop_column("messages", "to_account")
    op.drop_column("attachments", "step_id")
    op.drop_column("staff", "phone_sealed")
