"""The signed interface for 蒙速办 (蒙速办接口): file, follow, rate."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Blueprint, jsonify, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from hotline.casework import intake
from hotline.casework.closing import callback
from hotline.domain.errors import Incomplete, NotFound
from hotline.domain.follow_ups import FOLLOW_UPS
from hotline.domain.lifecycle import outward, outward_label
from hotline.domain.moments import beijing
from hotline.domain.vocabulary import Channel, Role, State
from hotline.gateways.signing import now_in_utc
from hotline.store.people import Requester
from hotline.store.queries.details import details
from hotline.store.work import Person, Work
from hotline.web.desk import equipment
from hotline.web.mengsuban.payloads import FilePayload, RatePayload, WithdrawPayload

bp = Blueprint("mengsuban", __name__)


@bp.before_request
def check_signature() -> None:
    """Every message must be signed, fresh and new; checked before anything is read from it."""
    path, house = request.full_path.rstrip("?"), equipment()
    house.signer.verify(dict(request.headers), request.method, path, request.get_data(), now_in_utc(), house.is_new)


def _sent() -> dict[str, object]:
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise Incomplete("报文体应为 JSON 对象（UTF-8），请核对 Content-Type 与编码")
    return sent


@contextmanager
def _work_of(open_id: str) -> Iterator[Work]:
    """A piece of work of the requester with that id; NotFound for an id that never filed."""
    with equipment().work() as work:
        known = work.session.scalar(select(Requester.id).where(Requester.mengsuban_id == open_id))
    if known is None:
        raise NotFound("没有这位用户的工单")
    with equipment().work(Person(f"mengsuban:{open_id}"[:64], Role.REQUESTER, requester=known)) as work:
        yield work


def _standing(state: State) -> dict[str, str]:
    """Where a ticket stands, as its requester is told."""
    return {"status": state.value, "label": outward_label(state)}


@bp.post("/tickets")
def file() -> tuple[Response, int]:
    """File a demand (提交诉求); the same external number again gives the same ticket."""
    payload = FilePayload.read(_sent())
    with equipment().work(Person("mengsuban", Role.SYSTEM)) as work:
        ticket = intake.register(work, payload.demand())
    return jsonify(order_no=ticket.number, **_standing(outward(ticket.state))), 201


@bp.get("/tickets/<number>")
def follow(number: str) -> Response:
    """How far a demand is (进度查询); only the requester's own."""
    with _work_of(request.args.get("open_id", "")) as work:
        ticket = details(work, number).ticket
        standing = _standing(outward(ticket.state, ticket.steps[-1].before))
        told = [step for step in ticket.steps if any(row.by == Channel.MENGSUBAN for row in FOLLOW_UPS[step.action])]
        events = [
            {"label": outward_label(outward(step.after)), "at": beijing(step.taken_at).isoformat()} for step in told
        ]
    return jsonify(order_no=number, **standing, events=events)


@bp.post("/tickets/<number>/rating")
def rate(number: str) -> Response:
    """Rate what was done (好差评): dissatisfied with a reason has it done again."""
    form = RatePayload.read(_sent())
    with _work_of(form.open_id) as work:
        ticket = callback.rate(work, number, satisfaction=form.satisfaction, solved=form.solved, reason=form.reason)
    return jsonify(order_no=number, **_standing(outward(ticket.state)))


@bp.post("/tickets/<number>/withdrawal")
def withdraw(number: str) -> Response:
    """Take a demand back (撤诉); only the requester's own, and only before it has been answered."""
    form = WithdrawPayload.read(_sent())
    with _work_of(form.open_id) as work:
        ticket = intake.withdraw(work, number, reason=form.reason)
    return jsonify(order_no=number, **_standing(outward(ticket.state)))
