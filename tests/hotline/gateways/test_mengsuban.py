"""The client of 蒙速办 before a real HTTP server on this machine."""

import json
import socket
import threading

import pytest
from peering import SIGNER, peer
from werkzeug.wrappers import Request, Response

from hotline.gateways import peers
from hotline.gateways.mengsuban import MengsubanDown, MengsubanOverHttp, NoMengsuban, TicketProgress
from hotline.gateways.signing import now_in_utc

PROGRESS = TicketProgress("m-1", "NM1", "u-1", "handling", "办理中", "已签收", "2026-11-20T16:00:00+08:00")


def test_progress_is_sent_signed_in_chinese_and_its_acknowledgement_comes_back() -> None:
    kept: list[dict[str, object]] = []

    def acknowledge(request: Request) -> Response:
        body = request.get_data()
        SIGNER.verify(dict(request.headers), request.method, request.path, body, now_in_utc(), lambda *_: True)
        kept.append({"path": request.path, "type": request.content_type, **json.loads(body)})
        assert "办理中".encode() in body
        return Response('{"ack": "ack-m-1"}', content_type="application/json")

    with peer(acknowledge) as base:
        assert MengsubanOverHttp(base, SIGNER).tell_progress(PROGRESS) == "ack-m-1"
    assert kept == [
        {"path": "/hotline/progress", "type": "application/json", "message_id": "m-1", "number": "NM1",
         "requester": "u-1", "state": "handling", "label": "办理中", "text": "已签收", "at": PROGRESS.at}
    ]  # fmt: skip


def test_a_feed_carries_its_id_and_its_figures() -> None:
    kept: list[tuple[str, dict[str, object]]] = []

    def acknowledge(request: Request) -> Response:
        kept.append((request.path, json.loads(request.get_data())))
        return Response('{"ack": 7}', content_type="application/json")

    with peer(acknowledge) as base:
        assert MengsubanOverHttp(base, SIGNER).publish_feed("feed-1", {"hotspots": []}) == "7"
    assert kept == [("/hotline/feed", {"message_id": "feed-1", "hotspots": []})]


@pytest.mark.parametrize("status", [500, 503, 401, 404, 302, 201])
def test_any_other_status_is_mengsuban_down(status: int) -> None:
    def refuse(_request: Request) -> Response:
        return Response('{"ack": "x"}', status=status, headers={"Location": "/elsewhere"})

    with peer(refuse) as base, pytest.raises(MengsubanDown, match=str(status)):
        MengsubanOverHttp(base, SIGNER).tell_progress(PROGRESS)


@pytest.mark.parametrize("body", ["<html>登录</html>", "", "[]", "{}", "null"])
def test_an_answer_without_acknowledgement_is_mengsuban_down(body: str) -> None:
    with peer(lambda _request: Response(body)) as base, pytest.raises(MengsubanDown, match="ack"):
        MengsubanOverHttp(base, SIGNER).tell_progress(PROGRESS)


def test_no_answer_in_time_is_mengsuban_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(peers, "PATIENCE", 0.1)
    enough = threading.Event()

    def dawdle(_request: Request) -> Response:
        enough.wait(5)
        return Response('{"ack": "late"}')

    with peer(dawdle) as base:
        with pytest.raises(MengsubanDown, match="ReadTimeout"):
            MengsubanOverHttp(base, SIGNER).tell_progress(PROGRESS)
        enough.set()


def test_a_refused_connection_is_mengsuban_down() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        base = f"http://127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(MengsubanDown, match="ConnectError"):
            MengsubanOverHttp(base, SIGNER).tell_progress(PROGRESS)


def test_where_none_is_configured_nothing_can_be_sent() -> None:
    with pytest.raises(MengsubanDown, match="m-1"):
        NoMengsuban().tell_progress(PROGRESS)
    with pytest.raises(MengsubanDown, match="feed-1"):
        NoMengsuban().publish_feed("feed-1", {})
