"""What each role may do apart from moving tickets (岗位权限表); moves stand in lifecycle.py."""

from enum import StrEnum

from hotline.domain.errors import Forbidden
from hotline.domain.vocabulary import Role


class Permission(StrEnum):
    """One thing that may be permitted (权限)."""

    SEE_PHONE = "see_phone"  # 看诉求人电话明文
    EXPORT = "export"  # 导出台账
    SEE_FIGURES = "see_figures"  # 看统计与周报
    DRAW_UP_REPORTS = "draw_up_reports"  # 生成周报
    SEE_SETTINGS = "see_settings"  # 看单位、规则、人员
    SEE_AUDIT = "see_audit"  # 看审计记录
    SUPERVISE = "supervise"  # 督办、提级、督办通知
    EDIT_RULES = "edit_rules"  # 起草、修改规则
    APPROVE_RULES = "approve_rules"  # 复核、发布、回退规则（不能批准自己起草的）


P, R = Permission, Role

# fmt: off
PERMITTED: dict[Permission, frozenset[Role]] = {
    P.SEE_PHONE:       frozenset({R.AGENT, R.SUPERVISOR, R.CLERK}),   # 承办人要联系诉求人；要求保密的工单除外
    P.EXPORT:          frozenset({R.SUPERVISOR, R.ANALYST}),
    P.SEE_FIGURES:     frozenset({R.ANALYST, R.SUPERVISOR, R.HEAD, R.OFFICER}),
    P.DRAW_UP_REPORTS: frozenset({R.ANALYST}),
    P.SEE_SETTINGS:    frozenset({R.ADMINISTRATOR, R.AUDITOR}),
    P.SEE_AUDIT:       frozenset({R.AUDITOR}),
    P.SUPERVISE:       frozenset({R.SUPERVISOR}),
    P.EDIT_RULES:      frozenset({R.ADMINISTRATOR}),
    P.APPROVE_RULES:   frozenset({R.ADMINISTRATOR}),
}
# fmt: on


def permitted(role: Role, permission: Permission) -> bool:
    """Whether this role has that permission."""
    return role in PERMITTED[permission]


def demand_permission(role: Role, permission: Permission) -> None:
    """Raise Forbidden unless this role has that permission."""
    if not permitted(role, permission):
        raise Forbidden(f"{role.label}没有这项权限")
