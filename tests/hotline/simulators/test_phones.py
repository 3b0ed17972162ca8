"""The simulated text-message platform: takes what is signed, once, and shows it without the number in full."""

import json
from datetime import UTC, datetime

import pytest

from hotline.gateways.signing import Signer
from hotline.simulators.mengsuban import HotlineClient, create_simulator
from hotline.simulators.phones import listen_for_texts
from hotline.simulators.received import Received

SIGNER, OTHER = Signer("nmg-12345", b"s" * 32), Signer("nmg-12345", b"m" * 32)
BODY = json.dumps({"message_id": "text-1", "phone": "13900000001", "text": "【12345热线】已受理<b>"}).encode()


@pytest.fixture
def texts(tmp_path):
    return Received(tmp_path / "texts.jsonl")


@pytest.fixture
def app(tmp_path, texts):
    made = create_simulator(HotlineClient("http://127.0.0.1:9", OTHER), Received(tmp_path / "received.jsonl"))
    listen_for_texts(made, SIGNER, texts)
    return made.test_client()


def send(app, signer):
    headers = signer.headers("POST", "/sms/send", BODY, datetime.now(UTC))
    return app.post("/sms/send", data=BODY, headers=headers, content_type="application/json")


def test_a_signed_text_is_sent_once_and_seen_without_its_number(app, texts):
    assert "还没有短信" in app.get("/phones").text
    for _ in range(2):
        assert send(app, SIGNER).json == {"ack": "sms-text-1"}
    assert texts.times == {"text-1": 2}
    page = app.get("/phones").text
    assert page.count("已受理") == 1
    assert "139****0001" in page and "13900000001" not in page
    assert "<b>" not in page


def test_what_is_signed_with_another_key_is_refused(app, texts):
    assert send(app, OTHER).status_code == 401
    assert texts.messages == {}
