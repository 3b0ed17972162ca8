"""What corrections replace, who wrote, whole earlier texts; indexes for upkeep (修订所替、参与编写、旧版全文、维护索引)."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0015"
down_revision = "0014"

# 审核前的稿子谁动过笔，审计里都有；已发布的，只记末了一位
EDITORS = """
update articles set editors = coalesce(
    (
        select jsonb_agg(distinct wrote.actor) from audit_entries wrote
        where articles.state in ('draft', 'review')
            and wrote.deed in ('draft_article', 'correct_article', 'edit_article')
            and wrote.about ->> 'article' = articles.id::text
    ),
    jsonb_build_array(written_by)
)
"""
# 原先以同名、同地区认修订稿；同一条有几份稿子的，认最早的一份
REPLACES = """
update articles made set replaces = corrected.id
from (
    select min(draft.id) as draft_id, shown.id
    from articles shown
    join articles draft on draft.title = shown.title and draft.region = shown.region
    where shown.state in ('published', 'expired') and draft.state in ('draft', 'review')
    group by shown.id
) corrected
where made.id = corrected.draft_id
"""
WORDING = "update article_revisions set wording = jsonb_build_object('body', body)"
AS_BEFORE = """
update articles made set title = shown.title, region = shown.region
from articles shown where made.replaces = shown.id
"""


def upgrade() -> None:
    op.add_column("articles", sa.Column("replaces", sa.BigInteger()))
    op.add_column("articles", sa.Column("editors", JSONB(), nullable=False, server_default="[]"))
    op.add_column("article_revisions", sa.Column("wording", JSONB(), nullable=False, server_default="{}"))
    op.alter_column("articles", "editors", server_default=None)
    op.alter_column("article_revisions", "wording", server_default=None)
    for filled in (EDITORS, REPLACES, WORDING):
        op.execute(filled)
    op.create_foreign_key("fk_articles_replaces_articles", "articles", "articles", ["replaces"], ["id"])
    op.create_index(
        "ix_articles_replaces", "articles", ["replaces"], unique=True, postgresql_where=sa.text("replaces is not null")
    )
    failed = sa.text("done_at is null and (attempts > 0 or dead_at is not null)")
    op.create_index("ix_deliveries_failed", "deliveries", ["job", "id"], postgresql_where=failed)
    path_ops = {"about": "jsonb_path_ops"}
    op.create_index(
        "ix_audit_entries_about", "audit_entries", ["about"], postgresql_using="gin", postgresql_ops=path_ops
    )


def downgrade() -> None:
    op.drop_index("ix_audit_entries_about", "audit_entries")
    op.drop_index("ix_deliveries_failed", "deliveries")
    op.execute(AS_BEFORE)
    op.drop_index("ix_articles_replaces", "articles")
    op.drop_constraint("fk_articles_replaces_articles", "articles", type_="foreignkey")
    op.drop_column("article_revisions", "wording")
    op.drop_column("articles", "editors")
    op.drop_column("articles", "replaces")
