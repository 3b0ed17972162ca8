"""Watching for topics (热点作业): read what is new, find what is too much for chance, tell people, escalate."""

from hotline.analytics.warning import watching
from hotline.equipment import Equipment
from hotline.jobs.due import Due

LEAGUE = 4  # 盟市代码的长度


def watch_topics(equipment: Equipment, _due: Due) -> None:
    """Find bursts of places and firms and warn of them, and escalate what nobody took; run twice, it changes nothing."""
    with equipment.work() as work:
        watching.read_new(work)
    with equipment.work() as work:
        watching.watch_names(work, equipment.rules(work.session))
    with equipment.work() as work:
        watching.escalate(work, equipment.rules(work.session))


def watch_cells(equipment: Equipment, _due: Due) -> None:
    """Find matters that a place speaks of more than in other weeks (事项热点)."""
    with equipment.work() as work:
        watching.watch_cells(work, equipment.rules(work.session))


def watch_matters(equipment: Equipment, _due: Due) -> None:
    """Find matters that many speak of in words of their own, league by league (同一件事)."""
    with equipment.work() as work:
        rules = equipment.rules(work.session)
    for league in [code for code in rules.directory.regions if len(code) == LEAGUE]:
        with equipment.work() as work:
            watching.watch_matters(work, rules, league)
