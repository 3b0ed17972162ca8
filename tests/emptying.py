# ruff: noqa: S608 - 表名取自数据库自己的目录
"""A house emptied between tests: only what holds rows, for to truncate a hundred tables took longer than most tests."""

from functools import cache

from sqlalchemy import Connection, text

from hotline.equipment import Equipment

REFERRING = text("""
with recursive emptied(id) as (
    select cast(unnest(cast(:named as text[])) as regclass)::oid
    union select conrelid from pg_constraint join emptied on confrelid = emptied.id where contype = 'f'
)
select id::regclass::text from emptied order by 1
""")
NUMBERING = text("""
select distinct objid::regclass::text from pg_depend join pg_class on pg_class.oid = objid and relkind = 'S'
where deptype in ('a', 'i') and refobjid = any(cast(cast(:tables as text[]) as regclass[]))
""")


def empty(equipment: Equipment, named: str) -> None:
    """No row in these tables and in all that refer to them; numbering begins anew.

    Triggers and references sleep meanwhile: what may only be appended to is emptied too.
    """
    with equipment.engine.begin() as connection:
        tables, sequences = _known(connection, named)
        connection.execute(text("set local session_replication_role = replica"))
        for table in connection.scalars(text(_holding(tables))).all():
            connection.execute(text(f"delete from {table}"))
        connection.execute(
            text("select setval(one, 1, false) from unnest(cast(cast(:all as text[]) as regclass[])) as one"),
            {"all": list(sequences)},
        )


KNOWN: dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]] = {}


def _known(connection: Connection, named: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    key = (str(connection.engine.url), named)
    if key not in KNOWN:
        tables = tuple(connection.scalars(REFERRING, {"named": [one.strip() for one in named.split(",")]}))
        KNOWN[key] = tables, tuple(connection.scalars(NUMBERING, {"tables": list(tables)}))
    return KNOWN[key]


@cache
def _holding(tables: tuple[str, ...]) -> str:
    return " union all ".join(f"select '{one}' where exists (select from {one})" for one in tables)
