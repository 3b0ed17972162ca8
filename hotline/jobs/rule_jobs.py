"""Jobs about the rules (规则作业): try a draft on past tickets, let editions come into force, learn from returns."""

from hotline.casework.rules.learning import propose
from hotline.casework.rules.publishing import bring_into_force
from hotline.casework.rules.reckoning import BATCH, reckon
from hotline.casework.rules.replay import replay
from hotline.equipment import Equipment
from hotline.jobs.due import Due


def replay_edition(equipment: Equipment, due: Due) -> None:
    """Try a draft on past tickets (回放比对); one that was edited since is left alone."""
    with equipment.work() as work:
        replay(work, due.about["edition"], due.about["digest"])


def bring_editions_into_force(equipment: Equipment, _due: Due) -> None:
    """Editions whose day has come, and those whose day is over (到期生效、失效)."""
    with equipment.work() as work:
        bring_into_force(work)


def reckon_deadlines(equipment: Equipment, _due: Due) -> None:
    """Provisional deadlines by the calendar in force (时限重算), a batch a transaction."""
    full = True
    while full:
        with equipment.work() as work:
            full = reckon(work) == BATCH


def propose_rules(equipment: Equipment, _due: Due) -> None:
    """What repeated returns suggest (规则建议)."""
    with equipment.work() as work:
        propose(work)
