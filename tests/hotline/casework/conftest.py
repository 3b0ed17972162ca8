"""What the tests of the verbs share: the whole house as rows, to see that a refusal left nothing behind."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from factories import House

TABLES = ("tickets", "steps", "notes", "assignments", "calls", "deliveries", "requesters")
Rows = Callable[..., list[dict[str, Any]]]


@pytest.fixture
def rows(house: House) -> Rows:
    """The rows of a table as the database has them, past every scope."""

    def read(table: str) -> list[dict[str, Any]]:
        assert table in TABLES
        with house.equipment.engine.connect() as connection:
            found = connection.execute(text(f"select * from {table} order by 1"))  # noqa: S608
            return [dict(row) for row in found.mappings()]

    return read


@pytest.fixture
def all_rows(rows: Rows) -> Callable[[], dict[str, list[dict[str, Any]]]]:
    """Every row of every table that a verb may write."""
    return lambda: {table: rows(table) for table in TABLES}
