"""Jobs about figures (统计作业): the reports of every kind, hotspots, roll-ups, and how the model fared."""

from datetime import date, timedelta

from hotline.analytics import drift, quality, tallies
from hotline.analytics.hotspots import find
from hotline.analytics.period import Week, last_week
from hotline.analytics.report import making, printing
from hotline.analytics.report.drawing import draw_up
from hotline.analytics.report.making import period_asked_for
from hotline.casework.learning.lessons import heard
from hotline.domain.analysis.terms import ReportKind
from hotline.domain.moments import beijing
from hotline.equipment import Equipment
from hotline.jobs.due import Due

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


def enterprise_reports(equipment: Equipment, due: Due) -> None:
    """The reports of last month on enterprise demands alone (涉企专报)."""
    reports(equipment, Due(due.delivery_id, due.step_id, {**due.about, "kind": ReportKind.ENTERPRISE.value}))


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


def count_quality(equipment: Equipment, _due: Due) -> None:
    """Count what is wrong with the data of this week and the last, and of those never counted (数据质量), a week a transaction."""
    with equipment.work() as work:
        rules = equipment.rules(work.session)
        weeks = quality.weeks_to_count(work, rules)
    for week in weeks:
        with equipment.work() as work:
            quality.count_week(work, rules, week)


def drift_report(equipment: Equipment, due: Due) -> None:
    """Draw up how the model fared in the week (漂移周报); drawn up once, it stays."""
    week = _week(due, equipment)
    models = drift.editions_in(equipment.settings.state / "models", equipment.settings.auto_accuracy)
    with equipment.work() as work:
        drift.draw_up(work, equipment.judgement(work.session).model, models, heard, week)
