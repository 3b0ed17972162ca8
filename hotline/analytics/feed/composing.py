"""Composing a week's feed (起草热点回流): enterprise hotspots, aggregated, so that no single enterprise shows."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from hotline.analytics.period import Week
from hotline.domain.analysis.disclosure import Disclosure, MatterLine, disclose, relative, rounded
from hotline.domain.analysis.feed_terms import FeedState
from hotline.store.queries.feeds import enterprises_behind
from hotline.store.queries.figures.counts import Span
from hotline.store.reports import DemandFeed, DemandHotspot
from hotline.store.work import Work
from routing_rules import RuleBook

WHOLE = "15"


def compose(work: Work, rules: RuleBook, week: Week) -> DemandFeed:
    """The week's first feed, as a draft for a person to review: composed once, then its figures stay as they are."""
    feed_id = f"feed-{week.starts_on.isoformat()}"
    if (kept := work.session.scalar(select(DemandFeed).where(DemandFeed.feed_id == feed_id))) is not None:
        return kept
    feed = DemandFeed(
        feed_id=feed_id,
        starts_on=week.starts_on,
        version=1,
        state=FeedState.DRAFT,
        left_out=[],
        sentence="",
        edited_by=[],
        composed_at=work.now,
        payload=_payload(work, rules, week),
    )
    work.session.add(feed)
    work.session.flush()
    return feed


def _payload(work: Work, rules: RuleBook, week: Week) -> dict[str, Any]:
    fewest = rules.practice.number("回流最少企业数")

    def together(rest: Sequence[MatterLine]) -> int:
        matters = [(line.category, line.region) for line in rest]
        return enterprises_behind(work, Span(week.start, week.end, WHOLE), matters)

    found = disclose(_lines(work, week), fewest, together)
    return {
        "week": str(week),
        "starts_on": week.starts_on.isoformat(),
        "version": 1,
        "supersedes": None,
        "hotspots": _told(rules, found),
        "others": _others(rules, found),
        "rule": rules.practice.choice("回流说明").replace("{家数}", str(fewest)),
        "sentence": "",
    }


def _lines(work: Work, week: Week) -> list[MatterLine]:
    spots = work.session.scalars(
        select(DemandHotspot)
        .where(DemandHotspot.starts_on == week.starts_on)
        .order_by(DemandHotspot.heat.desc(), DemandHotspot.category, DemandHotspot.region)
    )
    return [MatterLine(spot.category, spot.region, spot.demands, spot.enterprises, spot.heat) for spot in spots]


def _told(rules: RuleBook, found: Disclosure) -> list[dict[str, Any]]:
    step, hottest = rules.practice.number("回流件数取整"), max((line.heat for line in found.told), default=0.0)
    return [
        {
            "category": line.category,
            "name": rules.categories[line.category].name if line.category in rules.categories else line.category,
            "region": rules.directory.regions[line.region].name,
            "demands": rounded(line.demands, step),
            "heat": relative(line.heat, hottest),
        }
        for line in found.told
    ]


def _others(rules: RuleBook, found: Disclosure) -> dict[str, int | None]:
    step = rules.practice.number("回流件数取整")
    demands = rounded(found.demands, step) if found.demands is not None else None
    return {"matters": found.matters, "demands": demands}
