"""Chapter 5: what is heating up (五、热点与苗头)."""

from sqlalchemy import select

from hotline.analytics.report.gathered import Gathered
from hotline.domain.analysis.document import Cell, Chapter, Column, Table
from hotline.store.queries.figures.topics import topics_between
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
    return Chapter(
        "hotspots",
        "热点与苗头",
        [_topics(work, gathered), Table("企业诉求热点", columns, rows, empty="本期没有发现热点")],
    )


def _topics(work: Work, gathered: Gathered) -> Table:
    """What was found to be more than chance in the period, whoever asked."""
    stretch = gathered.period.stretch()
    rows = [
        [
            Cell(topic.name), Cell(topic.kind.label), Cell(gathered.region_name(topic.region)), Cell(topic.tickets, "件"),
            Cell(topic.people, "人"), Cell(round(topic.growth, 1), "倍"), Cell(topic.state.label),
        ]
        for topic in topics_between(work, stretch.start, stretch.end, gathered.region)
    ]  # fmt: skip
    columns = [
        Column("热点", number=False), Column("种类", number=False), Column("地区", number=False), Column("工单", "件"),
        Column("人数", "人"), Column("增势", "倍"), Column("状态", number=False),
    ]  # fmt: skip
    return Table("热点与预警", columns, rows, empty="本期没有多到不像偶然的事项")
