"""The same tickets in django-helpdesk's own tables (同样的工单): poured from our database into its own, row for row.

It holds the same texts, in the same order and of the same age; what it has no column for is left out. Each ticket has
one follow-up, although ours have up to four steps: the reference is given the lighter load.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, text

NAME = "helpdesk"
OPEN, REOPENED, RESOLVED, CLOSED, DUPLICATE = range(1, 6)  # 它的工单状态
STATES = {
    "registered": OPEN,
    "queued": OPEN,
    "dispatched": OPEN,
    "handling": OPEN,
    "replied": RESOLVED,
    "callback": RESOLVED,
    "closed": CLOSED,
    "guided": CLOSED,
    "transferred": CLOSED,
    "void": DUPLICATE,
}

# 没有派出的没有经办人，其余由坐席分着办；队列是事项大类
TICKETS_OUT = """
copy (
    select id, left(title, 200), registered_at, coalesce(closed_at, replied_at, accepted_at, registered_at),
        'p' || left(requester_id::text, 8) || '@example.invalid',
        case when redone > 0 and state = 'handling' then %(reopened)s
            else (%(codes)s::int[])[array_position(%(states)s::text[], state)] end,
        false, text, reply, case when urgency = 'urgent' then 1 else 3 end, due_at,
        case when agency is not null then (%(agents)s::int[])[1 + id %% cardinality(%(agents)s::int[])] end,
        left(category, 2)::int, md5(id::text)
    from tickets order by id
) to stdout
"""
TICKETS_IN = """
copy helpdesk_ticket (id, title, created, modified, submitter_email, status, on_hold, description, resolution, priority,
    due_date, assigned_to_id, queue_id, secret_key) from stdin
"""
FOLLOW_UPS = """
insert into helpdesk_followup (date, title, comment, public, new_status, ticket_id, user_id)
select modified, case when resolution is null then '已受理' else '已答复' end, resolution, true, status, id, assigned_to_id
from helpdesk_ticket
"""
SEQUENCE = "select setval(pg_get_serial_sequence('helpdesk_ticket', 'id'), (select max(id) from helpdesk_ticket))"


def made(ours: Engine) -> Engine:
    """An engine on its own database beside ours, made if it is not there yet (另建一个库)."""
    with ours.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(text("select 1 from pg_database where datname = :name"), {"name": NAME}):
            connection.execute(text(f"create database {NAME}"))
    return create_engine(ours.url.set(database=NAME), isolation_level="AUTOCOMMIT")


def pour(source: Connection, target: Connection) -> Iterator[str]:
    """Fill its tables from ours, unless they hold as many tickets already; says how far it is.

    Args:
        target: commits each statement; its tables, queues and agents are made.
    """
    wanted = source.scalar(text("select count(*) from tickets"))
    if target.scalar(text("select count(*) from helpdesk_ticket")) == wanted:
        yield f"django-helpdesk 的库里已有同样的 {wanted:,} 件"
        return
    target.execute(text("truncate helpdesk_ticket, helpdesk_followup cascade"))
    target.execute(text("set session_replication_role = replica"))  # 灌库时不逐行查外键
    agents = list(target.scalars(text("select id from auth_user order by id")))
    mapped = {"reopened": REOPENED, "codes": list(STATES.values()), "states": list(STATES), "agents": agents}
    _carry(source, target, mapped)
    yield f"已抄入 django-helpdesk {wanted:,} 件"
    for statement in (FOLLOW_UPS, SEQUENCE, "reset session_replication_role", "vacuum analyze"):
        target.execute(text(statement))
    yield "django-helpdesk 的库整理完毕"


def _carry(source: Connection, target: Connection, mapped: Mapping[str, Any]) -> None:
    with (
        source.connection.cursor().copy(TICKETS_OUT, mapped) as out,
        target.connection.cursor().copy(TICKETS_IN) as into,
    ):
        for block in out:
            into.write(block)
