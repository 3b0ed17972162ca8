"""The weekly report (周报): all figures of one region and week, kept as they stood when it was drawn up."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select

from hotline.analytics.hotspots import find
from hotline.analytics.performance import change, rates
from hotline.analytics.period import Week
from hotline.domain.vocabulary import UNPLACED
from hotline.store.agencies import AgencyRecord
from hotline.store.queries.figures.counts import (
    BRANCH,
    LEAGUE,
    PARTS,
    Span,
    intake_totals,
    performance_by,
    received_by,
    received_by_week,
    together,
)
from hotline.store.reports import DemandHotspot, WeeklyReport
from hotline.store.tickets import Ticket
from hotline.store.work import Work
from routing_rules import RuleBook

WHOLE_REGION = "15"
TREND = 8
TOP = 15


def draw_up(work: Work, rules: RuleBook, week: Week, region: str) -> WeeklyReport:
    """The week's report of a region: drawn up once, then it stays as it is (快照)."""
    kept = select(WeeklyReport).where(WeeklyReport.region == region, WeeklyReport.starts_on == week.starts_on)
    if (report := work.session.scalar(kept)) is not None:
        return report
    if region == WHOLE_REGION:
        find(work, week)
    report = WeeklyReport(
        region=region,
        starts_on=week.starts_on,
        ends_on=week.ends_on,
        figures=figures(work, rules, week, region),
        drawn_up_at=work.now,
        drawn_up_by=work.person.account,
    )
    work.session.add(report)
    work.session.flush()
    return report


def figures(work: Work, rules: RuleBook, week: Week, region: str) -> dict[str, Any]:
    """Every figure of the report, ready to be kept or shown; None where nothing could be counted."""
    span, earlier = (Span(w.start, w.end, region) for w in (week, week.before(1)))
    totals, before = intake_totals(work, span), intake_totals(work, earlier)
    done = performance_by(work, span, work.now, Ticket.region, Ticket.agency)
    whole = together(done, lambda _row: "").get("", dict.fromkeys(PARTS, 0))
    return {
        "title": f"{rules.directory.regions[region].name}12345热线周报",
        "week": str(week),
        "number": week.number,
        "rules_edition": rules.edition,
        "totals": totals,
        "received_change": change(totals["received"], before["received"]),
        "enterprise_change": change(totals["enterprise"], before["enterprise"]),
        "rates": [rate.as_figures() for rate in rates(whole)],
        "trend": _trend(work, week, region),
        "channels": _channels(work, span),
        "types": [[row[0].label, row.n] for row in received_by(work, span, Ticket.demand_type)],
        "branches": [[_category(rules, row[0]), row.n] for row in received_by(work, span, BRANCH)],
        "categories": _categories(work, rules, span, earlier),
        "regions": _regions(work, rules, span, done),
        "agencies": _agencies(work, done),
        "hotspots": [_hotspot(rules, spot) for spot in _hotspots(work, week, region)],
    }


def _trend(work: Work, week: Week, region: str) -> list[list[Any]]:
    first = week.before(TREND - 1)
    counted = received_by_week(work, Span(first.start, week.end, region))
    weeks = [week.before(back) for back in range(TREND - 1, -1, -1)]
    return [[f"{one.starts_on:%m-%d}", counted.get(one.starts_on.isoformat(), 0)] for one in weeks]


def _channels(work: Work, span: Span) -> list[list[Any]]:
    rows = received_by(work, span, Ticket.channel, Ticket.demand_type)
    table: dict[str, dict[str, int]] = {}
    for channel, demand_type, count in rows:
        table.setdefault(channel.label, {})[demand_type.label] = count
    by_size = sorted(table.items(), key=lambda item: -sum(item[1].values()))
    return [[channel, counts, sum(counts.values())] for channel, counts in by_size]


def _categories(work: Work, rules: RuleBook, span: Span, earlier: Span) -> list[list[Any]]:
    before = {row[0]: row.n for row in received_by(work, earlier, Ticket.category)}
    rows = [row for row in received_by(work, span, Ticket.category) if row[0]][:TOP]
    return [
        [_category(rules, row[0]), row.n, before.get(row[0], 0), change(row.n, before.get(row[0], 0))] for row in rows
    ]


def _regions(work: Work, rules: RuleBook, span: Span, parts: Sequence[Any]) -> list[dict[str, Any]]:
    """By league for the whole region, by banner for one league."""
    whole = span.region == WHOLE_REGION
    received = {row[0]: row.n for row in received_by(work, span, LEAGUE if whole else Ticket.region)}
    done = together(parts, lambda row: row.region[:4] if whole else row.region)
    return [
        {
            "code": code,
            "name": _place(rules, code),
            "received": received.get(code, 0),
            "rates": [rate.share for rate in rates(done[code])] if code in done else [None] * 4,
        }
        for code in sorted({*received, *done}, key=lambda code: (-received.get(code, 0), code))
    ]


def _agencies(work: Work, parts: Sequence[Any]) -> list[dict[str, Any]]:
    done = together(parts, lambda row: row.agency)
    codes = sorted(done, key=lambda code: (-done[code]["due"], code))[:TOP]
    found = work.session.execute(select(AgencyRecord.code, AgencyRecord.name).where(AgencyRecord.code.in_(codes)))
    names = {code: name for code, name in found}
    return [
        {"name": names[code], "due": int(done[code]["due"]), "rates": [rate.share for rate in rates(done[code])]}
        for code in codes
    ]


def _hotspots(work: Work, week: Week, region: str) -> Sequence[DemandHotspot]:
    spots = select(DemandHotspot).where(DemandHotspot.starts_on == week.starts_on)
    spots = spots.where(DemandHotspot.region.startswith(region, autoescape=True))
    return work.session.scalars(spots.order_by(DemandHotspot.heat.desc())).all()


def _hotspot(rules: RuleBook, spot: DemandHotspot) -> dict[str, Any]:
    return {
        "category": _category(rules, spot.category),
        "region": _place(rules, spot.region),
        "demands": spot.demands,
        "usual": round(spot.usual, 1),
        "enterprises": spot.enterprises,
        "heat": spot.heat,
    }


def _category(rules: RuleBook, code: str | None) -> str:
    category = rules.categories.get(code or "")
    return category.name if category else "未分类"


def _place(rules: RuleBook, code: str) -> str:
    regions = rules.directory.regions
    if len(code) <= len(WHOLE_REGION):
        return UNPLACED
    return regions[code].name if code in regions else code
