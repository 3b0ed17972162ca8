"""The jobs that watch a full register (定时的研判作业): what each look takes, the first and those after it."""

from hotline.analytics import quality
from hotline.analytics.enterprises import facts
from hotline.analytics.warning import watching
from hotline.equipment import Equipment

BATCHES = 10


def read_demands(equipment: Equipment) -> int:
    """Read the names in some batches of demands that were not read yet; how many."""
    read = 0
    for _ in range(BATCHES):
        with equipment.work() as work:
            read += watching.read_new(work)
    return read


def look_for_names(equipment: Equipment) -> int:
    """The look of every five minutes (重名热点)."""
    with equipment.work() as work:
        return len(watching.watch_names(work, work.rules))


def look_at_cells(equipment: Equipment) -> int:
    """The look of every hour (事项热点)."""
    with equipment.work() as work:
        return len(watching.watch_cells(work, work.rules))


def look_for_matters(equipment: Equipment) -> int:
    """The look of every night, of one league (同一件事)."""
    with equipment.work() as work:
        return len(watching.watch_matters(work, work.rules, "1501"))


def count_quality(equipment: Equipment) -> int:
    """What is wrong with the data of a week (数据质量)."""
    with equipment.work() as work:
        week = quality.weeks_to_count(work, work.rules)[-1]
    with equipment.work() as work:
        quality.count_week(work, work.rules, week)
    return 1


def take_in_enterprises(equipment: Equipment) -> int:
    """Enterprise demands written into the archive (企业档案)."""
    with equipment.work() as work:
        return facts.take_in(work)


JOBS = {
    "读诉求，十批": read_demands,
    "重名热点，每五分钟": look_for_names,
    "事项热点，每小时": look_at_cells,
    "同一件事，每夜，一个盟市": look_for_matters,
    "数据质量，一周": count_quality,
    "企业入册，一批": take_in_enterprises,
}
