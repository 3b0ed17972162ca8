"""Every job by its name (作业名册), and the one function that the queues call."""

import logging
from datetime import UTC, datetime, timedelta

from hotline.domain.errors import HotlineError
from hotline.domain.follow_ups import wait_after
from hotline.gateways.peers import PeerDown
from hotline.jobs.crew import crew
from hotline.jobs.due import Due, Job
from hotline.jobs.feed_jobs import compose_feed, demand_feed, reconcile_feeds, send_webhook, tell_moves
from hotline.jobs.history_jobs import export_history, import_history
from hotline.jobs.knowledge_jobs import expire_articles, expire_policies, index_articles
from hotline.jobs.paper_jobs import report_papers
from hotline.jobs.report_jobs import (
    count_quality,
    daily_reports,
    drift_report,
    enterprise_reports,
    find_hotspots,
    follow_tallies,
    monthly_reports,
    rebuild_tallies,
    reports,
)
from hotline.jobs.rule_jobs import bring_editions_into_force, propose_rules, reckon_deadlines, replay_edition
from hotline.jobs.text_jobs import tell_policy, text_requester, text_unit
from hotline.jobs.ticket_jobs import look_over, tell_progress
from hotline.jobs.topic_jobs import watch_cells, watch_matters, watch_topics
from hotline.jobs.unit_jobs import forget_unsent, text_inside
from hotline.jobs.watch_jobs import (
    archive_settled,
    follow_enterprises,
    forget_nonces,
    press_due,
    resume_due,
    watch_enterprises,
)
from hotline.store.deliveries import Delivery

log = logging.getLogger(__name__)

JOBS: dict[str, Job] = {
    "triage": look_over,
    "tell_progress": tell_progress,
    "text_requester": text_requester,
    "text_unit": text_unit,
    "text_inside": text_inside,
    "reports": reports,
    "daily_reports": daily_reports,
    "monthly_reports": monthly_reports,
    "import_history": import_history,
    "enterprise_reports": enterprise_reports,
    "report_papers": report_papers,
    "find_hotspots": find_hotspots,
    "follow_tallies": follow_tallies,
    "rebuild_tallies": rebuild_tallies,
    "count_quality": count_quality,
    "export_history": export_history,
    "compose_feed": compose_feed,
    "demand_feed": demand_feed,
    "reconcile_feeds": reconcile_feeds,
    "send_webhook": send_webhook,
    "tell_moves": tell_moves,
    "drift_report": drift_report,
    "watch_topics": watch_topics,
    "watch_cells": watch_cells,
    "watch_matters": watch_matters,
    "archive_settled": archive_settled,
    "forget_nonces": forget_nonces,
    "forget_unsent": forget_unsent,
    "press_due": press_due,
    "resume_due": resume_due,
    "watch_enterprises": watch_enterprises,
    "follow_enterprises": follow_enterprises,
    "replay_edition": replay_edition,
    "bring_into_force": bring_editions_into_force,
    "reckon_deadlines": reckon_deadlines,
    "propose_rules": propose_rules,
    "expire_articles": expire_articles,
    "tell_policy": tell_policy,
    "expire_policies": expire_policies,
    "index_articles": index_articles,
}


def deliver(delivery_id: int) -> None:
    """Do what one delivery asks for, and note that it is done; what fails is due again later, or is a dead letter."""
    equipment = crew()
    with equipment.work() as work:
        delivery = work.session.get(Delivery, delivery_id)
        if delivery is None or delivery.done_at or delivery.dead_at:
            return
        due, job = Due(delivery.id, delivery.step_id, dict(delivery.about)), delivery.job
    try:
        JOBS[job](equipment, due)
    except Exception as error:
        log.warning("delivery %s (%s) failed: %s", delivery_id, job, type(error).__name__)
        _note_failure(delivery_id, _told(error))
        return
    with equipment.work() as work:
        done = work.session.get_one(Delivery, delivery_id)
        done.done_at, done.last_error = datetime.now(UTC), None


def _told(error: Exception) -> str:
    """What is kept of an error: our own sentences in full, of others only the kind, for they may hold personal text."""
    if isinstance(error, HotlineError | PeerDown):
        return f"{type(error).__name__}：{error}"
    return type(error).__name__


def _note_failure(delivery_id: int, told: str) -> None:
    with crew().work() as work:
        delivery = work.session.get_one(Delivery, delivery_id, with_for_update=True)
        if delivery.done_at:  # 同一事项被并发执行，另一次已办成
            return
        delivery.attempts += 1
        delivery.last_error, delivery.queued_at = told, None
        wait = wait_after(delivery.attempts)
        if wait is None:
            delivery.dead_at = datetime.now(UTC)
        else:
            delivery.due_at = datetime.now(UTC) + timedelta(seconds=wait)
