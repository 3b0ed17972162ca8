"""Whether this may be the real hotline (生产准入): with demo people, demo tickets or default keys it may not."""

from sqlalchemy import create_engine, func, select
from sqlalchemy.orm import Session

from hotline.settings import Settings
from hotline.store.people import Staff
from hotline.store.schema import current, head
from hotline.store.tickets import Ticket


def reasons_to_refuse(settings: Settings) -> list[str]:
    """Every reason why production must not start, named; empty outside production or if there is none."""
    if not settings.in_production:
        return []
    reasons = settings.unfit_for_production()
    if settings.database_url:
        reasons += _demo_left(settings.database_url)
    return reasons


def _demo_left(database_url: str) -> list[str]:
    engine = create_engine(database_url)
    if current(engine) != head():
        engine.dispose()
        return ["表结构不是最新，请先运行 hotline db upgrade"]
    with Session(engine) as session:
        staff = session.scalar(select(func.count()).select_from(Staff).where(Staff.demo)) or 0
        tickets = session.scalar(select(func.count()).select_from(Ticket).where(Ticket.demo)) or 0
    engine.dispose()
    left = ((staff, "个演示账号"), (tickets, "件演示工单"))
    return [f"还有 {count} {what}，请先运行 hotline demo reset" for count, what in left if count]


def exit_if_unfit(settings: Settings) -> None:
    """Leave the process, naming every reason, if this must not be the real hotline."""
    if reasons := reasons_to_refuse(settings):
        raise SystemExit("拒绝以生产模式启动：\n" + "\n".join(f"  · {reason}" for reason in reasons))
