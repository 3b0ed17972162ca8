"""Handing a message to another system (报文递交): signed, over HTTP, and answered by an acknowledgement."""

import json
from dataclasses import dataclass
from typing import Any

import httpx

from hotline.gateways.signing import Signer, now_in_utc

PATIENCE = 10.0  # 秒


class PeerDown(Exception):
    """Another system did not answer, or refused; to be tried again later (对方不可用)."""


@dataclass(frozen=True)
class Peer:
    """Another system that takes signed messages (对接系统).

    Args:
        name: what people call it, for messages.
        base: its address, without a slash at the end.
        signer: with the key that we share.
        down: what is raised when it is not to be had.
    """

    name: str
    base: str
    signer: Signer
    down: type[PeerDown] = PeerDown

    def hand_over(self, path: str, message: dict[str, Any]) -> str:
        """POST one message; its acknowledgement, or `down`."""
        answer = self._call("POST", path, json.dumps(message, ensure_ascii=False, sort_keys=True).encode())
        try:
            return str(answer.json()["ack"])
        except (ValueError, KeyError, TypeError) as error:
            raise self.down(f"{self.name}的答复没有回执（ack）") from error

    def ask(self, path: str) -> dict[str, Any]:
        """GET what it answers to a signed question, as JSON; or `down`. The path is signed with its query."""
        try:
            answer = self._call("GET", path, b"").json()
        except ValueError as error:
            raise self.down(f"{self.name}的答复不是 JSON") from error
        if not isinstance(answer, dict):
            raise self.down(f"{self.name}的答复不是 JSON 对象")
        return answer

    def _call(self, method: str, path: str, body: bytes) -> httpx.Response:
        headers = self.signer.headers(method, path, body, now_in_utc())
        try:
            answer = httpx.request(
                method,
                self.base + path,
                content=body,
                headers={**headers, "Content-Type": "application/json"},
                timeout=PATIENCE,
                trust_env=False,
            )
        except httpx.HTTPError as error:
            raise self.down(f"{self.name}未应答：{type(error).__name__}") from error
        if answer.status_code != httpx.codes.OK:
            raise self.down(f"{self.name}答复 {answer.status_code}")
        return answer
