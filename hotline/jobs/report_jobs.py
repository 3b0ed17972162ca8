"""Jobs about figures (统计作业): the weekly report, what 蒙速办 is told of it, and how the model fared."""

from datetime import date

from sqlalchemy import select

from hotline.analytics import drift
from hotline.analytics.demand_feed import compose
from hotline.analytics.period import Week, last_week
from hotline.analytics.weekly_report import draw_up
from hotline.casework.learning.lessons import heard
from hotline.equipment import Equipment
from hotline.jobs.due import Due
from hotline.store.reports import DemandFeed

WHOLE_REGION = "15"


def _week(due: Due, equipment: Equipment) -> Week:
    if asked := due.about.get("starts_on"):
        return Week(date.fromisoformat(asked))
    with equipment.work() as work:
        return last_week(work.now)


def weekly_reports(equipment: Equipment, due: Due) -> None:
    """Draw up the week's report of the region and of every league (周报); drawn up once, it stays."""
    week = _week(due, equipment)
    with equipment.work() as work:
        judgement = equipment.judgement(work.session)
        regions = [region.code for region in judgement.rules.directory.regions.values() if len(region.code) <= 4]
    for region in regions:
        with equipment.work() as work:
            draw_up(work, judgement.rules, week, region)


def demand_feed(equipment: Equipment, due: Due) -> None:
    """Tell 蒙速办 the week's enterprise hotspots (热点回流), masked and aggregated; one feed a week."""
    week = _week(due, equipment)
    with equipment.work() as work:
        rules = equipment.judgement(work.session).rules
        draw_up(work, rules, week, WHOLE_REGION)  # 热点随自治区周报一起找出；已出的不变
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
