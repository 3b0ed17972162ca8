"""Who may enter where (门禁表): every route stands behind a row, by its blueprint; a test sees to it."""

from enum import StrEnum

from hotline.domain.permissions import Permission, permitted
from hotline.domain.vocabulary import Role

R = Role


class Door(StrEnum):
    """Doors that ask for something else than a role."""

    OPEN = "open"  # 不需登录：登录页、健康检查、静态资源
    SIGNED = "signed"  # 凭签名：蒙速办接口


STAFF = frozenset(set(Role) - {R.SYSTEM, R.REQUESTER})
SEES_TICKETS = STAFF - {R.ADMINISTRATOR, R.AUDITOR}

# fmt: off
DOORS: dict[str, frozenset[Role] | Door] = {
    "static":      Door.OPEN,
    "sign":        Door.OPEN,
    "health":      Door.OPEN,
    "mengsuban":   Door.SIGNED,
    "home":        STAFF,
    "live":        SEES_TICKETS,
    "tickets":     SEES_TICKETS,
    "agents":      frozenset({R.AGENT}),
    "dispatchers": frozenset({R.DISPATCHER}),
    "agencies":    frozenset({R.CLERK, R.HEAD}),
    "supervisors": frozenset({R.SUPERVISOR}),
    "analysts":    frozenset({R.ANALYST, R.SUPERVISOR, R.HEAD, R.OFFICER}),
    "admins":      frozenset({R.ADMINISTRATOR, R.AUDITOR}),
    "rules":       frozenset({R.ADMINISTRATOR, R.AUDITOR}),
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
    R.ADMINISTRATOR: "admins.agencies",
    R.AUDITOR:       "admins.audit",
}

MENU: tuple[tuple[str, str], ...] = (
    ("agents.desk",         "来电登记"),
    ("agents.mine",         "我的工单"),
    ("dispatchers.queue",   "待派单"),
    ("agencies.inbox",      "待办工单"),
    ("supervisors.room",    "审核督办"),
    ("watch.enterprises",   "企业盯办"),
    ("watch.rulings",       "裁定登记册"),
    ("tickets.found",       "工单检索"),
    ("analysts.dashboard",  "统计看板"),
    ("analysts.report",     "周报"),
    ("admins.agencies",     "单位名录"),
    ("rules.editions",      "规则改版"),
    ("admins.rules",        "规则与模型"),
    ("admins.people",       "人员岗位"),
    ("admins.audit",        "审计"),
)
# fmt: on


def door_of(endpoint: str) -> frozenset[Role] | Door:
    """The row for an endpoint; KeyError for a route that nobody gave a door."""
    return DOORS[endpoint.partition(".")[0]]


def menu_for(role: Role) -> list[tuple[str, str]]:
    """The menu of that role: what it may enter."""
    rows = ((endpoint, label, door_of(endpoint)) for endpoint, label in MENU)
    return [
        (endpoint, label)
        for endpoint, label, door in rows
        if not isinstance(door, Door)
        and role in door
        and (endpoint != "admins.audit" or permitted(role, Permission.SEE_AUDIT))
    ]
