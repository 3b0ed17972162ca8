"""How a citizen comes in (进入): by a link that 蒙速办 signed for them; from then on a session of two hours."""

import uuid
from datetime import timedelta

from flask import Blueprint, g, redirect, request, session, url_for
from werkzeug.wrappers import Response

from classifier.reading.entities import valid_phone
from hotline.domain.errors import Unsigned
from hotline.domain.vocabulary import Role
from hotline.gateways.links import named_in
from hotline.gateways.signing import now_in_utc
from hotline.store.queries.citizens import requester_in
from hotline.store.vault import Unopenable
from hotline.store.work import Person
from hotline.web.citizens.forms import CardForm, valid_uscc
from hotline.web.desk import equipment

bp = Blueprint("entry", __name__)

STAYS = timedelta(hours=2)
PLACE_OF_CARD = "sessions.citizen.card"
COME_AGAIN = "请回到「蒙速办」重新打开 12345：登录已过期，或尚未从「蒙速办」进入"


@bp.get("/m/enter")
def enter() -> Response:
    """Check the link, and give its user a session of their own; whoever was signed in here before is signed out."""
    signer, query = equipment().signer, request.query_string.decode("latin-1")
    try:
        card = CardForm.read(named_in(signer, request.method, request.path, query, now_in_utc(), equipment().is_new))
    except Unsigned:
        return _already_in(request.args.get("open_id", ""))
    _welcome(card)
    return redirect(url_for("citizens.home"))


def _already_in(open_id: str) -> Response:
    """Back to a used link, by the browser's own history, the same user finds their session still open."""
    card = _card_of_session()
    if card is None or card.open_id != open_id:
        raise Unsigned("链接已失效或已用过，请回到「蒙速办」重新打开 12345")
    return redirect(url_for("citizens.home"))


def _welcome(card: CardForm) -> None:
    """What the app got wrong is left out: its user could not mend it."""
    phone = card.phone if valid_phone(card.phone) else ""
    sound = card.model_copy(update={"phone": phone, "uscc": valid_uscc(card.uscc)})
    session.clear()
    sealed = equipment().vault.seal(sound.model_dump_json(), PLACE_OF_CARD)
    session["citizen"] = {"card": sealed, "until": int((now_in_utc() + STAYS).timestamp())}


def citizen_of_session() -> Person:
    """The citizen at this door (诉求人); their card stands in g for the pages.

    Raises Unsigned if nobody came in by a link, or more than two hours ago. Who never filed has no record yet: the id
    that their first filing will give it follows from their id in 蒙速办, so that their scope holds from the start.
    """
    card = _card_of_session()
    if card is None:
        raise Unsigned(COME_AGAIN)
    with equipment().work() as work:
        known = requester_in(work, card.open_id)
        requester = known.id if known else uuid.UUID(hex=work.vault.blind(f"mengsuban:{card.open_id}"))
    g.card = card
    return Person(f"mengsuban:{card.open_id}"[:64], Role.REQUESTER, requester=requester)


def _card_of_session() -> CardForm | None:
    kept = session.get("citizen")
    if not kept or "account" in session or kept["until"] < now_in_utc().timestamp():
        return None
    try:
        return CardForm.model_validate_json(equipment().vault.open(kept["card"], PLACE_OF_CARD))
    except Unopenable:
        return None
