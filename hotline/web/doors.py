"""Who may enter where (门禁表): every route stands behind a row, by its blueprint; a test sees to it."""

from enum import StrEnum

from hotline.domain.vocabulary import Role

R = Role


class Door(StrEnum):
    """Doors that ask for something else than a role."""

    OPEN = "open"  # 不需登录：登录页、健康检查、静态资源
    SIGNED = "signed"  # 凭签名：蒙速办接口、蒙速办打开的链接
    CITIZEN = "citizen"  # 凭蒙速办签名的链接进来的诉求人：只见自己的诉求


STAFF = frozenset(set(Role) - {R.SYSTEM, R.REQUESTER})
SEES_TICKETS = STAFF - {R.ADMINISTRATOR, R.AUDITOR}

# fmt: off
DOORS: dict[str, frozenset[Role] | Door] = {
    "static":      Door.OPEN,
    "embed":       Door.OPEN,
    "sign":        Door.OPEN,
    "health":      Door.OPEN,
    "mengsuban":   Door.SIGNED,
    "api":         Door.SIGNED,
    "entry":       Door.SIGNED,
    "citizens":    Door.CITIZEN,
    "home":        STAFF,
    "password":    STAFF,
    "live":        SEES_TICKETS,
    "tickets":     SEES_TICKETS,
    "search":      SEES_TICKETS,
    "agents":      frozenset({R.AGENT}),
    "pop":         frozenset({R.AGENT}),
    "callroom":    frozenset({R.AGENT, R.DISPATCHER, R.SUPERVISOR}),
    "dispatchers": frozenset({R.DISPATCHER}),
    "agencies":    frozenset({R.CLERK, R.HEAD}),
    "templates":   frozenset({R.CLERK, R.HEAD, R.SUPERVISOR}),
    "supervisors": frozenset({R.SUPERVISOR}),
    "analysts":    frozenset({R.ANALYST, R.SUPERVISOR, R.HEAD, R.OFFICER}),
    "crossing":    frozenset({R.ANALYST, R.SUPERVISOR, R.HEAD, R.OFFICER}),
    "topics":      frozenset({R.ANALYST, R.SUPERVISOR, R.HEAD, R.OFFICER}),
    "dashboards":  frozenset({R.ANALYST, R.SUPERVISOR, R.HEAD, R.OFFICER}),
    "policies":    SEES_TICKETS,
    "projects":    frozenset({R.ANALYST, R.SUPERVISOR, R.CLERK, R.HEAD, R.OFFICER}),
    "admins":      frozenset({R.ADMINISTRATOR, R.AUDITOR}),
    "today":       frozenset({R.ADMINISTRATOR}),
    "people":      frozenset({R.ADMINISTRATOR, R.AUDITOR}),            # 审计员只能看
    "queues":      frozenset({R.ADMINISTRATOR}),
    "audit":       frozenset({R.AUDITOR}),                             # 三权分立：管理员不看审计，审计员不管人
    "rules":       frozenset({R.ADMINISTRATOR, R.AUDITOR}),
    "knowledge":   STAFF,
    "feeds":       frozenset({R.ANALYST, R.SUPERVISOR}),
    "subscribers": frozenset({R.ADMINISTRATOR}),
    "enterprises": SEES_TICKETS,
    "watch":       frozenset({R.OFFICER, R.SUPERVISOR, R.DISPATCHER, R.ANALYST}),
}

HOMES: dict[Role, str] = {
    R.AGENT:         "agents.desk",
    R.DISPATCHER:    "dispatchers.queue",
    R.CLERK:         "agencies.inbox",
    R.HEAD:          "agencies.inbox",
    R.OFFICER:       "watch.enterprises",
    R.SUPERVISOR:    "supervisors.room",
    R.ANALYST:       "analysts.dashboard",
    R.ADMINISTRATOR: "today.found",
    R.AUDITOR:       "audit.found",
}

MENU: tuple[tuple[str, str], ...] = (
    ("agents.desk",         "来电登记"),
    ("agents.mine",         "我的工单"),
    ("callroom.room",       "话务现场"),
    ("dispatchers.queue",   "待派单"),
    ("agencies.inbox",      "待办工单"),
    ("templates.listed",    "答复模板"),
    ("supervisors.room",    "审核督办"),
    ("watch.enterprises",   "企业盯办"),
    ("enterprises.listed",  "企业档案"),
    ("enterprises.analysis", "涉企分析"),
    ("watch.rulings",       "裁定登记册"),
    ("search.found",        "工单检索"),
    ("knowledge.found",     "知识库"),
    ("analysts.dashboard",  "统计看板"),
    ("analysts.report",     "报告"),
    ("crossing.table",      "交叉表"),
    ("topics.listed",       "热点预警"),
    ("projects.register",   "专题治理"),
    ("policies.library",    "政策库"),
    ("feeds.listed",        "热点回流"),
    ("today.found",         "今日待办"),
    ("people.found",        "人员岗位"),
    ("queues.found",        "后台队列"),
    ("subscribers.listed",  "消息订阅"),
    ("admins.agencies",     "基础数据"),
    ("rules.editions",      "规则改版"),
    ("audit.found",         "审计"),
)
# fmt: on


def door_of(endpoint: str) -> frozenset[Role] | Door:
    """The row for an endpoint; KeyError for a route that nobody gave a door."""
    return DOORS[endpoint.partition(".")[0]]


def menu_for(role: Role) -> list[tuple[str, str]]:
    """The menu of that role: what it may enter."""
    rows = ((endpoint, label, door_of(endpoint)) for endpoint, label in MENU)
    return [(endpoint, label) for endpoint, label, door in rows if not isinstance(door, Door) and role in door]
