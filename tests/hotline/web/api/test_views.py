"""The switchboard's interface: signed, once, and told in one sentence what is wrong."""

import json
from datetime import UTC, datetime

import pytest

from hotline.app import create_app
from hotline.gateways.signing import Signer
from hotline.store.contacts import Call

PATH = "/api/v1/calls"
RINGING = {
    "call_id": "x-1",
    "event": "ringing",
    "caller": "13947112233",
    "agent": "agent",
    "at": "2026-11-24T09:00:00+08:00",
}


@pytest.fixture
def switchboard(house):
    client = create_app(house.equipment).test_client()

    def post(message, signer=house.equipment.switchboard):
        body = json.dumps(message).encode()
        headers = signer.headers("POST", PATH, body, datetime.now(UTC))
        return client.post(PATH, data=body, headers={**headers, "Content-Type": "application/json"})

    return post


def test_a_call_that_rings_is_kept_once(house, switchboard):
    first, second = switchboard(RINGING), switchboard(RINGING)
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json == second.json
    with house.equipment.work() as work:
        assert work.session.query(Call).count() == 1


@pytest.mark.parametrize(
    ("message", "why"),
    [({**RINGING, "event": "hello"}, "event"), ({**RINGING, "at": "2026-11-24T09:00:00"}, "at"), ([], "JSON"),
     ({**RINGING, "caller": "1"}, "caller"), ({"event": "ringing"}, "call_id")],
)  # fmt: skip
def test_a_message_that_is_wrong_is_422_with_a_sentence(house, switchboard, message, why):
    answer = switchboard(message)
    assert answer.status_code == 422 and why in answer.json["error"]


def test_an_unsigned_message_is_refused_and_nothing_kept(house, switchboard):
    assert switchboard(RINGING, Signer("switchboard", b"x" * 32)).status_code == 401
    with house.equipment.work() as work:
        assert work.session.query(Call).count() == 0
