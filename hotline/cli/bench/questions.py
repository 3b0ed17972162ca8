# ruff: noqa: S608 - 拼进去的只有写在本文件里的条件
"""The questions of the history as plain SQL on PostgreSQL (历史问题的 SQL 写法): the reference, and the check."""

# 名称：(怎么问历史底表, 同一问题的 SQL)；参数 :year、:until 由问的人给
LOCAL = "timezone('Asia/Shanghai', registered_at)"
OF_YEAR = (
    "registered_at >= make_timestamptz(:year, 1, 1, 0, 0, 0, 'Asia/Shanghai')"
    " and registered_at < make_timestamptz(:year + 1, 1, 1, 0, 0, 0, 'Asia/Shanghai') and state <> 'draft'"
)
TWO_YEARS = OF_YEAR.replace("make_timestamptz(:year, ", "make_timestamptz(:year - 1, ")
SQL: dict[str, str] = {
    "weekly_trend": (
        f"select date_trunc('week', {LOCAL})::date as week, count(*) as received,"
        " count(*) filter (where requester_kind = 'enterprise') as enterprise"
        " from tickets where state <> 'draft' group by 1 order by 1"
    ),
    "handling_hours": (
        "select category, count(*) as answered, percentile_cont(0.9) within group"
        " (order by extract(epoch from replied_at - registered_at)::float8 / 3600) as p90"
        f" from tickets where {OF_YEAR} and replied_at is not null and category is not null group by 1 order by 1"
    ),
    "requesters": (
        f"select region, count(distinct requester_id) as people from tickets where {OF_YEAR}"
        " and requester_id is not null group by 1 order by 1"
    ),
    "year_on_year": (
        "select left(region, 4) as league, left(category, 2) as branch,"
        f" count(*) filter (where extract(year from {LOCAL}) = :year) as now,"
        f" count(*) filter (where extract(year from {LOCAL}) < :year) as before"
        f" from tickets where {TWO_YEARS} and category is not null and registered_at < :until"
        f" and (extract(year from {LOCAL}) = :year"
        f" or {LOCAL} < timezone('Asia/Shanghai', cast(:until as timestamptz)) - interval '1 year')"
        " group by 1, 2 order by 1, 2"
    ),
    "on_time": (
        "select agency, count(*) as due, count(*) filter (where replied_at <= due_at) as in_time from tickets"
        " where due_at >= cast(:until as timestamptz) - interval '28 days' and due_at < :until"
        " and suspended_until is null and agency is not null and state <> 'draft' group by 1 order by 1"
    ),
}  # fmt: skip
CALLED: dict[str, str] = {
    "weekly_trend": "全部历史逐周受理",
    "handling_hours": "一年各事项办理时长九成分位",
    "requesters": "一年各地不同诉求人数",
    "year_on_year": "两年盟市×大类同比",
    "on_time": "四周各单位按时办结",
}
