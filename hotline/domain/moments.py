"""Beijing time (北京时间): moments are kept with their zone and shown in this one."""

from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")


def beijing(moment: datetime) -> datetime:
    """The same moment on a clock in Beijing."""
    return moment.astimezone(BEIJING)


def time_left(due_at: datetime, now: datetime) -> str:
    """How long until the deadline, in words that can be read at a glance (剩余时间)."""
    seconds = (due_at - now).total_seconds()
    hours = int(abs(seconds) // 3600)
    span = f"{hours // 24} 天 {hours % 24} 小时" if hours >= 24 else f"{hours} 小时 {int(abs(seconds) % 3600 // 60)} 分"
    return f"剩余 {span}" if seconds >= 0 else f"已超期 {span}"
