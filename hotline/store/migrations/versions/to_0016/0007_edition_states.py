"""An edition may have been refused by comparison, or rolled back from (未通过、已回退)."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TABLES = ("rule_editions", "model_editions")
BEFORE = ("candidate", "current", "retired")
AFTER = (*BEFORE, "refused", "rolled_back")


def upgrade() -> None:
    for table in TABLES:
        op.drop_constraint("editionstate", table, type_="check")
        op.create_check_constraint("editionstate", table, sa.column("state").in_(AFTER))


def downgrade() -> None:
    for table in TABLES:
        op.execute(sa.text(f"update {table} set state = 'retired' where state in ('refused', 'rolled_back')"))  # noqa: S608
        op.drop_constraint("editionstate", table, type_="check")
        op.create_check_constraint("editionstate", table, sa.column("state").in_(BEFORE))
