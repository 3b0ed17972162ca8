"""A small text-message platform (模拟短信平台), beside the simulated 蒙速办: it keeps what it was handed, and shows it."""

import json

from flask import Flask, Response, jsonify, render_template, request

from hotline.domain.privacy import mask_phone
from hotline.gateways.signing import Signer, now_in_utc
from hotline.simulators.received import Received

SHOWN = 200


def listen_for_texts(app: Flask, signer: Signer, received: Received) -> None:
    """The interface that the hotline calls, and the page on which the telephones can be seen."""

    @app.post("/sms/send")
    def send() -> Response:
        """Take one text message; the same twice is sent once."""
        body = request.get_data()
        signer.verify(dict(request.headers), "POST", request.path, body, now_in_utc(), received.is_new)
        message = json.loads(body)
        received.keep(message)
        return jsonify(ack=f"sms-{message['message_id']}")

    @app.get("/phones")
    def phones() -> str:
        """The last messages, the newest first, by telephone."""
        last = list(received.messages.values())[-SHOWN:][::-1]
        return render_template("phones.html", messages=[{**one, "phone": mask_phone(one["phone"])} for one in last])
