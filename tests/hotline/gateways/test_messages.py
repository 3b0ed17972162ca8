"""The client of the text-message platform before a real HTTP server on this machine."""

import json

import pytest
from peering import SIGNER, peer
from werkzeug.wrappers import Request, Response

from hotline.gateways.messages import NoTexts, TextMessage, TextsDown, TextsOff, TextsOverHttp
from hotline.gateways.signing import now_in_utc

MESSAGE = TextMessage("text-1", "13900000001", "【12345热线】工单已受理")


def test_a_text_is_sent_signed_and_its_acknowledgement_comes_back() -> None:
    kept: list[dict[str, object]] = []

    def acknowledge(request: Request) -> Response:
        body = request.get_data()
        SIGNER.verify(dict(request.headers), request.method, request.path, body, now_in_utc(), lambda *_: True)
        kept.append({"path": request.path, **json.loads(body)})
        return Response('{"ack": "sms-text-1"}', content_type="application/json")

    with peer(acknowledge) as base:
        assert TextsOverHttp(base, SIGNER).send(MESSAGE) == "sms-text-1"
    assert kept == [{"path": "/sms/send", "message_id": "text-1", "phone": MESSAGE.phone, "text": MESSAGE.text}]


def test_a_platform_that_refuses_is_down_and_never_told_with_the_number() -> None:
    with peer(lambda _request: Response("busy", status=503)) as base, pytest.raises(TextsDown, match="503") as told:
        TextsOverHttp(base, SIGNER).send(MESSAGE)
    assert MESSAGE.phone not in str(told.value)


def test_without_a_platform_trying_again_would_not_help() -> None:
    with pytest.raises(TextsOff, match="HOTLINE_SMS_URL") as told:
        NoTexts().send(MESSAGE)
    assert MESSAGE.phone not in str(told.value)
