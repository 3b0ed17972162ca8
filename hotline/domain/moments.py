"""Beijing time (北京时间): moments are kept with their zone and shown in this one."""

from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


def beijing(moment: datetime) -> datetime:
    """The same moment on a clock in Beijing."""
    return moment.astimezone(BEIJING)


IN_HOURS = 48  # 两天以内只说小时：「剩余 1 天」易被当成一个工作日


def time_left(due_at: datetime, now: datetime) -> str:
    """How long until the deadline, in words that can be read at a glance (剩余时间)."""
    seconds = (due_at - now).total_seconds()
    hours = int(abs(seconds) // 3600)
    span = (
        f"{hours // 24} 天 {hours % 24} 小时"
        if hours >= IN_HOURS
        else f"{hours} 小时 {int(abs(seconds) % 3600 // 60)} 分"
    )
    return f"剩余 {span}" if seconds >= 0 else f"已超期 {span}"
