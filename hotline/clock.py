"""The process that keeps time (时钟进程): it relays what is due, at once when told of it, and keeps the timetable."""

import logging
import threading

import psycopg
from redis import Redis
from rq.cron import CronScheduler

from hotline.equipment import Equipment, equip
from hotline.jobs.relay import BATCH, relay
from hotline.jobs.timetable import TIMETABLE, appoint
from hotline.readiness import exit_if_unfit
from hotline.settings import Settings

log = logging.getLogger(__name__)

PAUSE = 1.0  # 秒：没有通知时也每秒看一次


def relay_forever(equipment: Equipment, redis: Redis, stop: threading.Event) -> None:
    """Relay whenever a delivery is announced, and every second besides; outlive a server that goes away."""
    url = equipment.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    while not stop.is_set():
        try:
            with psycopg.connect(url, autocommit=True) as listener:
                listener.execute("listen deliveries")
                _relay_while_connected(equipment, redis, listener, stop)
        except Exception as error:  # 转交一停，全部后续都停：什么差错都只歇一秒
            log.warning("relay pauses: %s", type(error).__name__)
            stop.wait(PAUSE)


def _relay_while_connected(
    equipment: Equipment, redis: Redis, listener: "psycopg.Connection[tuple[object, ...]]", stop: threading.Event
) -> None:
    while not stop.is_set():
        while relay(equipment, redis) == BATCH:
            pass
        for _ in listener.notifies(timeout=PAUSE, stop_after=1):
            break


def keep(redis: Redis) -> CronScheduler:
    """The scheduler with all lines of the timetable."""
    cron = CronScheduler(connection=redis, logging_level="WARNING")
    for line in TIMETABLE:
        cron.register(
            appoint, queue_name=line.lane, args=(line.job, line.lane.value), cron=line.cron, result_ttl=0, name=line.job
        )
    return cron


def main() -> None:
    """Relay in one thread, keep the timetable in the other, until told to stop."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    settings = Settings.from_env()
    exit_if_unfit(settings)
    redis, stop = Redis.from_url(settings.redis_url), threading.Event()
    relaying = threading.Thread(target=relay_forever, args=(equip(settings), redis, stop), daemon=True)
    relaying.start()
    try:
        keep(redis).start()  # type: ignore[no-untyped-call]
    finally:
        stop.set()
        relaying.join(timeout=5)


if __name__ == "__main__":
    main()
