"""Everything about one enterprise (企业档案): its facts, its demands, how they fared, and what it had to ask for again."""

from collections.abc import Sequence
from dataclasses import dataclass

from hotline.analytics.enterprises.facts import enterprise
from hotline.store.analysis.enterprises import Enterprise
from hotline.store.queries.enterprises.standing import Demand, Standing, demands, standing
from hotline.store.queries.enterprises.wanted import Facet, Wanted
from hotline.store.work import Work

AGAIN = 2  # 件：同一事项提出几次算重复


@dataclass(frozen=True)
class Profile:
    """One enterprise with its demands (企业档案).

    Args:
        matters, years: by category and by year of registration, the largest and the latest first.
        listed: the newest of its demands; of total in all.
    """

    enterprise: Enterprise
    whole: Standing
    matters: Sequence[tuple[str, Standing]]
    years: Sequence[tuple[str, Standing]]
    listed: Sequence[Demand]
    total: int

    @property
    def repeated(self) -> list[tuple[str, Standing]]:
        """The matters that it asked for more than once (重复事项)."""
        return [(code, one) for code, one in self.matters if code and one.count("受理") >= AGAIN]


def profile(work: Work, code: str) -> Profile:
    """The enterprise of that code, as far as this person may see its demands; else NotFound."""
    found, wanted = enterprise(work, code), Wanted(within={Facet.ENTERPRISE: code})
    matters = {matter: one for (matter,), one in standing(work, wanted, [Facet.MATTER]).items()}
    years = {year: one for (year,), one in standing(work, wanted, [Facet.YEAR]).items()}
    listed, total = demands(work, wanted)
    return Profile(
        enterprise=found,
        whole=standing(work, wanted)[()],
        matters=sorted(matters.items(), key=lambda item: (-item[1].count("受理"), item[0])),
        years=sorted(years.items(), reverse=True),
        listed=listed,
        total=total,
    )
