"""A database as full as a region has it after a year (灌库): tickets by the hundred thousand, written set by set.

Texts are those of the project's own corpus, each at an invented place; who, where, when and how far are drawn so that
the newest two in a hundred are open, as in a hotline that keeps its deadlines. Units follow the rule tables.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import product
from typing import Any

from sqlalchemy import Connection, text

from classifier.corpus import read
from hotline.domain.searching import bigrams
from routing_rules import Demand, RuleBook

SEED = 12345
PLACES = 4000
SHORT = 14  # 字：标题
ROADS = (
    "昭乌达路",
    "新华大街",
    "兴安路",
    "锡林大街",
    "阿尔山路",
    "腾飞路",
    "巴彦路",
    "草原街",
    "哈萨尔路",
    "鄂尔多斯街",
)
QUARTERS = (
    "阳光",
    "金桥",
    "绿地",
    "恒泰",
    "和平",
    "丽景",
    "富强",
    "团结",
    "青城",
    "北苑",
    "东方",
    "万和",
    "民安",
    "学府",
)
KINDS = ("小区", "花园", "家园", "市场", "工业园", "嘎查", "新村", "商贸城")

TABLES = """
create temp table bases (i int primary key, category text, title text, body text, terms text[]);
create temp table spots (i int primary key, region text, place text, terms text[]);
create temp table routes (category text, region text, agency text, primary key (category, region));
"""
# 一年之内均匀登记；年龄大的都已了结
TICKETS = """
insert into tickets (
    id, number, state, channel, demo, title, text, address, region, region_chosen, requester_kind, requester_id,
    secret, language, category, demand_type, urgency, confidence, candidates, reasons, waits_for, decided_by, agency,
    rule, rule_edition, basis, explanation, "limit", due_at, provisional, next_stage, next_due_at, extended, reminded,
    pressed, problem, reply, satisfaction, solved, rating_excluded, called, redone, sent_back, registered_by,
    registered_at, dispatched_at, accepted_at, replied_at, closed_at, search, version
)
select n, to_char(at, 'YYYYMMDD') || lpad(n::text, 9, '0'), state, channel, false, title,
    place || '，' || body, place, region, true, kind, person, dice % 50 = 0, 'zh', category, demand_type,
    case when dice % 40 = 0 then 'urgent' else 'ordinary' end, 0.9, '[]', '{}',
    case when state = 'queued' then '把握不足' else '' end,
    case when given then 'machine' end, case when given then agency end, case when given then 'R100' end,
    case when given then '甲' end, '', '{}', case when given then '5工作日' end, case when given then at + interval '7 days' end, false,
    case state when 'registered' then 'dispatch' when 'queued' then 'dispatch' when 'dispatched' then 'accept'
        when 'handling' then 'close' when 'replied' then 'review' when 'callback' then 'callback' end,
    case when open then at + interval '7 days' end, 0, 0, 0, false,
    case when state in ('replied', 'callback', 'closed', 'guided') then '已派人到现场处理，问题已经解决，诉求人表示认可。' end,
    case when state = 'closed' then (array['5', '5', '4', '4', '3', '2'])[1 + dice % 6] end,
    case when state = 'closed' then (array['yes', 'yes', 'yes', 'partly', 'no'])[1 + dice % 5] end,
    false, 0, case when dice % 60 = 0 then 1 else 0 end, case when dice % 30 = 0 then 1 else 0 end, 'agent', at,
    case when given then at + interval '20 minutes' end, case when given then at + interval '3 hours' end,
    case when state in ('replied', 'callback', 'closed') then at + interval '4 days' end,
    case when not open then at + interval '5 days' end, array_to_tsvector(terms), 3
from (
    select drawn.*, bases.category, bases.title, bases.body, spots.place, spots.region, routes.agency,
        state not in ('registered', 'queued', 'guided', 'transferred', 'void') as given,
        state in ('registered', 'queued', 'dispatched', 'handling', 'replied', 'callback') as open,
        (select array(select distinct unnest(bases.terms || spots.terms))) as terms
    from (
        select n, (hashint4(n) & 2147483647) as dice,
            cast(:until as timestamptz) - (cast(:count as int) - n) * (interval '365 days' / cast(:count as int)) as at,
            case when n > :count * 0.98
                then (array['registered', 'queued', 'dispatched', 'dispatched', 'handling', 'handling', 'handling', 'handling', 'replied', 'callback'])
                    [1 + (hashint4(n) & 2147483647) % 10]
                when (hashint4(n) & 2147483647) % 100 < 93 then 'closed'
                when (hashint4(n) & 2147483647) % 100 < 97 then 'guided'
                when (hashint4(n) & 2147483647) % 100 < 99 then 'void' else 'transferred' end as state,
            (array['phone', 'phone', 'phone', 'phone', 'phone', 'mengsuban', 'mengsuban', 'wechat', 'website', 'visit'])
                [1 + (hashint4(n + 7) & 2147483647) % 10] as channel,
            case when (hashint4(n + 3) & 2147483647) % 10 < 3 then 'enterprise' else 'citizen' end as kind,
            (array['help', 'complaint', 'consult', 'complaint', 'report', 'suggestion'])
                [1 + (hashint4(n + 5) & 2147483647) % 6] as demand_type,
            people.id as person
        from generate_series(cast(:first as int), cast(:last as int)) as n
        join people on people.i = (hashint4(n + 11) & 2147483647) % :people
    ) drawn
    join bases on bases.i = (hashint4(n + 1) & 2147483647) % :bases
    join spots on spots.i = (hashint4(n + 2) & 2147483647) % :spots
    join routes on routes.category = bases.category and routes.region = spots.region
) made
"""
ASSIGNMENTS = """
insert into assignments (ticket_id, agency, part, decided_by, due_at, given_at, accepted_at, replied_at, ended_at)
select id, agency, 'lead', 'machine', due_at, dispatched_at, accepted_at, replied_at, closed_at
from tickets where agency is not null
"""
STEPS = """
insert into steps (ticket_id, action, before, after, actor, role, brings, changes, taken_at)
select id, 'register', 'draft', 'registered', 'agent', 'agent', cast('{}' as jsonb), cast('{}' as jsonb), registered_at from tickets
union all
select id, 'dispatch', 'registered', 'dispatched', 'system', 'system', '{}', '{}', dispatched_at
from tickets where dispatched_at is not null
union all
select id, 'accept', 'dispatched', 'handling', 'clerk', 'clerk', '{}', '{}', accepted_at
from tickets where accepted_at is not null and state <> 'dispatched'
union all
select id, 'close', 'callback', 'closed', 'agent', 'agent', '{}', '{}', closed_at from tickets where state = 'closed'
"""
PEOPLE = """
create temp table people as select i - 1 as i, gen_random_uuid() as id from generate_series(1, :people) as i;
insert into requesters (id, kind, phone_index, created_at)
select id, 'citizen', md5(i::text), now() from people;
create unique index on people (i)
"""
INDEXES = """
select indexrelid::regclass, pg_get_indexdef(indexrelid) from pg_index
where indrelid in ('tickets'::regclass, 'assignments'::regclass, 'steps'::regclass)
    and not exists (select from pg_constraint where conindid = indexrelid)
"""
# 行与行都取自同一批临时表，外键不必逐行再查；索引最后一次建成
QUICKLY = "set local session_replication_role = replica; set local maintenance_work_mem = '512MB'"
BATCH = 100_000


def fill(connection: Connection, rules: RuleBook, count: int) -> Iterator[int]:
    """Write so many tickets; answers after each batch how many there are.

    Args:
        connection: in a transaction of its own, on a house that holds rules and agencies and no ticket.
    """
    now, people = datetime.now(UTC), max(100, count // 3)
    for statement in TABLES.strip().split(";\n"):
        connection.execute(text(statement))
    bases, spots = _copy(connection, rules, now)
    for statement in PEOPLE.strip().split(";\n"):
        connection.execute(text(statement), {"people": people})
    indexes = _without_slow_indexes(connection)
    connection.execute(text(QUICKLY))
    drawn: dict[str, Any] = {"until": now, "count": count, "people": people, "bases": bases, "spots": spots}
    for first in range(1, count + 1, BATCH):
        last = min(count, first + BATCH - 1)
        connection.execute(text(TICKETS), {**drawn, "first": first, "last": last})
        yield last
    connection.execute(text("select setval(pg_get_serial_sequence('tickets', 'id'), :count)"), {"count": count})
    connection.execute(text("select setval('ticket_numbers', :count)"), {"count": count})
    connection.execute(text(ASSIGNMENTS))
    connection.execute(text(STEPS))
    for definition in indexes:
        connection.execute(text(definition))
    yield count


def _copy(connection: Connection, rules: RuleBook, now: datetime) -> tuple[int, int]:
    """What tickets are drawn from: texts, places, and which unit a category has in a region."""
    chance, force = random.Random(SEED), rules.on(now.date())
    known = set(rules.leaves)
    bases = [(row.category, row.title or row.text[:SHORT], row.text) for row in read() if row.category in known]
    regions = sorted(code for code in rules.directory.regions if len(code) == 6)
    spots = [(chance.choice(regions), _place(chance)) for _ in range(PLACES)]
    _rows(connection, "bases", ((i, *one, bigrams(f"{one[1]} {one[2]}")) for i, one in enumerate(bases)))
    _rows(connection, "spots", ((i, region, place, bigrams(place)) for i, (region, place) in enumerate(spots)))
    routes = []
    for category, region in product(rules.leaves, sorted({region for region, _ in spots})):
        route = force.route(Demand(category, region))
        if route is not None:
            routes.append((category, region, route.agency.code))
    _rows(connection, "routes", routes)
    return len(bases), len(spots)


def _place(chance: random.Random) -> str:
    quarter = f"{chance.choice(QUARTERS)}{chance.choice(QUARTERS)}{chance.choice(KINDS)}"
    return f"{chance.choice(ROADS)}{chance.randint(1, 300)}号{quarter}{chance.randint(1, 40)}号楼"


def _rows(connection: Connection, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    with connection.connection.cursor().copy(f"copy {table} from stdin") as copying:
        for row in rows:
            copying.write_row(row)


def _without_slow_indexes(connection: Connection) -> list[str]:
    """Drop what is slow to keep while rows pour in; answers the definitions by which it is made again."""
    found = connection.execute(text(INDEXES)).all()
    for name, _ in found:
        connection.execute(text(f"drop index {name}"))
    return [definition for _, definition in found]
