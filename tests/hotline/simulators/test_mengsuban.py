"""The simulated 蒙速办: keeps a message once, refuses what is not signed, bears being killed."""

import json
import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.serving import make_server

from hotline.app import create_app
from hotline.gateways.mengsuban import digest_of
from hotline.gateways.signing import Signer
from hotline.simulators.mengsuban import HotlineClient, create_simulator
from hotline.simulators.received import Received

SIGNER = Signer("nmg-12345", b"k" * 32)
PROGRESS = "/hotline/progress"


@pytest.fixture
def received(tmp_path):
    return Received(tmp_path / "mengsuban" / "received.jsonl")


@pytest.fixture
def app(received):
    return create_simulator(HotlineClient("http://127.0.0.1:9", SIGNER), received).test_client()


def body_of(key="step-1", **more):
    return json.dumps({"message_id": key, "number": "N1", **more}, ensure_ascii=False).encode()


def post(app, body, *, path=PROGRESS, signer=SIGNER, at=None, headers=None):
    signed = headers or signer.headers("POST", path, body, at or datetime.now(UTC))
    return app.post(path, data=body, headers=signed, content_type="application/json")


def test_a_signed_message_is_acknowledged_and_kept_once_however_often_it_comes(app, received):
    for _ in range(3):
        answer = post(app, body_of(text="您的诉求已受理"))
        assert (answer.status_code, answer.json) == (200, {"ack": "ack-step-1"})
    assert app.get("/received").json == {"step-1": 3}
    (line,) = received.file.read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["text"] == "您的诉求已受理"


def test_progress_and_feed_have_their_own_ways_in(app):
    assert post(app, body_of("feed-1"), path="/hotline/feed").status_code == 200
    signed_for_another = SIGNER.headers("POST", "/hotline/feed", body_of(), datetime.now(UTC))
    assert post(app, body_of(), headers=signed_for_another).status_code == 401


def test_it_says_what_it_holds_to_who_asks_signed_and_a_changed_feed_replaces_the_first(app):
    feed = {"message_id": "feed-1", "starts_on": "2026-11-16", "hotspots": []}
    for sentence in ("一", "二"):
        post(app, json.dumps({**feed, "sentence": sentence}).encode(), path="/hotline/feed")
    post(app, body_of("step-7", at="2026-11-20T09:00:00+08:00"))
    path = "/hotline/feeds?since=2026-11-01"
    held = app.get(path, headers=SIGNER.headers("GET", path, b"", datetime.now(UTC))).json
    digest = digest_of("feed-1", {"starts_on": "2026-11-16", "hotspots": [], "sentence": "二"})
    assert held == {"feeds": [{"message_id": "feed-1", "digest": digest}], "progress": {"2026-11-20": 1}}
    assert app.get(path).status_code == 401


@pytest.mark.parametrize(
    "spoil",
    [
        lambda headers: {},
        lambda headers: {**headers, "X-Signature": "0" * 64},
        lambda headers: {**headers, "X-App-Id": "somebody"},
        lambda headers: {**headers, "X-Nonce": "other"},
        lambda headers: {**headers, "X-Timestamp": str(int(headers["X-Timestamp"]) + 1)},
        lambda headers: {name: value for name, value in headers.items() if name != "X-Nonce"},
    ],
    ids=["unsigned", "signature", "app", "nonce", "time", "no nonce"],
)
def test_what_is_not_rightly_signed_is_refused_and_not_kept(app, received, spoil):
    headers = spoil(SIGNER.headers("POST", PROGRESS, body_of(), datetime.now(UTC)))
    answer = app.post(PROGRESS, data=body_of(), headers=headers)
    assert answer.status_code == 401
    assert answer.json["error"]
    assert app.get("/received").json == {}
    assert received.file.read_text() == ""


def test_another_key_another_body_or_an_old_message_is_refused(app):
    assert post(app, body_of(), signer=Signer("nmg-12345", b"x" * 32)).status_code == 401
    assert post(app, body_of(), at=datetime.now(UTC) - timedelta(minutes=6)).status_code == 401
    headers = SIGNER.headers("POST", PROGRESS, body_of(), datetime.now(UTC))
    assert post(app, body_of(text="changed"), headers=headers).status_code == 401
    assert app.get("/received").json == {}


def test_the_very_same_message_replayed_is_refused(app):
    headers = SIGNER.headers("POST", PROGRESS, body_of(), datetime.now(UTC))
    assert [post(app, body_of(), headers=headers).status_code for _ in range(2)] == [200, 401]
    assert app.get("/received").json == {"step-1": 1}


def test_what_was_kept_is_still_known_after_it_was_killed(app, received):
    post(app, body_of("step-1"))
    post(app, body_of("step-2"))
    again = Received(received.file)
    assert set(again.messages) == {"step-1", "step-2"}
    again.keep({"message_id": "step-1"})
    assert again.times["step-1"] == 2
    assert len(received.file.read_text().splitlines()) == 2


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 5), max_size=30))
def test_many_hands_at_once_keep_each_message_once(tmp_path_factory, keys):
    received = Received(tmp_path_factory.mktemp("kept") / "received.jsonl")
    threads = [
        threading.Thread(target=lambda half=half: [received.keep({"message_id": str(key)}) for key in half])
        for half in (keys[::2], keys[1::2])
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = [json.loads(line)["message_id"] for line in received.file.read_text().splitlines()]
    assert sorted(kept) == sorted({str(key) for key in keys})
    assert sum(received.times.values()) == len(keys)


def test_a_citizen_files_follows_and_is_told_in_words(house, tmp_path):
    server = make_server("127.0.0.1", 0, create_app(house.equipment), threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        client = HotlineClient(f"http://127.0.0.1:{server.server_port}", house.equipment.signer)
        citizen = create_simulator(client, Received(tmp_path / "received.jsonl")).test_client()
        form = {"content": "赛罕区阳光花园小区暖气不热", "open_id": "u-9", "name": "王女士", "phone": "13947112233"}
        filed = citizen.post("/file", data=form)
        assert filed.status_code == 302 and "/tickets/" in filed.location, filed.location
        page = citizen.get(filed.location).text
        number = filed.location.rsplit("/", 1)[-1]
        assert number in page
        assert house.ticket(number).text == "赛罕区阳光花园小区暖气不热"
        assert citizen.get("/").status_code == 200
        refused = citizen.post("/file", data={"open_id": "u-9"})
        assert refused.status_code == 302 and "/tickets/" not in refused.location
        assert citizen.get(refused.location).status_code == 200
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_test_user_opens_the_pages_of_the_hotline_by_a_signed_link(house, tmp_path):
    citizen = create_simulator(
        HotlineClient("http://localhost", house.equipment.signer), Received(tmp_path / "received.jsonl")
    ).test_client()
    assert "打开 12345（以测试用户身份）" in citizen.get("/").text
    browser = create_app(house.equipment).test_client()
    for _ in range(2):
        link = citizen.get("/open").location
        assert link.startswith("http://localhost/m/enter?open_id=u-demo&")
        assert browser.get(link).location == "/m/"
