"""The web application (网站): doors, error pages, filters, headers — put together, nothing else."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, g, request
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response
from whitenoise import WhiteNoise

from hotline.equipment import Equipment
from hotline.web import errors, filters, guard, health, live, password
from hotline.web.admins import audit, people, queues, today
from hotline.web.admins import views as admins
from hotline.web.agencies import template_views
from hotline.web.agencies import views as agencies
from hotline.web.agents import pop
from hotline.web.agents import views as agents
from hotline.web.analysts import views as analysts
from hotline.web.analysts.fresh import Fresh
from hotline.web.api import views as api
from hotline.web.callroom import views as callroom
from hotline.web.citizens import entry
from hotline.web.citizens import views as citizens
from hotline.web.crossing import views as crossing
from hotline.web.dashboards import views as dashboards
from hotline.web.dispatchers import views as dispatchers
from hotline.web.enterprises import views as enterprises
from hotline.web.feeds import embed, subscribers
from hotline.web.feeds import views as feeds
from hotline.web.knowledge import views as knowledge
from hotline.web.mengsuban import views as mengsuban
from hotline.web.policies import views as policies
from hotline.web.projects import views as projects
from hotline.web.rules import views as rules
from hotline.web.search import views as search
from hotline.web.supervisors import views as supervisors
from hotline.web.tickets import views as tickets
from hotline.web.topics import views as topics
from hotline.web.watch import views as watch

LARGEST = 2 * 1024 * 1024  # 字节：一次请求的上限
LARGEST_FILE = 32 * 1024 * 1024  # 字节：传文件的页面
TAKE_FILES = (
    "tickets.put_file",
    "tickets.do",
    "agencies.inside.submit",
    "rules.upload",
    "citizens.file",
    "citizens.do",
    "dashboards.history.hand_in",
)

KEPT_BY_BROWSERS = 3600  # 秒

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(), camera=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def create_app(equipment: Equipment) -> Flask:
    """The application of one process, working with that equipment."""
    app = Flask("hotline.web")
    app.config.update(
        SECRET_KEY=equipment.settings.key("secret_key"),
        MAX_CONTENT_LENGTH=LARGEST_FILE,
        MAX_FORM_MEMORY_SIZE=LARGEST,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SECURE=equipment.settings.tls,
        PERMANENT_SESSION_LIFETIME=guard.SIGNED_OUT_AFTER,
        SEND_FILE_MAX_AGE_DEFAULT=KEPT_BY_BROWSERS,
        WTF_CSRF_TIME_LIMIT=None,
    )
    if equipment.settings.tls:
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]  # 终止 TLS 的代理说出来访者地址
    static = WhiteNoise(
        app.wsgi_app,
        root=app.static_folder,
        prefix="static/",
        max_age=KEPT_BY_BROWSERS,
    )
    app.wsgi_app = _guarded(static)  # type: ignore[method-assign,assignment]  # 压缩好的静态文件由 WhiteNoise 给
    app.extensions["equipment"] = equipment
    app.extensions["fresh"] = Fresh()
    app.extensions["listener"] = live.listener_for(equipment)
    app.before_request(_note_the_time)
    app.before_request(_bound_the_size)
    app.before_request(guard.check_door)
    app.after_request(_protect)
    csrf = CSRFProtect(app)
    csrf.exempt(api.bp)
    csrf.exempt(mengsuban.bp)  # 凭签名，不凭会话
    _open_doors(app)
    errors.show_errors(app)
    filters.teach(app)
    return app


def _open_doors(app: Flask) -> None:
    app.register_blueprint(guard.bp)
    app.register_blueprint(guard.home)
    app.register_blueprint(health.bp)
    app.register_blueprint(live.bp)
    app.register_blueprint(tickets.bp, url_prefix="/tickets")
    app.register_blueprint(search.bp, url_prefix="/search")
    app.register_blueprint(agents.bp, url_prefix="/agents")
    app.register_blueprint(pop.bp, url_prefix="/agents/pop")
    app.register_blueprint(callroom.bp, url_prefix="/callroom")
    app.register_blueprint(dispatchers.bp, url_prefix="/dispatchers")
    app.register_blueprint(agencies.bp, url_prefix="/agencies")
    app.register_blueprint(template_views.bp, url_prefix="/templates")
    app.register_blueprint(supervisors.bp, url_prefix="/supervisors")
    app.register_blueprint(analysts.bp, url_prefix="/analysts")
    app.register_blueprint(crossing.bp, url_prefix="/analysts/cross")
    app.register_blueprint(topics.bp, url_prefix="/analysts/topics")
    app.register_blueprint(dashboards.bp, url_prefix="/analysts")
    app.register_blueprint(feeds.bp, url_prefix="/feeds")
    app.register_blueprint(subscribers.bp, url_prefix="/feeds/subscribers")
    app.register_blueprint(embed.bp, url_prefix="/mengsuban")
    app.register_blueprint(password.bp, url_prefix="/password")
    app.register_blueprint(today.bp, url_prefix="/admins")
    app.register_blueprint(people.bp, url_prefix="/admins/people")
    app.register_blueprint(queues.bp, url_prefix="/admins/queues")
    app.register_blueprint(audit.bp, url_prefix="/admins/audit")
    app.register_blueprint(admins.bp, url_prefix="/admins")
    app.register_blueprint(rules.bp, url_prefix="/rules")
    app.register_blueprint(knowledge.bp, url_prefix="/knowledge")
    app.register_blueprint(watch.bp, url_prefix="/watch")
    app.register_blueprint(enterprises.bp, url_prefix="/enterprises")
    app.register_blueprint(policies.bp, url_prefix="/policies")
    app.register_blueprint(projects.bp, url_prefix="/projects")
    app.register_blueprint(api.bp, url_prefix="/api/v1")
    app.register_blueprint(mengsuban.bp, url_prefix="/mengsuban/v1")
    app.register_blueprint(entry.bp)
    app.register_blueprint(citizens.bp, url_prefix="/m")


def _bound_the_size() -> None:
    """Only where files are taken may a request be large."""
    if request.endpoint not in TAKE_FILES:
        request.max_content_length = LARGEST


def _note_the_time() -> None:
    g.now = datetime.now(UTC)
    g.person = None


def _guarded(wsgi: WSGIApplication) -> WSGIApplication:
    """Every answer carries the headers that protect, whoever gives it: a view, an error page, a static file."""

    def answer(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        def begin(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            present = {name.lower() for name, _ in headers}
            missing = [(name, value) for name, value in HEADERS.items() if name.lower() not in present]
            return start(status, [*headers, *missing], *more)

        return wsgi(environ, begin)

    return answer


def _protect(answer: Response) -> Response:
    if g.get("person") is not None:
        answer.headers.setdefault("Cache-Control", "no-store")
    return answer
