"""Jobs about what leaves the house (回流与订阅作业): compose, send once approved, reconcile, tell subscribers."""

import time
from datetime import date

from hotline.analytics.feed import delivering, events, reconciling, sending
from hotline.analytics.feed.composing import compose
from hotline.analytics.feed.delivering import WebhookTurn
from hotline.analytics.hotspots import find, hotspots_of
from hotline.analytics.period import Week, last_week
from hotline.equipment import Equipment
from hotline.gateways.mengsuban import MengsubanDown, NoMengsuban
from hotline.gateways.webhooks import post
from hotline.jobs.due import Due


def compose_feed(equipment: Equipment, due: Due) -> None:
    """Compose the week's enterprise hotspots as a draft (起草回流稿); nothing is told before a person approves it."""
    with equipment.work() as work:
        asked = due.about.get("starts_on")
        week = Week(date.fromisoformat(asked)) if asked else last_week(work.now)
        if not hotspots_of(work, week):
            find(work, week)  # 周报已找出的不变
        compose(work, equipment.rules(work.session), week)


def demand_feed(equipment: Equipment, due: Due) -> None:
    """Tell 蒙速办 what a person approved (热点回流). Safe to run twice: each version has one id.

    A delivery that names no feed was written before feeds were reviewed: it composes a draft.
    """
    if "feed" not in due.about:
        return compose_feed(equipment, due)
    feed_id, start = due.about["feed"], time.monotonic()
    with equipment.work() as work:
        payload = sending.to_send(work, feed_id, again=bool(due.about.get("again")))
    if payload is None:
        return None
    try:
        acknowledged = equipment.mengsuban.publish_feed(feed_id, payload)  # 事务已结束：没有行锁等着网络
    except MengsubanDown as error:
        with equipment.work() as work:
            sending.note_attempt(work, feed_id, _since(start), acknowledged=None, failed=str(error))
        raise
    with equipment.work() as work:
        sending.note_attempt(work, feed_id, _since(start), acknowledged=acknowledged, failed=None)
    return None


def reconcile_feeds(equipment: Equipment, _due: Due) -> None:
    """Ask 蒙速办 what it holds, and keep what differs (对账); where there is no 蒙速办, nothing is asked."""
    if isinstance(equipment.mengsuban, NoMengsuban):
        return
    with equipment.work() as work:
        since = reconciling.since_when(work)
    held = equipment.mengsuban.held_since(since)
    with equipment.work() as work:
        reconciling.reconcile(work, since, held)


def send_webhook(equipment: Equipment, due: Due) -> None:
    """Tell one subscriber of one event (送达订阅消息); when it fails, its next try is written down at once."""
    turn = WebhookTurn(due.about["message"], due.about["turn"])
    with equipment.work() as work:
        posting = delivering.posting_of(work, turn)
    if posting is None:
        return
    answered = post(posting, equipment.settings.webhook_networks)
    with equipment.work() as work:
        delivering.note_answer(work, turn, answered)


def tell_moves(equipment: Equipment, _due: Due) -> None:
    """Make messages of how tickets moved, for those who subscribed (整理工单变动), a batch a transaction."""
    full = True
    while full:
        with equipment.work() as work:
            full = events.tell_moves(work) >= events.BATCH


def _since(start: float) -> int:
    return round((time.monotonic() - start) * 1000)
