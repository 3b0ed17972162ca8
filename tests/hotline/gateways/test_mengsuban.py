"""The client of 蒙速办 before a real HTTP server on this machine."""

import json
import socket
import threading
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from peering import SIGNER, peer
from werkzeug.wrappers import Request, Response

from hotline.gateways import peers
from hotline.gateways.mengsuban import Held, MengsubanDown, MengsubanOverHttp, NoMengsuban, TicketProgress, digest_of
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


def test_what_it_holds_is_asked_for_with_the_query_signed() -> None:
    def answer(request: Request) -> Response:
        SIGNER.verify(dict(request.headers), "GET", request.full_path, b"", now_in_utc(), lambda *_: True)
        return Response('{"feeds": [{"message_id": "feed-1", "digest": "d"}], "progress": {"2026-11-22": 3}}')

    with peer(answer) as base:
        assert MengsubanOverHttp(base, SIGNER).held_since(date(2026, 11, 1)) == Held({"feed-1": "d"}, {"2026-11-22": 3})


@pytest.mark.parametrize("body", ["[]", "{}", "<html>", '{"feeds": [1]}', '{"feeds": [], "progress": {"x": "y"}}'])
def test_an_answer_to_reconciling_that_is_not_as_agreed_is_mengsuban_down(body: str) -> None:
    with peer(lambda _request: Response(body)) as base, pytest.raises(MengsubanDown):
        MengsubanOverHttp(base, SIGNER).held_since(date(2026, 11, 1))
    with pytest.raises(MengsubanDown):
        NoMengsuban().held_since(date(2026, 11, 1))


@given(st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=8), max_size=6))
def test_the_digest_does_not_hang_on_the_order_of_keys_and_tells_contents_apart(feed: dict[str, object]) -> None:
    turned = dict(reversed(feed.items()))
    assert digest_of("feed-1", feed) == digest_of("feed-1", turned)
    assert digest_of("feed-1", feed) != digest_of("feed-1", {**feed, "多一项": 1})


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
