"""Words of reports (报告用语)."""

from hotline.domain.vocabulary import Term


class ReportKind(Term):
    """How often and for whom a report is made (报告种类)."""

    DAILY = "daily", "日报"
    WEEKLY = "weekly", "周报"
    MONTHLY = "monthly", "月报"
    SPECIAL = "special", "专报"


class ReportState(Term):
    """Where a report stands (报告状态)."""

    DRAWN_UP = "drawn_up", "待审定"
    APPROVED = "approved", "已审定"
    PUBLISHED = "published", "已发布"
