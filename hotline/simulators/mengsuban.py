"""A small 蒙速办 (模拟蒙速办): a real HTTP peer in its own process, which signs, calls and listens like the app.

It keeps what it was told in one file, a message a line, so that it bears being killed too; the same message twice is
kept once, and counted.
"""

import argparse
import json
import uuid
from collections import Counter
from dataclasses import dataclass
from typing import Any

import httpx
from flask import Flask, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.serving import make_server

from hotline.domain.errors import Unsigned
from hotline.domain.vocabulary import Satisfaction, Solved
from hotline.gateways.links import signed_link
from hotline.gateways.mengsuban import digest_of
from hotline.gateways.signing import Signer, now_in_utc
from hotline.settings import Settings
from hotline.simulators.phones import listen_for_texts
from hotline.simulators.received import Received

PATIENCE = 10.0
TEST_USER = "u-demo"


@dataclass(frozen=True)
class HotlineClient:
    """How the app calls the hotline: each message signed."""

    base: str
    signer: Signer

    def call(self, method: str, path: str, message: dict[str, Any] | None = None) -> tuple[int, dict[str, Any]]:
        """Call the hotline; its status and its answer."""
        body = json.dumps(message, ensure_ascii=False).encode() if message is not None else b""
        whole = f"/mengsuban/v1{path}"
        headers = {**self.signer.headers(method, whole, body, now_in_utc()), "Content-Type": "application/json"}
        answer = httpx.request(
            method, self.base + whole, content=body, headers=headers, timeout=PATIENCE, trust_env=False
        )
        return answer.status_code, answer.json()

    def way_in(self, user: dict[str, str]) -> str:
        """The signed link by which the app opens the hotline's pages for one of its users."""
        return self.base + signed_link(self.signer, "/m/enter", user, now_in_utc())


def create_simulator(hotline: HotlineClient, received: Received) -> Flask:
    """The simulated app: its pages for a citizen, and its interface for the hotline."""
    app = Flask("hotline.simulators")
    app.config["TEMPLATES_AUTO_RELOAD"] = False
    filed: dict[str, str] = {}

    @app.get("/")
    def start() -> str:
        """The page on which a citizen files, and sees what was filed."""
        feeds = [message for key, message in received.messages.items() if key.startswith("feed-")]
        return render_template("mengsuban.html", filed=filed, feeds=feeds[-1:], said=request.args.get("said", ""))

    @app.get("/open")
    def open_pages() -> Any:
        """Open the hotline's own pages as the test user; each time with a fresh signature."""
        return redirect(hotline.way_in({"open_id": TEST_USER}))

    @app.post("/file")
    def file() -> Any:
        """File a demand with the hotline."""
        open_id = request.form.get("open_id", "").strip() or TEST_USER
        message = {"external_no": uuid.uuid4().hex, "open_id": open_id, **request.form.to_dict()}
        status, answer = hotline.call("POST", "/tickets", message)
        if status == httpx.codes.CREATED:
            filed[answer["order_no"]] = open_id
            return redirect(url_for("follow", number=answer["order_no"]))
        return redirect(url_for("start", said=answer.get("error", "提交失败，请稍后再试")))

    @app.get("/tickets/<number>")
    def follow(number: str) -> str:
        """How far it is, as the hotline says and as it told us."""
        open_id = filed.get(number, request.args.get("open_id", ""))
        _, answer = hotline.call("GET", f"/tickets/{number}?open_id={open_id}")
        told = [message for message in received.messages.values() if message.get("number") == number]
        choices = {"satisfactions": Satisfaction, "solvings": Solved}
        return render_template(
            "mengsuban_ticket.html", number=number, answer=answer, told=told, open_id=open_id, **choices
        )

    @app.post("/tickets/<number>/rating")
    def rate(number: str) -> Any:
        """Rate it."""
        hotline.call("POST", f"/tickets/{number}/rating", request.form.to_dict())
        return redirect(url_for("follow", number=number, open_id=request.form.get("open_id", "")))

    _listen(app, hotline.signer, received)
    return app


def _listen(app: Flask, signer: Signer, received: Received) -> None:
    """The interface that the hotline calls."""

    def keep_signed() -> Response:
        body = request.get_data()
        signer.verify(dict(request.headers), "POST", request.path, body, now_in_utc(), received.is_new)
        message = json.loads(body)
        received.keep(message)
        if "hotspots" in message and received.messages[message["message_id"]] != message:
            received.messages[message["message_id"]] = message  # 同号而内容不同：以后到的为准
        return jsonify(ack=f"ack-{message['message_id']}")

    app.add_url_rule("/hotline/progress", "progress", keep_signed, methods=["POST"])
    app.add_url_rule("/hotline/feed", "feed", keep_signed, methods=["POST"])

    @app.get("/hotline/feeds")
    def held() -> Response:
        """Which feeds we hold since a day, with the digest of each, and our progress messages by day (对账)."""
        signer.verify(dict(request.headers), "GET", request.full_path, b"", now_in_utc(), received.is_new)
        return jsonify(_held_since(received, request.args.get("since", "")))

    @app.get("/received")
    def all_received() -> Response:
        """Message ids and how often each came, for tests and the curious."""
        return jsonify(received.times)

    @app.errorhandler(Unsigned)
    def refuse(error: Unsigned) -> tuple[Response, int]:
        return jsonify(error=str(error)), error.status


def _held_since(received: Received, since: str) -> dict[str, Any]:
    feeds, progress = [], Counter[str]()
    for key, message in list(received.messages.items()):
        if "hotspots" in message and message["starts_on"] >= since:
            content = {name: value for name, value in message.items() if name != "message_id"}
            feeds.append({"message_id": key, "digest": digest_of(key, content)})
        elif key.startswith("step-") and str(message.get("at", ""))[:10] >= since:
            progress[message["at"][:10]] += 1
    return {"feeds": feeds, "progress": progress}


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="python -m hotline.simulators.mengsuban", description="模拟蒙速办")
    parser.add_argument("--port", type=int, required=True, help="监听端口")
    parser.add_argument("--hotline", required=True, help="热线系统的地址")
    options = parser.parse_args()
    settings = Settings.from_env()
    signer = Signer(settings.mengsuban_app, settings.key("mengsuban_key"))
    received = Received(settings.state / "mengsuban" / "received.jsonl")
    app = create_simulator(HotlineClient(options.hotline, signer), received)
    texts = Received(settings.state / "mengsuban" / "texts.jsonl")
    listen_for_texts(app, Signer(settings.sms_app, settings.key("sms_key")), texts)
    make_server("127.0.0.1", options.port, app, threaded=True).serve_forever()


if __name__ == "__main__":
    main()
