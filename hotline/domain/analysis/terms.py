"""Words of reports and warnings (报告、预警用语)."""

from hotline.domain.vocabulary import Term


class ReportKind(Term):
    """How often and for whom a report is made (报告种类)."""

    DAILY = "daily", "日报"
    WEEKLY = "weekly", "周报"
    MONTHLY = "monthly", "月报"
    SPECIAL = "special", "专报"
    ENTERPRISE = "enterprise", "涉企专报"


class ReportState(Term):
    """Where a report stands (报告状态)."""

    DRAWN_UP = "drawn_up", "待审定"
    APPROVED = "approved", "已审定"
    PUBLISHED = "published", "已发布"


class TopicKind(Term):
    """Why a topic is one (热点种类)."""

    COMMON = "common", "高频共性"
    SEASONAL = "seasonal", "季节周期"
    RISK = "risk", "风险苗头"


class TopicState(Term):
    """Where a topic stands (热点状态)."""

    NEW = "new", "新发现"
    ONGOING = "ongoing", "持续中"
    ENDED = "ended", "已平息"
    MERGED = "merged", "已合并"
    DISMISSED = "dismissed", "已排除"


class WarningLevel(Term):
    """How grave a warning is, and so who is told (预警等级)."""

    NOTICE = "notice", "提示"
    SERIOUS = "serious", "较重"
    GRAVE = "grave", "严重"


class Verdict(Term):
    """Whether a warning was right, said afterwards by a person (预警核实)."""

    TRUE = "true", "属实"
    FALSE = "false", "误报"
