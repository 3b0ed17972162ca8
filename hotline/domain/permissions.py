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
    WRITE_REPORTS = "write_reports"  # 写按语、更正说明
    APPROVE_REPORTS = "approve_reports"  # 审定、发布报告（不能审定自己写的）
    SEE_SETTINGS = "see_settings"  # 看单位、规则、人员
    SEE_AUDIT = "see_audit"  # 看审计记录
    ANNOUNCE = "announce"  # 登记、结束已知事件
    SUPERVISE = "supervise"  # 督办、提级、督办通知
    JUDGE_TOPICS = "judge_topics"  # 签收、核实预警，改名、合并、拆分、排除热点
    EDIT_RULES = "edit_rules"  # 起草、修改规则
    SHARE_TEMPLATES = "share_templates"  # 维护全区通用的答复模板
    APPROVE_RULES = "approve_rules"  # 复核、发布、回退规则（不能批准自己起草的）
    MANAGE_PEOPLE = "manage_people"  # 新增、变更、停用人员，重设密码（审计员除外）
    WRITE_ARTICLES = "write_articles"  # 起草、修改知识（单位人员限本单位的条目，不在此列）
    REVIEW_ARTICLES = "review_articles"  # 发布、退回、宣布失效、续期知识（不能发布自己写的）
    KEEP_ENTERPRISES = "keep_enterprises"  # 登记、更正企业信息
    NOTE_AMOUNTS = "note_amounts"  # 登记涉企金额、选堵点环节
    REVIEW_FEEDS = "review_feeds"  # 复核、发布、撤改、重发热点回流（不能发布自己改过的）
    MANAGE_SUBSCRIBERS = "manage_subscribers"  # 管理订阅方、密钥，重发订阅消息
    PROPOSE_PROJECTS = "propose_projects"  # 提出、修改专题，增减节点
    APPROVE_PROJECTS = "approve_projects"  # 批准、评估专题（不能批准自己写的、评估自己报的）
    WRITE_POLICIES = "write_policies"  # 录入、导入、修改政策
    PUBLISH_POLICIES = "publish_policies"  # 发布、宣布失效、恢复政策（不能发布自己写的）
    PUSH_POLICIES = "push_policies"  # 把政策推送给企业
    RUN_QUEUES = "run_queues"  # 看后台队列，重办、放弃失败的事项


P, R = Permission, Role

# fmt: off
PERMITTED: dict[Permission, frozenset[Role]] = {
    P.SEE_PHONE:       frozenset({R.AGENT, R.SUPERVISOR, R.CLERK}),   # 承办人要联系诉求人；要求保密的工单除外
    P.EXPORT:          frozenset({R.SUPERVISOR, R.ANALYST}),
    P.SEE_FIGURES:     frozenset({R.ANALYST, R.SUPERVISOR, R.HEAD, R.OFFICER}),
    P.DRAW_UP_REPORTS: frozenset({R.ANALYST}),
    P.WRITE_REPORTS:   frozenset({R.ANALYST}),
    P.APPROVE_REPORTS: frozenset({R.SUPERVISOR, R.HEAD}),
    P.SEE_SETTINGS:    frozenset({R.ADMINISTRATOR, R.AUDITOR}),
    P.SEE_AUDIT:       frozenset({R.AUDITOR}),
    P.ANNOUNCE:        frozenset({R.AGENT, R.DISPATCHER, R.SUPERVISOR}),
    P.SUPERVISE:       frozenset({R.SUPERVISOR}),
    P.JUDGE_TOPICS:    frozenset({R.ANALYST, R.SUPERVISOR}),
    P.EDIT_RULES:      frozenset({R.ADMINISTRATOR}),
    P.SHARE_TEMPLATES: frozenset({R.SUPERVISOR}),
    P.APPROVE_RULES:   frozenset({R.ADMINISTRATOR}),
    P.MANAGE_PEOPLE:   frozenset({R.ADMINISTRATOR}),
    P.WRITE_ARTICLES:  frozenset({R.ANALYST, R.SUPERVISOR, R.ADMINISTRATOR}),
    P.REVIEW_ARTICLES: frozenset({R.SUPERVISOR, R.ADMINISTRATOR}),
    P.KEEP_ENTERPRISES: frozenset({R.OFFICER, R.ANALYST}),
    P.NOTE_AMOUNTS:    frozenset({R.OFFICER, R.ANALYST, R.CLERK}),
    P.REVIEW_FEEDS:    frozenset({R.SUPERVISOR, R.ANALYST}),
    P.MANAGE_SUBSCRIBERS: frozenset({R.ADMINISTRATOR}),
    P.PROPOSE_PROJECTS: frozenset({R.ANALYST, R.SUPERVISOR}),
    P.APPROVE_PROJECTS: frozenset({R.SUPERVISOR}),
    P.WRITE_POLICIES:  frozenset({R.ANALYST, R.SUPERVISOR, R.OFFICER}),
    P.PUBLISH_POLICIES: frozenset({R.SUPERVISOR}),
    P.PUSH_POLICIES:   frozenset({R.OFFICER, R.SUPERVISOR, R.AGENT}),
    P.RUN_QUEUES:      frozenset({R.ADMINISTRATOR}),
}
# fmt: on


def permitted(role: Role, permission: Permission) -> bool:
    """Whether this role has that permission."""
    return role in PERMITTED[permission]


def demand_permission(role: Role, permission: Permission) -> None:
    """Raise Forbidden unless this role has that permission."""
    if not permitted(role, permission):
        raise Forbidden(f"{role.label}没有这项权限")
