"""Health (健康检查): alive, and ready to work."""

from flask import Blueprint, jsonify
from sqlalchemy import text
from werkzeug.wrappers import Response

from hotline.store.schema import current, head
from hotline.web.desk import equipment

bp = Blueprint("health", __name__)


@bp.get("/health")
def alive() -> Response:
    """The process answers."""
    return jsonify(status="ok")


@bp.get("/health/ready")
def ready() -> tuple[Response, int]:
    """The database answers, its tables are the newest, and there are current editions."""
    with equipment().work() as work:
        work.session.execute(text("select 1"))
        judgement = equipment().judgement(work.session)
    newest = current(equipment().engine) == head()
    return jsonify(tables=newest, rules=judgement.rules.edition, model=judgement.model.edition), 200 if newest else 503
