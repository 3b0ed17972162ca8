"""The signed JSON interface v1 (对外接口): what a switchboard tells of calls."""

from datetime import datetime

from flask import Blueprint, jsonify, request
from pydantic import AwareDatetime, Field
from werkzeug.wrappers import Response

from hotline.casework.callroom.calls import Heard, Rings, heard
from hotline.domain.errors import Incomplete, NotFound
from hotline.domain.vocabulary import Role
from hotline.gateways.signing import now_in_utc
from hotline.store.work import Person
from hotline.web.desk import equipment
from hotline.web.forms import LINE, Form

bp = Blueprint("api", __name__)


class CallPayload(Form):
    """通话事件。"""

    call_id: LINE = Field(title="call_id")
    event: Rings = Field(title="event")
    caller: LINE = Field(title="caller")
    agent: LINE = Field("", title="agent")
    at: AwareDatetime = Field(title="at")
    seconds: int | None = Field(None, title="seconds", ge=0, le=24 * 3600)

    def heard(self) -> Heard:
        """As the verb takes it."""
        at: datetime = self.at
        return Heard(self.call_id, self.event, self.caller, self.agent, at, self.seconds)


@bp.before_request
def check_signature() -> None:
    """Every message must be signed by the switchboard, fresh and new."""
    signer = equipment().switchboard
    if signer is None:
        raise NotFound("没有启用话务接口（HOTLINE_CALLS_KEY）")
    path = request.full_path.rstrip("?")
    signer.verify(dict(request.headers), request.method, path, request.get_data(), now_in_utc(), equipment().is_new)


@bp.post("/calls")
def calls() -> tuple[Response, int]:
    """One thing that the switchboard says of a call (通话事件); the same twice counts once."""
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise Incomplete("报文体应为 JSON 对象（UTF-8），请核对 Content-Type 与编码")
    payload = CallPayload.read(sent)
    with equipment().work(Person("switchboard", Role.SYSTEM)) as work:
        call = heard(work, payload.heard())
        return jsonify(call=call.id), 201
