"""Reports on enterprise demands alone are a kind of report (涉企专报)."""

from alembic import op

revision = "0022"
down_revision = "0021"

KINDS = ("daily", "weekly", "monthly", "special")
TABLES = ("reports", "report_runs")


def _one_of(kinds: tuple[str, ...]) -> str:
    return f"kind IN ({', '.join(repr(kind) for kind in kinds)})"


def _allow(kinds: tuple[str, ...]) -> None:
    for table in TABLES:
        op.drop_constraint(f"ck_{table}_reportkind", table)
        op.create_check_constraint(f"ck_{table}_reportkind", table, _one_of(kinds))


def upgrade() -> None:
    _allow((*KINDS, "enterprise"))


def downgrade() -> None:
    op.execute("delete from reports where kind = 'enterprise'")
    op.execute("delete from report_runs where kind = 'enterprise'")
    _allow(KINDS)
