"""Enterprise demand hotspots (企业诉求热点): matters that enterprises speak of more than usual, by category and league."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from hotline.analytics.period import Week
from hotline.domain.heat import heat
from hotline.store.queries.figures.counts import Span, enterprise_matters
from hotline.store.reports import DemandHotspot
from hotline.store.work import Work

LOOKED_BACK = 8  # 周：与此前八周的均值相比
FEWEST_DEMANDS = 3
FEWEST_ENTERPRISES = 2
KEPT = 30


def hotspots_of(work: Work, week: Week) -> Sequence[DemandHotspot]:
    """The hotspots that were found for a week, the hottest first."""
    kept = select(DemandHotspot).where(DemandHotspot.starts_on == week.starts_on)
    return work.session.scalars(kept.order_by(DemandHotspot.heat.desc(), DemandHotspot.id)).all()


def find(work: Work, week: Week) -> list[DemandHotspot]:
    """Find the week's hotspots and keep them, the hottest first; found again, they replace what was found before."""
    this_week = enterprise_matters(work, Span(week.start, week.end, "15"))
    earlier = enterprise_matters(work, Span(week.before(LOOKED_BACK).start, week.start, "15"))
    usual = {(row.category, row.league): row.demands / LOOKED_BACK for row in earlier}
    total = sum(row.demands for row in this_week)
    found = [
        DemandHotspot(
            starts_on=week.starts_on,
            category=row.category,
            region=row.league,
            demands=row.demands,
            usual=usual.get((row.category, row.league), 0.0),
            enterprises=row.enterprises,
            heat=heat(row.demands, usual.get((row.category, row.league), 0.0), total, row.enterprises),
        )
        for row in this_week
        if row.demands >= FEWEST_DEMANDS and row.enterprises >= FEWEST_ENTERPRISES
    ]
    found.sort(key=lambda spot: (-spot.heat, spot.category, spot.region))
    work.session.execute(delete(DemandHotspot).where(DemandHotspot.starts_on == week.starts_on))
    work.session.add_all(found[:KEPT])
    work.session.flush()
    return found[:KEPT]
