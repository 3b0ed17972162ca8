"""The web application (网站): doors, error pages, filters, headers — put together, nothing else."""

from datetime import UTC, datetime

from flask import Flask, g, request
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from hotline.equipment import Equipment
from hotline.web import errors, filters, guard, health, live
from hotline.web.admins import views as admins
from hotline.web.agencies import views as agencies
from hotline.web.agents import views as agents
from hotline.web.analysts import views as analysts
from hotline.web.dispatchers import views as dispatchers
from hotline.web.mengsuban import views as mengsuban
from hotline.web.rules import views as rules
from hotline.web.supervisors import views as supervisors
from hotline.web.tickets import views as tickets
from hotline.web.watch import views as watch

LARGEST = 2 * 1024 * 1024  # 字节：一次请求的上限
LARGEST_FILE = 32 * 1024 * 1024  # 字节：传文件的页面
TAKE_FILES = ("tickets.put_file", "rules.upload")

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
        SEND_FILE_MAX_AGE_DEFAULT=3600,
        WTF_CSRF_TIME_LIMIT=None,
    )
    if equipment.settings.tls:
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]  # 终止 TLS 的代理说出来访者地址
    app.extensions["equipment"] = equipment
    app.extensions["listener"] = live.listener_for(equipment)
    app.before_request(_note_the_time)
    app.before_request(_bound_the_size)
    app.before_request(guard.check_door)
    app.after_request(_protect)
    csrf = CSRFProtect(app)
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
    app.register_blueprint(agents.bp, url_prefix="/agents")
    app.register_blueprint(dispatchers.bp, url_prefix="/dispatchers")
    app.register_blueprint(agencies.bp, url_prefix="/agencies")
    app.register_blueprint(supervisors.bp, url_prefix="/supervisors")
    app.register_blueprint(analysts.bp, url_prefix="/analysts")
    app.register_blueprint(admins.bp, url_prefix="/admins")
    app.register_blueprint(rules.bp, url_prefix="/rules")
    app.register_blueprint(watch.bp, url_prefix="/watch")
    app.register_blueprint(mengsuban.bp, url_prefix="/mengsuban/v1")


def _bound_the_size() -> None:
    """Only where files are taken may a request be large."""
    if request.endpoint not in TAKE_FILES:
        request.max_content_length = LARGEST


def _note_the_time() -> None:
    g.now = datetime.now(UTC)
    g.person = None


def _protect(answer: Response) -> Response:
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    if g.get("person") is not None:
        answer.headers.setdefault("Cache-Control", "no-store")
    return answer
