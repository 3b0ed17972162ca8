"""The public hot list (公开热点榜): what was last published, for anybody, to be shown inside other sites."""

from flask import Blueprint, jsonify, render_template, request, session
from werkzeug.wrappers import Response

from hotline.domain.moments import beijing
from hotline.store.queries.feeds import published_feed
from hotline.web.desk import equipment

bp = Blueprint("embed", __name__)

FRESH = 300  # 秒


@bp.get("/embed/hot")
def hot() -> Response:
    """The hot list as a page: no sign-in, no scripts, cacheable."""
    with equipment().work() as work:
        feed = published_feed(work)
        page = render_template("feeds/hot.html", feed=feed, large=request.args.get("large") == "1")
    ancestors = equipment().settings.embed_ancestors or "'none'"
    answer = _cacheable(Response(page, mimetype="text/html"))
    answer.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors {ancestors}"
    )
    return answer


@bp.get("/v1/hotlist")
def hotlist() -> Response:
    """The same as JSON, for programs."""
    with equipment().work() as work:
        feed = published_feed(work)
        told = {"feed": feed.feed_id, **feed.payload} if feed else {"feed": None, "hotspots": []}
        at = beijing(feed.published_at).isoformat(timespec="seconds") if feed and feed.published_at else None
    answer = _cacheable(jsonify(**told, published_at=at))
    answer.headers["Access-Control-Allow-Origin"] = "*"  # 公开内容，谁都可以取
    return answer


def _cacheable(answer: Response) -> Response:
    """Shared by all; but where a session's cookie goes out with it, by its browser only."""
    answer.headers["Cache-Control"] = f"{'private' if session else 'public'}, max-age={FRESH}"
    return answer
