"""Special projects with milestones; the library of policies and who was told of them (专题、节点、政策、政策推送)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"

PROJECT_STATES = ("proposed", "approved", "under_way", "done", "reviewed", "dropped")
SOURCES = ("own", "hotspot", "topic")
POLICY_STATES = ("draft", "published", "expired")
PUSH_STATES = ("waiting", "told", "failed")


def _one_of(column: str, values: tuple[str, ...]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _code(name: str, length: int = 64, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _prose(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _lists(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, postgresql.JSONB(), nullable=False) for name in names]


def upgrade() -> None:
    _projects()
    op.create_table(
        "milestones",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("project_id", sa.BigInteger(), nullable=False),
        *_prose("what"),
        _code("agency"),
        sa.Column("due_on", sa.Date(), nullable=False),
        _moment("done_at", nullable=True),
        _code("done_by", nullable=True),
        *_prose("proof"),
        _code("added_by"),
        _moment("added_at"),
        sa.CheckConstraint("done_at is null or proof <> ''", name="ck_milestones_proof_if_done"),
        sa.ForeignKeyConstraint(["agency"], ["agencies.code"], name="fk_milestones_agency_agencies"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name="fk_milestones_project_id_projects"),
        sa.PrimaryKeyConstraint("id", name="pk_milestones"),
    )
    op.create_index("ix_milestones_project_id_due_on", "milestones", ["project_id", "due_on"])
    _policies()
    op.create_table(
        "policy_pushes",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("ticket_id", sa.BigInteger(), nullable=False),
        sa.Column("policy_id", sa.BigInteger(), nullable=False),
        *_lists("why"),
        _code("by"),
        _moment("at"),
        _code("state", 32),
        sa.CheckConstraint(_one_of("state", PUSH_STATES), name="ck_policy_pushes_pushstate"),
        sa.ForeignKeyConstraint(["policy_id"], ["policies.id"], name="fk_policy_pushes_policy_id_policies"),
        sa.ForeignKeyConstraint(["ticket_id"], ["tickets.id"], name="fk_policy_pushes_ticket_id_tickets"),
        sa.PrimaryKeyConstraint("id", name="pk_policy_pushes"),
    )
    op.create_index("ix_policy_pushes_ticket_id_policy_id", "policy_pushes", ["ticket_id", "policy_id"], unique=True)
    op.create_index("ix_policy_pushes_policy_id", "policy_pushes", ["policy_id"])


def _projects() -> None:
    op.create_table(
        "projects",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        *_prose("title"),
        _code("matter"),
        _code("region", 12),
        _code("source", 32),
        sa.Column("source_id", sa.BigInteger(), nullable=True),
        _code("lead"),
        *_lists("partners"),
        *_prose("goal"),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("begun_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        _code("state", 32),
        _code("written_by"),
        _moment("written_at"),
        *_lists("editors"),
        _code("approved_by", nullable=True),
        _code("finished_by", nullable=True),
        *_prose("result"),
        _code("reviewed_by", nullable=True),
        *_prose("verdict", "dropped_why"),
        *_lists("steps"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(_one_of("source", SOURCES), name="ck_projects_projectsource"),
        sa.CheckConstraint(_one_of("state", PROJECT_STATES), name="ck_projects_projectstate"),
        sa.CheckConstraint("approved_by is null or approved_by <> written_by", name="ck_projects_approved_by_another"),
        sa.CheckConstraint(
            "state not in ('approved', 'under_way') or approved_by is not null", name="ck_projects_approved_if_begun"
        ),
        sa.CheckConstraint(
            "state not in ('under_way', 'done', 'reviewed') or begun_on is not null",
            name="ck_projects_begun_if_under_way",
        ),
        sa.CheckConstraint("reviewed_by is null or reviewed_by <> finished_by", name="ck_projects_reviewed_by_another"),
        sa.ForeignKeyConstraint(["lead"], ["agencies.code"], name="fk_projects_lead_agencies"),
        sa.ForeignKeyConstraint(["region"], ["regions.code"], name="fk_projects_region_regions"),
        sa.PrimaryKeyConstraint("id", name="pk_projects"),
    )
    op.create_index("ix_projects_year_serial", "projects", ["year", "serial"], unique=True)
    op.create_index("ix_projects_region_state", "projects", ["region", "state"])
    op.create_index("ix_projects_lead", "projects", ["lead"])


def _policies() -> None:
    op.create_table(
        "policies",
        sa.Column("id", sa.BigInteger(), nullable=False),
        *_prose("title"),
        _code("document_number"),
        *_prose("issuer", "url"),
        *_lists("matters", "industries", "scales", "regions"),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        *_prose("summary"),
        _code("state", 32),
        _code("written_by"),
        _moment("written_at"),
        *_lists("editors"),
        _code("published_by", nullable=True),
        _moment("published_at", nullable=True),
        _code("expired_by", nullable=True),
        _moment("expired_at", nullable=True),
        *_prose("expired_why"),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(_one_of("state", POLICY_STATES), name="ck_policies_policystate"),
        sa.CheckConstraint(
            "state <> 'published' or published_by is not null", name="ck_policies_published_by_if_published"
        ),
        sa.CheckConstraint(
            "published_by is null or published_by <> written_by", name="ck_policies_published_by_another"
        ),
        sa.CheckConstraint("valid_until is null or valid_until >= valid_from", name="ck_policies_valid_in_order"),
        sa.PrimaryKeyConstraint("id", name="pk_policies"),
    )
    op.create_index("ix_policies_document_number_title", "policies", ["document_number", "title"], unique=True)
    op.create_index("ix_policies_state_valid_until", "policies", ["state", "valid_until"])


def downgrade() -> None:
    for table in ("policy_pushes", "policies", "milestones", "projects"):
        op.drop_table(table)
