"""Subscribers by Standard Webhooks (消息订阅): taken on, given new secrets, stopped, sent to again."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hotline.analytics.feed import subscribers
from hotline.domain.analysis.feed_terms import WebhookEvent
from hotline.store.analysis.subscribers import Subscriber
from hotline.store.queries import feeds as asking
from hotline.store.work import Work
from hotline.web.desk import equipment, work_of_this_person
from hotline.web.feeds.forms import ReplayForm, SubscriberForm, with_many

bp = Blueprint("subscribers", __name__)


@bp.get("/")
def listed() -> str:
    """All subscribers, and the form by which one is taken on."""
    with work_of_this_person() as work:
        told = {"standings": asking.subscribers(work), "offered": subscribers.OFFERED, "events": WebhookEvent}
        return render_template("feeds/subscribers.html", **told)


@bp.post("/")
def add() -> str:
    """Take one on; its secret stands on this answer and nowhere else, so it is not redirected (新增)."""
    form = SubscriberForm.read(with_many(request.form, "events"))
    with work_of_this_person() as work:
        networks = equipment().settings.webhook_networks
        one, secret = subscribers.add(work, **form.model_dump(), networks=networks)
        return render_template("feeds/secret_once.html", one=one, secret=secret, is_new=True)


@bp.get("/<int:number>")
def one(number: int) -> str:
    """One subscriber and its log (送达记录)."""
    with work_of_this_person() as work:
        found = subscribers.subscriber_of(work, number)
        lines = asking.messages_of(work, number, request.args.get("before", 0, int))
        told = {"one": found, "lines": lines, "events": WebhookEvent, "logged": asking.LOGGED}
        return render_template("feeds/subscriber.html", **told)


@bp.post("/<int:number>/rotate")
def rotate(number: int) -> str:
    """Give a new secret; it stands on this answer and nowhere else, so it is not redirected (更换密钥)."""
    with work_of_this_person() as work:
        one, secret = subscribers.rotate(work, number)
        return render_template("feeds/secret_once.html", one=one, secret=secret, is_new=False)


@bp.post("/<int:number>/<deed>")
def do(number: int, deed: str) -> Response:
    """Stop, resume, or try the way (停用、恢复、测试)."""
    verb, told = DEEDS.get(deed) or abort(404)
    with work_of_this_person() as work:
        name = verb(work, number).name
    return _back(number, f"「{name}」{told}")


@bp.post("/<int:number>/replay")
def replay(number: int) -> Response:
    """Send again all that did not arrive since a moment (成批重发)."""
    form = ReplayForm.read(request.form)
    with work_of_this_person() as work:
        count = subscribers.replay(work, number, since=form.moment())
    return _back(number, f"{count} 条没有送达的消息已重新排队" if count else "该时刻以来没有未送达的消息")


@bp.post("/<int:number>/messages/<int:message_id>/replay")
def replay_one(number: int, message_id: int) -> Response:
    """Send one message again (重发)."""
    with work_of_this_person() as work:
        subscribers.replay_one(work, number, message_id)
    return _back(number, "已重新排队发送，稍后刷新看结果")


DEEDS: dict[str, tuple[Callable[[Work, int], Subscriber], str]] = {
    "stop": (subscribers.stop, "已停用，不再发送；其间的事件不会补发"),
    "resume": (subscribers.resume, "已恢复；停用前没有送达的，请在下面重发"),
    "test": (subscribers.test, "的测试消息已排队，稍后刷新看结果"),
}


def _back(number: int, said: str) -> Response:
    flash(said, "success")
    return redirect(url_for(".one", number=number))
