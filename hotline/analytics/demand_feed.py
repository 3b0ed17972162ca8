"""What 蒙速办 is told of a week (热点回流): enterprise hotspots, aggregated, so that no single enterprise shows."""

from typing import Any

from sqlalchemy import select

from hotline.analytics.period import Week
from hotline.store.reports import DemandFeed, DemandHotspot
from hotline.store.work import Work
from routing_rules import RuleBook

FEWEST_TOLD = 5  # k-匿名：少于五家企业的事项并入“其他”


def compose(work: Work, rules: RuleBook, week: Week) -> DemandFeed:
    """The week's feed: composed once, then it stays as it is, with one id for all its deliveries."""
    feed_id = f"feed-{week.starts_on.isoformat()}"
    if (kept := work.session.scalar(select(DemandFeed).where(DemandFeed.feed_id == feed_id))) is not None:
        return kept
    spots = work.session.scalars(
        select(DemandHotspot).where(DemandHotspot.starts_on == week.starts_on).order_by(DemandHotspot.heat.desc())
    ).all()
    told = [spot for spot in spots if spot.enterprises >= FEWEST_TOLD]
    rest = [spot for spot in spots if spot.enterprises < FEWEST_TOLD]
    feed = DemandFeed(
        feed_id=feed_id,
        starts_on=week.starts_on,
        composed_at=work.now,
        payload={
            "week": str(week),
            "starts_on": week.starts_on.isoformat(),
            "hotspots": [_told(rules, spot) for spot in told],
            "others": {"matters": len(rest), "demands": sum(spot.demands for spot in rest)},
            "rule": f"涉及企业不足 {FEWEST_TOLD} 家的事项并入“其他”，不单列",
        },
    )
    work.session.add(feed)
    work.session.flush()
    return feed


def _told(rules: RuleBook, spot: DemandHotspot) -> dict[str, Any]:
    return {
        "category": spot.category,
        "name": rules.categories[spot.category].name if spot.category in rules.categories else spot.category,
        "region": rules.directory.regions[spot.region].name,
        "demands": spot.demands,
        "heat": spot.heat,
    }
