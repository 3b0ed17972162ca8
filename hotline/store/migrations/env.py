"""Runs the migrations on the connection that hotline.store.schema hands over (迁移环境)."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], target_metadata=None)
with context.begin_transaction():
    context.run_migrations()
