"""Chapter 5: what is heating up (五、热点与苗头)."""

from sqlalchemy import select

from hotline.analytics.report.gathered import Gathered
from hotline.domain.analysis.document import Cell, Chapter, Column, Table
from hotline.store.reports import DemandHotspot
from hotline.store.work import Work


def hotspots(work: Work, gathered: Gathered) -> Chapter:
    """Matters of enterprises that were spoken of more than usual in the period."""
    spots = select(DemandHotspot).where(
        DemandHotspot.starts_on >= gathered.period.starts_on, DemandHotspot.starts_on <= gathered.period.ends_on,
        DemandHotspot.region.startswith(gathered.region, autoescape=True),
    )  # fmt: skip
    found = work.session.scalars(spots.order_by(DemandHotspot.heat.desc(), DemandHotspot.id)).all()
    rows = [
        [
            Cell(gathered.category_name(spot.category)), Cell(gathered.region_name(spot.region)),
            Cell(spot.demands, "件"), Cell(round(spot.usual, 1), "件"), Cell(spot.enterprises, "家"), Cell(spot.heat),
        ]
        for spot in found
    ]  # fmt: skip
    columns = [
        Column("事项", number=False), Column("地区", number=False), Column("本期", "件"), Column("前八周周均", "件"),
        Column("涉及企业", "家"), Column("热度"),
    ]  # fmt: skip
    return Chapter("hotspots", "热点与苗头", [Table("企业诉求热点", columns, rows, empty="本期没有发现热点")])
