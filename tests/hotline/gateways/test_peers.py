"""Handing a message to another system: its own kind of failure is raised, and the message is signed for its path."""

import pytest
from peering import SIGNER, peer
from werkzeug.wrappers import Request, Response

from hotline.gateways.peers import Peer, PeerDown
from hotline.gateways.signing import now_in_utc


class Closed(PeerDown):
    """Another kind of failure."""


def test_the_acknowledgement_comes_back_as_text() -> None:
    def acknowledge(request: Request) -> Response:
        headers, body = dict(request.headers), request.get_data()
        SIGNER.verify(headers, "POST", "/x/y", body, now_in_utc(), lambda *_: True)
        return Response('{"ack": 5}', content_type="application/json")

    with peer(acknowledge) as base:
        assert Peer("某系统", base, SIGNER).hand_over("/x/y", {"a": "甲"}) == "5"


@pytest.mark.parametrize("status", [302, 404, 500])
def test_a_refusal_is_told_by_the_name_of_the_system_in_its_own_kind(status: int) -> None:
    with (
        peer(lambda _request: Response("", status=status)) as base,
        pytest.raises(Closed, match=f"某系统答复 {status}"),
    ):
        Peer("某系统", base, SIGNER, Closed).hand_over("/x", {})
