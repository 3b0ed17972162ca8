"""What is done when (定时任务表): the one list that the clock process reads. Times are Beijing time."""

from dataclasses import dataclass

from hotline.domain.vocabulary import Lane
from hotline.jobs.crew import crew


@dataclass(frozen=True)
class Appointment:
    """One line of the timetable: when (cron), which job of the roster, in which lane."""

    cron: str
    job: str
    lane: Lane


# fmt: off
TIMETABLE: tuple[Appointment, ...] = (
    Appointment("*/5 * * * *", "follow_tallies", Lane.ROUTINE),   # 日累计跟上台账
    Appointment("*/5 * * * *", "watch_topics",    Lane.ROUTINE),   # 同一小区、道路、企业的突增：五分钟内预警
    Appointment("25 * * * *", "watch_cells",     Lane.ROUTINE),   # 事项与地区：与此前八周、往年同期比
    Appointment("30 4 * * *", "watch_matters",   Lane.NIGHTLY),   # 近半年诉求归并成事，查多人反映的
    Appointment("10 3 * * *", "rebuild_tallies", Lane.NIGHTLY),   # 重数近两个月：补记、改时限都归到当日
    Appointment("25 * * * *", "count_quality",   Lane.ROUTINE),   # 数据质量：本周、上周每小时核对一次
    Appointment("40 3 * * *", "export_history",  Lane.NIGHTLY),   # 改过的月份重写历史底表
    Appointment("50 5 * * *", "find_hotspots",   Lane.NIGHTLY),   # 周报之前找出上周热点；其余各日补漏
    Appointment("0 6 * * *",  "reports",         Lane.NIGHTLY),   # 周一 06:00 出上周周报；其余各日补漏，已出的不变
    Appointment("20 6 * * *", "daily_reports",   Lane.NIGHTLY),   # 昨日值班简报
    Appointment("40 6 1 * *", "monthly_reports", Lane.NIGHTLY),   # 每月一日出上月月报
    Appointment("50 6 1 * *", "enterprise_reports", Lane.NIGHTLY),  # 每月一日出上月涉企专报
    Appointment("30 6 * * *", "compose_feed",    Lane.NIGHTLY),   # 周一 06:30 起草热点回流稿，待人复核；其余各日补漏
    Appointment("30 7 * * *", "reconcile_feeds", Lane.NIGHTLY),   # 每日与蒙速办对账
    Appointment("* * * * *",  "tell_moves",      Lane.ROUTINE),   # 有人订阅工单变动的，整理成消息
    Appointment("45 6 * * *", "drift_report",    Lane.NIGHTLY),   # 周一 06:45 上周模型漂移；其余各日补漏，已出的不变
    Appointment("15 2 * * *", "archive_settled", Lane.NIGHTLY),
    Appointment("10 0 * * *", "expire_articles", Lane.NIGHTLY),   # 过了有效期的知识失效；当天零点起检索已不给出
    Appointment("12 0 * * *", "expire_policies", Lane.NIGHTLY),   # 过了有效期的政策失效；当天零点起匹配已不给出
    Appointment("20 0 * * *", "index_articles",  Lane.NIGHTLY),   # 升级改了索引写法的，当夜重建知识索引
    Appointment("5 * * * *",  "forget_nonces",   Lane.NIGHTLY),
    Appointment("40 2 * * *", "forget_unsent",   Lane.NIGHTLY),   # 一个月没再动过的未提交内容
    Appointment("*/10 * * * *", "press_due",     Lane.ROUTINE),   # 到期前预警催办、重点督办，超期升级
    Appointment("*/10 * * * *", "resume_due",    Lane.ROUTINE),   # 挂起到期自动恢复
    Appointment("*/5 * * * *", "watch_enterprises", Lane.ROUTINE),  # 企业诉求无人盯即补派并告警
    Appointment("*/5 * * * *", "follow_enterprises", Lane.ROUTINE),  # 企业工单入企业台账
    Appointment("* * * * *",  "bring_into_force", Lane.ROUTINE),  # 规则到期生效、失效
    Appointment("20 5 * * *", "propose_rules",   Lane.NIGHTLY),   # 由退单、裁定提出规则建议
)
# fmt: on


def appoint(job: str, lane: str) -> None:
    """Write the appointed job into the outbox: from there it is done at least once, even if a worker dies."""
    with crew().work() as work:
        work.must_follow(job, Lane.coded(lane))
