"""Jobs about figures (统计作业): the weekly report, what 蒙速办 is told of it, and how the model fared."""

from datetime import date, timedelta

from sqlalchemy import select

from hotline.analytics import drift, tallies
from hotline.analytics.demand_feed import compose
from hotline.analytics.hotspots import find, hotspots_of
from hotline.analytics.period import Week, last_week
from hotline.analytics.report import making, printing
from hotline.analytics.report.drawing import draw_up
from hotline.analytics.report.making import period_asked_for
from hotline.casework.learning.lessons import heard
from hotline.domain.analysis.terms import ReportKind
from hotline.domain.moments import beijing
from hotline.equipment import Equipment
from hotline.jobs.due import Due
from hotline.store.reports import DemandFeed

REBUILT = timedelta(days=60)


def _week(due: Due, equipment: Equipment) -> Week:
    if asked := due.about.get("starts_on"):
        return Week(date.fromisoformat(asked))
    with equipment.work() as work:
        return last_week(work.now)


def reports(equipment: Equipment, due: Due) -> None:
    """Draw up the reports of a period for the region and every league (生成报告); drawn up once, they stay."""
    with equipment.work() as work:
        rules = equipment.rules(work.session)
        period = period_asked_for(due.about, rules, work.now)
        run = making.open_run(work, period, due.about.get("asked_by", work.person.account), making.regions_of(rules))
    for region in making.regions_of(rules):
        with equipment.work() as work:
            drawn_up = draw_up(work, rules, period, region)
            if drawn_up.drawn_up_at == work.now:
                printing.order(work, drawn_up)
            making.advance(work, run, rules.directory.regions[region].name)
    with equipment.work() as work:
        making.finish(work, run)


def daily_reports(equipment: Equipment, due: Due) -> None:
    """Yesterday's brief for the people on duty (值班简报)."""
    reports(equipment, Due(due.delivery_id, due.step_id, {**due.about, "kind": ReportKind.DAILY.value}))


def monthly_reports(equipment: Equipment, due: Due) -> None:
    """The reports of last month (月报)."""
    reports(equipment, Due(due.delivery_id, due.step_id, {**due.about, "kind": ReportKind.MONTHLY.value}))


def find_hotspots(equipment: Equipment, due: Due) -> None:
    """Find the enterprise hotspots of last week, before its reports are drawn up (企业诉求热点)."""
    week = _week(due, equipment)
    with equipment.work() as work:
        find(work, week)


def follow_tallies(equipment: Equipment, _due: Due) -> None:
    """Bring the roll-ups up to the register (日累计)."""
    with equipment.work() as work:
        tallies.follow(work, equipment.rules(work.session))


def rebuild_tallies(equipment: Equipment, due: Due) -> None:
    """Count the roll-ups of two months anew (重建日累计): late corrections and clocks that ran wrong find their place."""
    with equipment.work() as work:
        rules, today = equipment.rules(work.session), beijing(work.now).date()
    first = date.fromisoformat(due.about["first"]) if "first" in due.about else today - REBUILT
    while first <= today:
        until = min(today, first + tallies.AT_A_TIME)
        with equipment.work() as work:
            list(tallies.rebuild(work, rules, first, until))
        first = until + timedelta(days=1)


def demand_feed(equipment: Equipment, due: Due) -> None:
    """Tell 蒙速办 the week's enterprise hotspots (热点回流), masked and aggregated; one feed a week."""
    week = _week(due, equipment)
    with equipment.work() as work:
        rules = equipment.judgement(work.session).rules
        if not hotspots_of(work, week):
            find(work, week)  # 周报已找出的不变
        feed = compose(work, rules, week)
        feed_id, payload, acknowledged = feed.feed_id, feed.payload, feed.acknowledged
    if acknowledged:
        return
    acknowledged = equipment.mengsuban.publish_feed(feed_id, payload)
    with equipment.work() as work:
        kept = work.session.scalars(select(DemandFeed).where(DemandFeed.feed_id == feed_id)).one()
        kept.acknowledged = acknowledged


def drift_report(equipment: Equipment, due: Due) -> None:
    """Draw up how the model fared in the week (漂移周报); drawn up once, it stays."""
    week = _week(due, equipment)
    models = drift.editions_in(equipment.settings.state / "models", equipment.settings.auto_accuracy)
    with equipment.work() as work:
        drift.draw_up(work, equipment.judgement(work.session).model, models, heard, week)
