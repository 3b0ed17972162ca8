"""What leaves the house: only what a person approved, each once, though the receiver was away, and nothing personal."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from peering import peer
from sqlalchemy import select, update
from standardwebhooks import Webhook
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from factories import House, person
from hotline.analytics.feed import events, review, subscribers
from hotline.analytics.period import Week
from hotline.casework import handling
from hotline.domain.analysis.feed_terms import DifferenceKind, FeedState, StopReason, WebhookFault
from hotline.domain.analysis.giveaways import PATTERNS
from hotline.domain.privacy import mask_text
from hotline.domain.vocabulary import Channel, RequesterKind, Role
from hotline.jobs import feed_jobs
from hotline.jobs.due import Due
from hotline.store.analysis.feeds import FeedAttempt, FeedDifference
from hotline.store.analysis.subscribers import Subscriber, WebhookAttempt, WebhookMessage
from hotline.store.deliveries import Delivery
from hotline.store.reports import DemandFeed
from hotline.store.tickets import Ticket

WEEK = Week(date(2026, 11, 16))
HERE = "127.0.0.0/8"
MONDAY = Due(1, None, {"starts_on": "2026-11-16"})
PLAIN = {"number", "requester", "message_id", "at", "state", "label", "week", "starts_on", "feed", "supersedes"}


@pytest.fixture
def here(shift, monkeypatch):
    """The shift, whose webhooks may go to this machine."""
    settings = shift.house.equipment.settings
    object.__setattr__(settings, "webhook_networks", HERE)
    yield shift
    object.__setattr__(settings, "webhook_networks", "")


def enterprises_say(house: House, demands: int, category: str = "0301", **more: object) -> list[str]:
    numbers = []
    for one in range(demands):
        said = {"phone": f"1391111{one:04}", "company": f"第{one}号企业有限公司", "region": "150105", **more}
        at = WEEK.start + timedelta(days=2)
        numbers.append(house.registered(requester_kind=RequesterKind.ENTERPRISE, now=at, **said))
    with house.equipment.work() as work:
        work.session.execute(update(Ticket).where(Ticket.number.in_(numbers)).values(category=category))
        work.session.execute(update(Delivery).values(done_at=work.now))
    return numbers


def approved(shift) -> str:
    """A feed composed by the clock and approved by the supervisor; its id."""
    feed_jobs.compose_feed(shift.house.equipment, MONDAY)
    with shift.house.equipment.work(person(Role.SUPERVISOR)) as work:
        number = work.session.scalars(select(DemandFeed.id).where(DemandFeed.state == FeedState.DRAFT)).one()
        return review.approve(work, number).feed_id


def subscribed(shift, base: str, *kinds: str) -> tuple[int, str]:
    with shift.house.equipment.work(person(Role.ADMINISTRATOR)) as work:
        one, secret = subscribers.add(
            work, name="对方平台", url=f"{base}/hook", events=kinds or ("demand_feed.published",), networks=HERE
        )
        return one.id, secret


def rows(shift, kind):
    with shift.house.equipment.work() as work:
        return list(work.session.scalars(select(kind).order_by(kind.id)))


def all_due(shift) -> None:
    """The clock goes on until everything that waits is due, and all of it is worked off."""
    with shift.house.equipment.work() as work:
        waits = update(Delivery).where(Delivery.done_at.is_(None), Delivery.dead_at.is_(None))
        work.session.execute(waits.values(due_at=work.now, queued_at=None))
    shift.redis.flushall()
    shift.relay()
    shift.run()


def again(shift) -> None:
    """The receiver of 蒙速办 listens again, on the same port."""
    receiver = shift.receiver
    port, app = receiver.server.server_port, receiver.server.app
    receiver.server = make_server("127.0.0.1", port, app, threaded=True)
    serving = receiver.server.serve_forever
    receiver.thread = type(receiver.thread)(target=serving, kwargs={"poll_interval": 0.02})
    receiver.thread.start()


def test_nothing_is_told_before_a_person_approved_and_then_it_is_acknowledged_once(shift):
    for _ in range(2):
        feed_jobs.compose_feed(shift.house.equipment, MONDAY)
        feed_jobs.demand_feed(shift.house.equipment, MONDAY)
    assert shift.receiver.times == {}
    approved(shift)
    all_due(shift)
    feed_jobs.demand_feed(shift.house.equipment, Due(2, None, {"feed": "feed-2026-11-16"}))
    assert shift.receiver.times == {"feed-2026-11-16": 1}
    (feed,) = rows(shift, DemandFeed)
    assert (feed.acknowledged, feed.state) == ("ack-feed-2026-11-16", FeedState.PUBLISHED) and feed.acknowledged_at


def test_receivers_that_were_killed_for_half_an_hour_have_everything_once_afterwards(here):
    enterprises_say(here.house, 6)
    kept: list[tuple[str, dict[str, object]]] = []
    secret = ""

    def take(request: Request) -> Response:
        told = Webhook(secret).verify(request.get_data(), dict(request.headers))
        kept.append((request.headers["webhook-id"], told))
        return Response()

    with peer(take) as base:
        port = int(base.rpartition(":")[2])
        number, secret = subscribed(here, base)
    here.receiver.take_down()
    feed_id = approved(here)
    for _ in range(4):  # 10 秒、1 分、5 分、30 分之后各试一次，对方都不在
        all_due(here)
    assert kept == [] and here.receiver.times == {}
    failed = rows(here, WebhookAttempt)
    assert len(failed) == len(rows(here, FeedAttempt)) == 4
    assert {one.fault for one in failed} == {WebhookFault.UNREACHABLE}
    assert rows(here, Subscriber)[0].failing_since is not None
    server = make_server("127.0.0.1", port, Request.application(take), threaded=True)
    serving = type(here.receiver.thread)(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    serving.start()
    again(here)
    try:
        for _ in range(3):
            all_due(here)
    finally:
        server.shutdown()
        serving.join()
        server.server_close()
    assert here.receiver.times == {feed_id: 1}
    assert [event for event, _ in kept] == [feed_id]
    assert kept[0][1]["data"]["hotspots"] == here.receiver.received.messages[feed_id]["hotspots"] != []
    (message,), (one,) = rows(here, WebhookMessage), rows(here, Subscriber)
    assert message.delivered_at and one.failing_since is None and one.id == number


def test_nothing_personal_is_in_any_payload(here):
    names, phone = ("特木尔巴根", "阿拉坦其其格"), "13947112233"
    secrets = (
        "91150100MA0MXQ8T8N",
        "150102199003078515",
        "特字样街道八号",
        "青城供热有限公司",
        "蒙A12345",
        "a.b@example.com",
    )
    text = f"我叫{names[0]}，电话{phone}，联系人{names[1]}，{'，'.join(secrets)}，反映供热不达标，请处理"
    for one in range(6):
        asked = {
            "text": text,
            "title": text[:40],
            "name": names[0],
            "address": secrets[2],
            "company": f"{secrets[3]}{one}",
        }
        enterprises_say(here.house, 1, phone=f"1394711{one:04}", **asked)
    taken: list[dict[str, object]] = []

    def take(request: Request) -> Response:
        taken.append(json.loads(request.get_data()))
        return Response()

    with peer(take) as base:
        subscribed(here, base, "demand_feed.published", "ticket.moved")
        moved = here.house.dispatched(
            text, name=names[0], phone=phone, channel=Channel.MENGSUBAN, mengsuban_id="u-7", company=secrets[3]
        )
        with here.house.equipment.work(person(Role.CLERK)) as work:
            handling.accept(work, moved)
        feed_jobs.tell_moves(here.house.equipment, Due(3, None, {}))
        with here.house.equipment.work(now=datetime.now(UTC) + events.SETTLED) as work:
            assert events.tell_moves(work) >= 3
        approved(here)
        for _ in range(2):
            all_due(here)
    told = [*taken, *here.receiver.received.messages.values()]
    assert {"demand_feed.published", "ticket.moved"} == {str(one["type"]) for one in taken}
    assert len(here.receiver.received.messages) >= 3, "progress and the feed"
    for message in told:
        said = json.dumps(message, ensure_ascii=False)
        assert not [word for word in (*names, phone, *secrets, "1394711") if word in said], said
        for words in _words_of(message):
            assert mask_text(words) == words
            assert not [kind for kind, pattern in PATTERNS if pattern.search(words.upper())], words


def _words_of(message: object, name: str = "") -> list[str]:
    if isinstance(message, dict):
        return [word for key, value in message.items() for word in _words_of(value, key)]
    if isinstance(message, list):
        return [word for one in message for word in _words_of(one, name)]
    return [message] if isinstance(message, str) and name not in {*PLAIN, "timestamp", "text"} else []


def test_who_answers_gone_is_switched_off_and_who_fails_for_five_days_too(here):
    status = [410]
    with peer(lambda _request: Response(status=status[0])) as base:
        number, _ = subscribed(here, base)
        approved(here)
        all_due(here)
        (one,) = rows(here, Subscriber)
        assert (one.active, one.stopped) == (False, StopReason.GONE)
        status[0] = 500
        with here.house.equipment.work(person(Role.ADMINISTRATOR)) as work:
            subscribers.resume(work, number)
            assert subscribers.replay(work, number, since=work.now - timedelta(days=1)) == 1
        all_due(here)
        assert rows(here, Subscriber)[0].active
        with here.house.equipment.work() as work:
            work.session.execute(update(Subscriber).values(failing_since=work.now - timedelta(days=5, minutes=1)))
        all_due(here)
    (one,) = rows(here, Subscriber)
    assert (one.active, one.stopped) == (False, StopReason.FAILING)
    assert [attempt.status for attempt in rows(here, WebhookAttempt)] == [410, 500, 500]
    assert rows(here, WebhookMessage)[0].given_up_at


def test_after_a_rotation_both_secrets_sign_and_a_day_later_only_the_new_one(here):
    taken: list[tuple[bytes, dict[str, str]]] = []

    def take(request: Request) -> Response:
        taken.append((request.get_data(), dict(request.headers)))
        return Response()

    with peer(take) as base:
        number, old = subscribed(here, base)
        admin = person(Role.ADMINISTRATOR)
        with here.house.equipment.work(admin) as work:
            _, new = subscribers.rotate(work, number)
            subscribers.test(work, number)
        all_due(here)
        with here.house.equipment.work() as work:
            work.session.execute(update(Subscriber).values(old_until=work.now - timedelta(seconds=1)))
        (message,) = rows(here, WebhookMessage)
        with here.house.equipment.work(admin) as work:
            subscribers.replay_one(work, number, message.id)
        all_due(here)
    first, second = taken
    assert all(Webhook(secret).verify(*first)["type"] == "subscriber.tested" for secret in (old, new))
    assert first[0] == second[0] and len(second[1]["Webhook-Signature"].split(" ")) == 1
    assert Webhook(new).verify(*second)


def test_reconciling_finds_each_kind_of_difference_and_settles_what_was_mended(shift):
    equipment, received = shift.house.equipment, shift.receiver.received
    feed_id = approved(shift)
    all_due(shift)
    shift.house.registered(channel=Channel.MENGSUBAN, mengsuban_id="u-1", now=datetime.now(UTC) - timedelta(days=2))
    all_due(shift)
    reconcile = Due(9, None, {})
    feed_jobs.reconcile_feeds(equipment, reconcile)
    assert [one.kind for one in rows(shift, FeedDifference)] == []
    whole = received.messages.pop(feed_id)
    step = next(key for key in received.messages if key.startswith("step-"))
    progress = received.messages.pop(step)
    received.messages["feed-x"] = {**whole, "message_id": "feed-x"}
    feed_jobs.reconcile_feeds(equipment, reconcile)
    found = {one.kind: one for one in rows(shift, FeedDifference)}
    assert set(found) == {DifferenceKind.MISSING, DifferenceKind.UNKNOWN, DifferenceKind.COUNT}
    assert (found[DifferenceKind.MISSING].about, found[DifferenceKind.COUNT].theirs) == (feed_id, "0")
    received.messages[feed_id] = {**whole, "sentence": "被改动过"}
    received.messages[step] = progress
    del received.messages["feed-x"]
    feed_jobs.reconcile_feeds(equipment, reconcile)
    still = [one for one in rows(shift, FeedDifference) if one.settled_at is None]
    assert [one.kind for one in still] == [DifferenceKind.DIGEST]
    received.messages[feed_id] = whole
    with equipment.work() as work:
        work.session.execute(update(DemandFeed).values(acknowledged=None))
    feed_jobs.reconcile_feeds(equipment, reconcile)
    still = [one for one in rows(shift, FeedDifference) if one.settled_at is None]
    assert [one.kind for one in still] == [DifferenceKind.UNACKNOWLEDGED]
