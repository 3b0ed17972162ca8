"""A pool of workers for the lanes named on its command line (后台作业进程): `python -m hotline.worker prompt routine`."""

import logging
import os
import sys
from typing import Any

from redis import Redis
from rq import SimpleWorker
from rq.worker_pool import WorkerPool

from hotline.domain.vocabulary import Lane
from hotline.equipment import Equipment, equip
from hotline.jobs.crew import crew, enlist
from hotline.readiness import exit_if_unfit
from hotline.settings import Settings


class Worker(SimpleWorker):
    """A worker that notices within seconds that a server or another worker died; jobs are short, so it need not fork."""

    def __init__(self, *words: Any, **options: Any) -> None:
        options |= {"worker_ttl": 30, "maintenance_interval": 5, "job_monitoring_interval": 5}
        super().__init__(*words, **options)
        crew().engine.dispose(close=False)  # 连接不能带过 fork


def prepared(settings: Settings) -> Equipment:
    """Equipment whose judgement is loaded before the pool forks, so that the workers share its memory."""
    equipment = equip(settings)
    with equipment.work() as work:
        equipment.judgement(work.session)
    equipment.engine.dispose()
    return equipment


def main(lanes: list[str]) -> int:
    """Serve these lanes until told to stop; 2 for a lane that does not exist."""
    if not lanes or any(lane not in set(Lane) for lane in lanes):
        print(f"用法：python -m hotline.worker {' | '.join(Lane)} …", file=sys.stderr)
        return 2
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    settings = Settings.from_env()
    exit_if_unfit(settings)
    enlist(prepared(settings))
    redis = Redis.from_url(settings.redis_url)
    count = 1 if lanes == [Lane.NIGHTLY] else settings.workers
    WorkerPool(lanes, connection=redis, num_workers=count, worker_class=Worker).start(logging_level="WARNING")
    return os.EX_OK


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
