"""Other systems that subscribe (订阅方): taken on, given a new secret, stopped, resumed, told again.

A secret is shown once, when it is made. After a change the old one signs too for a day, so that the subscriber can
change over without losing a message.
"""

import base64
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import func, select

from hotline.analytics.feed.events import new_event_id, queue, tell
from hotline.domain.analysis.feed_terms import StopReason, WebhookEvent
from hotline.domain.errors import Conflict, Incomplete, NotFound
from hotline.domain.moments import beijing
from hotline.domain.permissions import Permission, demand_permission
from hotline.gateways.webhooks import complaint_about
from hotline.store.analysis.subscribers import Subscriber, WebhookMessage
from hotline.store.audit import write_down
from hotline.store.tickets import Step
from hotline.store.work import Work

BOTH_SIGN = timedelta(hours=24)
SECRET_BYTES = 32
MOST = 1000  # 一次最多重发这么多条，余下的再按一次
LONGEST_NAME, LONGEST_URL = 60, 500
OFFERED = (WebhookEvent.FEED_PUBLISHED, WebhookEvent.TICKET_MOVED)


def add(work: Work, *, name: str, url: str, events: Collection[str], networks: str) -> tuple[Subscriber, str]:
    """Take a subscriber on: it, and its secret, which is shown once (新增订阅方).

    Args:
        networks: inside networks that may be spoken to, as the settings name them.

    Raises:
        Incomplete: no name, no event, an address that may not be spoken to.
        Conflict: the name is taken.
    """
    demand_permission(work.person.role, Permission.MANAGE_SUBSCRIBERS)
    name, url, offered = name.strip(), url.strip(), {one.value for one in OFFERED}
    wrong = [
        *(["「名称」应为 2–60 个字"] if not 2 <= len(name) <= LONGEST_NAME else []),
        *filter(None, [complaint_about(url[: LONGEST_URL + 1], networks)]),
        *(["请至少选一种事件"] if not events or set(events) - offered else []),
    ]
    if wrong:
        raise Incomplete("；".join(wrong))
    if work.session.scalar(select(Subscriber.id).where(Subscriber.name == name)) is not None:
        raise Conflict(f"已有名为「{name}」的订阅方，请换一个名称")
    subscriber = Subscriber(
        name=name, url=url, events=sorted(set(events)), active=True, created_at=work.now,
        created_by=work.person.account, step_id=work.session.scalar(select(func.max(Step.id))) or 0,
    )  # fmt: skip
    work.session.add(subscriber)
    work.session.flush()
    secret = _new_secret(work, subscriber)
    _write(work, subscriber, "add_subscriber")
    return subscriber, secret


def subscriber_of(work: Work, number: int) -> Subscriber:
    """The subscriber of that number, locked; else NotFound."""
    demand_permission(work.person.role, Permission.MANAGE_SUBSCRIBERS)
    found = work.session.get(Subscriber, number, with_for_update=True)
    if found is None:
        raise NotFound("没有这个订阅方，请从清单进入")
    return found


def rotate(work: Work, number: int) -> tuple[Subscriber, str]:
    """Give a new secret, shown once; for a day the old one signs too (更换密钥)."""
    subscriber = subscriber_of(work, number)
    old = secrets_of(work, subscriber)[0]
    subscriber.old_secret_sealed = work.vault.seal(old, f"subscribers.old_secret.{subscriber.id}")
    subscriber.old_until = work.now + BOTH_SIGN
    secret = _new_secret(work, subscriber)
    _write(work, subscriber, "rotate_secret")
    return subscriber, secret


def stop(work: Work, number: int) -> Subscriber:
    """Tell it nothing more (停用)."""
    subscriber = subscriber_of(work, number)
    if not subscriber.active:
        raise Conflict(f"「{subscriber.name}」已经停用，请刷新页面")
    switch_off(work, subscriber, StopReason.BY_HAND)
    return subscriber


def switch_off(work: Work, subscriber: Subscriber, why: StopReason) -> None:
    """Stop a subscriber for that reason, and write it down, so that administrators see it (停用并留痕)."""
    subscriber.active, subscriber.stopped, subscriber.stopped_at = False, why, work.now
    _write(work, subscriber, "stop_subscriber", reason=why.label)
    work.announce("unwatched", "subscriber")


def resume(work: Work, number: int) -> Subscriber:
    """Tell it of what happens from now on (恢复); what it missed is sent again by hand."""
    subscriber = subscriber_of(work, number)
    if subscriber.active:
        raise Conflict(f"「{subscriber.name}」正在使用，不必恢复；请刷新页面")
    subscriber.active, subscriber.stopped, subscriber.stopped_at, subscriber.failing_since = True, None, None, None
    subscriber.step_id = work.session.scalar(select(func.max(Step.id))) or subscriber.step_id
    _write(work, subscriber, "resume_subscriber")
    return subscriber


def test(work: Work, number: int) -> Subscriber:
    """Send a message that says nothing but that the way is open (连通测试)."""
    subscriber = _at_work(work, number)
    tell(work, subscriber, WebhookEvent.TESTED, new_event_id("test"), {"note": "连通测试，无须处理"})
    return subscriber


def replay(work: Work, number: int, *, since: datetime) -> int:
    """Send again all that did not arrive since that moment, the oldest first (成批重发); how many there were."""
    subscriber = _at_work(work, number)
    missed = (
        select(WebhookMessage)
        .where(
            WebhookMessage.subscriber_id == subscriber.id,
            WebhookMessage.delivered_at.is_(None),
            WebhookMessage.made_at >= since,
        )
        .order_by(WebhookMessage.id)
        .limit(MOST)
        .with_for_update(skip_locked=True)
    )
    messages = work.session.scalars(missed).all()
    for message in messages:
        _once_more(work, message)
    _write(work, subscriber, "replay_webhooks", count=len(messages), since=f"{beijing(since):%Y-%m-%d %H:%M}")
    return len(messages)


def replay_one(work: Work, number: int, message_id: int) -> WebhookMessage:
    """Send one message again, also one that had arrived (重发)."""
    subscriber = _at_work(work, number)
    message = work.session.get(WebhookMessage, message_id, with_for_update=True)
    if message is None or message.subscriber_id != subscriber.id:
        raise NotFound("这个订阅方没有这条消息，请刷新页面")
    _once_more(work, message)
    _write(work, subscriber, "replay_webhooks", message=message.event_id)
    return message


def secrets_of(work: Work, subscriber: Subscriber) -> list[str]:
    """The secrets that sign now, the present one first (签名密钥)."""
    found = [work.vault.open(subscriber.secret_sealed or "", f"subscribers.secret.{subscriber.id}")]
    if subscriber.old_secret_sealed and subscriber.old_until and work.now < subscriber.old_until:
        found.append(work.vault.open(subscriber.old_secret_sealed, f"subscribers.old_secret.{subscriber.id}"))
    return found


def _at_work(work: Work, number: int) -> Subscriber:
    subscriber = subscriber_of(work, number)
    if not subscriber.active:
        raise Conflict(f"「{subscriber.name}」已停用，请先恢复再发")
    return subscriber


def _once_more(work: Work, message: WebhookMessage) -> None:
    message.turn, message.tries = message.turn + 1, 0
    message.delivered_at, message.given_up_at = None, None
    queue(work, message.id, message.turn)


def _new_secret(work: Work, subscriber: Subscriber) -> str:
    secret = "whsec_" + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    subscriber.secret_sealed = work.vault.seal(secret, f"subscribers.secret.{subscriber.id}")
    return secret


def _write(work: Work, subscriber: Subscriber, deed: str, **more: object) -> None:
    about = {"subscriber": subscriber.name, **more}
    write_down(work.session, work.now, work.person.account, deed, about)
