"""Feeds to 蒙速办 (热点回流): reviewed, published, taken back, sent again."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from hotline.analytics.feed import review, sending
from hotline.store.reports import DemandFeed
from hotline.web.desk import work_of_this_person
from hotline.web.feeds import page
from hotline.web.feeds.forms import ReviewForm, with_many

bp = Blueprint("feeds", __name__)


@bp.get("/")
def listed() -> str:
    """All feeds, how far each has come, and what differs from 蒙速办."""
    with work_of_this_person() as work:
        return render_template("feeds/list.html", **page.listed(work))


@bp.get("/<int:number>")
def one(number: int) -> str:
    """One feed: exactly what is told, and how it fared."""
    with work_of_this_person() as work:
        return render_template("feeds/one.html", **page.one(work, number))


@bp.post("/<int:number>/edit")
def edit(number: int) -> Response:
    """Leave lines out, and say something to the public (修改)."""
    form = ReviewForm.read(with_many(request.form, "left_out"))
    with work_of_this_person() as work:
        return _back(review.edit(work, number, **form.model_dump()), "已保存；须由没有改过的另一人复核发布")


@bp.post("/<int:number>/approve")
def approve(number: int) -> Response:
    """Publish it (发布)."""
    with work_of_this_person() as work:
        return _back(review.approve(work, number), "已发布，正在送往蒙速办；送达情况见本页")


@bp.post("/<int:number>/discard")
def discard(number: int) -> Response:
    """Not to be told (不予发布)."""
    with work_of_this_person() as work:
        return _back(review.discard(work, number), "这份稿不予发布，已留痕")


@bp.post("/<int:number>/revise")
def revise(number: int) -> Response:
    """Take lines of a published feed back, by a draft of a new version (撤下)."""
    form = ReviewForm.read(with_many(request.form, "left_out"))
    with work_of_this_person() as work:
        return _back(review.revise(work, number, **form.model_dump()), "新版已起草，须由另一人复核后发布")


@bp.post("/<int:number>/send")
def send_again(number: int) -> Response:
    """Send it again (重发)."""
    with work_of_this_person() as work:
        return _back(sending.send_again(work, number), "已重新排队发送，稍后刷新看结果")


def _back(feed: DemandFeed, said: str) -> Response:
    flash(said, "success")
    return redirect(url_for(".one", number=feed.id))
