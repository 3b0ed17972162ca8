"""The migrations make exactly the tables that the records describe, and take them down again (表结构)."""

import re
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, Enum, create_engine, inspect, text
from sqlalchemy.exc import DatabaseError

from hotline.store import schema
from hotline.store.registers import REGISTERS, Record

NAME = "tables_of_the_schema_test"


@pytest.fixture(scope="module")
def own_database(equipment) -> Iterator[Engine]:
    """A database of its own in the same server."""
    with equipment.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"drop database if exists {NAME}"))
        connection.execute(text(f"create database {NAME}"))
    engine = create_engine(equipment.engine.url.set(database=NAME))
    yield engine
    engine.dispose()
    with equipment.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"drop database {NAME}"))


@pytest.fixture
def empty_database(own_database) -> Engine:
    """That database with nothing in it."""
    with own_database.begin() as connection:
        connection.execute(text("drop schema public cascade"))
        connection.execute(text("create schema public"))
    return own_database


def differences(engine: Engine) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return compare_metadata(context, Record.metadata)


def codes_allowed(engine: Engine, table: str, column: str) -> set[str]:
    """The codes that the database's check on that column lets in."""
    for check in inspect(engine).get_check_constraints(table):
        if check["sqltext"].startswith(f"{column}::") and "ANY (ARRAY" in check["sqltext"]:
            return set(re.findall(r"'([^']*)'", check["sqltext"]))
    return set()


def test_up_down_and_up_again_leaves_no_difference(empty_database):
    assert schema.current(empty_database) is None
    schema.upgrade(empty_database)
    assert schema.current(empty_database) == schema.head()
    assert differences(empty_database) == []
    schema.downgrade(empty_database, "base")
    assert set(inspect(empty_database).get_table_names()) == {"alembic_version"}
    assert inspect(empty_database).get_sequence_names() == []
    schema.upgrade(empty_database)
    assert schema.current(empty_database) == schema.head()
    assert differences(empty_database) == []


def test_each_migration_goes_up_and_down_one_by_one(empty_database):
    script = ScriptDirectory(str(schema.MIGRATIONS))
    revisions = [one.revision for one in script.walk_revisions()][::-1]
    for revision in revisions:
        schema.upgrade(empty_database, revision)
        assert schema.current(empty_database) == revision
    for revision in [*reversed(revisions[:-1]), "base"]:
        schema.downgrade(empty_database, revision)
    assert set(inspect(empty_database).get_table_names()) == {"alembic_version"}


def test_the_head_file_names_the_only_newest_migration():
    migrations = ScriptDirectory(str(schema.MIGRATIONS), recursive_version_locations=True)
    assert migrations.get_heads() == [schema.head()]


def test_the_database_lets_in_exactly_the_codes_of_the_vocabulary(empty_database):
    schema.upgrade(empty_database)
    coded = [
        column for table in Record.metadata.sorted_tables for column in table.columns if isinstance(column.type, Enum)
    ]
    assert len(coded) >= 15
    for column in coded:
        allowed = codes_allowed(empty_database, column.table.name, column.name)
        assert allowed == set(column.type.enums), str(column)


def test_every_register_is_a_table_and_every_table_a_register():
    assert {record.__tablename__ for record in REGISTERS} == set(Record.metadata.tables)


@pytest.mark.parametrize("change", ["update steps set actor = 'nobody'", "delete from steps"])
def test_the_database_refuses_to_change_or_delete_a_step(house, change):
    house.dispatched()
    with house.equipment.engine.connect() as connection, pytest.raises(DatabaseError, match="append-only"):
        connection.execute(text(change))


def test_refusing_triggers_are_there_after_a_fresh_upgrade(empty_database):
    schema.upgrade(empty_database)
    wanted = text(
        "select tgrelid::regclass::text as on_table from pg_trigger "
        "where tgname = 'append_only' and not tgisinternal and tgenabled = 'O' order by 1"
    )
    with empty_database.connect() as connection:
        assert list(connection.execute(wanted).scalars()) == ["audit_entries", "steps"]


BEFORE_0015 = """
    insert into regions (code, name, level, kind, area_code) values ('15', '内蒙古自治区', '自治区', '', '');
    insert into articles (title, body, questions, category, region, unit, materials, basis, grade, title_mn, body_mn, state,
        written_by, read, updated_at, search, version)
    select title, body, '[]', '0301', '15', '', '', '', 'D', '', '', state, written_by, 0, now(), '', 1
    from (values ('供热', '现行', 'published', 'analyst'), ('供热', '修订稿', 'review', 'second'),
        ('供热', '又一份', 'draft', 'third'), ('供水', '新稿', 'draft', 'analyst')) as said (title, body, state, written_by);
    insert into article_revisions (article_id, version, body, written_by, written_at) values (1, 1, '旧文', 'analyst', now());
    insert into audit_entries (at, actor, deed, about, address, chained) values
        (now(), 'first', 'correct_article', '{"article": 2}', '', ''), (now(), 'second', 'edit_article', '{"article": 2}', '', ''),
        (now(), 'reader', 'flag_article', '{"article": 2}', '', '')
"""


def test_corrections_under_way_are_known_by_what_they_replace_and_by_all_who_wrote_them(empty_database):
    schema.upgrade(empty_database, "0014")
    with empty_database.begin() as connection:
        connection.execute(text(BEFORE_0015))
    schema.upgrade(empty_database, "0015")
    with empty_database.begin() as connection:
        rows = connection.execute(text("select body, replaces, editors from articles order by id")).all()
        assert [tuple(row) for row in rows] == [
            ("现行", None, ["analyst"]), ("修订稿", 1, ["first", "second"]), ("又一份", None, ["third"]),
            ("新稿", None, ["analyst"]),
        ]  # fmt: skip
        assert connection.scalar(text("select wording from article_revisions")) == {"body": "旧文"}
        connection.execute(text("update articles set title = '改了标题' where id = 2"))
    schema.downgrade(empty_database, "0014")
    with empty_database.connect() as connection:
        assert connection.scalar(text("select title from articles where id = 2")) == "供热"
