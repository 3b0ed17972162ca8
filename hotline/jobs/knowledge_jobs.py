"""Jobs about knowledge (知识作业): what no longer holds expires, what was indexed in an older way is indexed again."""

from hotline.analytics.policies.library import expire_due as expire_policies_due
from hotline.equipment import Equipment
from hotline.jobs.due import Due
from hotline.knowledge.expiry import BATCH, expire_due
from hotline.knowledge.indexing import index_anew


def expire_articles(equipment: Equipment, _due: Due) -> None:
    """Articles whose last day is over (到期失效), a batch a transaction."""
    full = True
    while full:
        with equipment.work() as work:
            full = expire_due(work) == BATCH


def index_articles(equipment: Equipment, _due: Due) -> None:
    """Articles from before an upgrade of the index (重建索引); where all are current, nothing happens."""
    with equipment.work() as work:
        index_anew(work)


def expire_policies(equipment: Equipment, _due: Due) -> None:
    """Policies whose last day is over (政策到期失效)."""
    with equipment.work() as work:
        expire_policies_due(work)
