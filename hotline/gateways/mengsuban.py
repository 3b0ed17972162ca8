"""The 蒙速办 app (互联互通): what we tell it. One protocol and one real client; the simulator is its peer."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol

import httpx

from hotline.gateways.signing import Signer, now_in_utc

PATIENCE = 10.0  # 秒


class MengsubanDown(Exception):
    """蒙速办 did not answer, or refused; to be tried again later (对方不可用)."""


@dataclass(frozen=True)
class TicketProgress:
    """What a citizen sees in 蒙速办 when their ticket moves (办件进度)."""

    message_id: str  # 同一消息发两次仍是一条（幂等）
    number: str
    requester: str
    state: str
    label: str
    text: str
    at: str


class Mengsuban(Protocol):
    """The part of 蒙速办 that we depend on."""

    def tell_progress(self, progress: TicketProgress) -> str:
        """Say how a ticket moved; the acknowledgement, or MengsubanDown."""

    def publish_feed(self, feed_id: str, feed: dict[str, Any]) -> str:
        """Hand over the weekly enterprise hotspots; the acknowledgement, or MengsubanDown."""


@dataclass(frozen=True)
class MengsubanOverHttp:
    """蒙速办 as it is reached over HTTP, each message signed."""

    base: str
    signer: Signer

    def tell_progress(self, progress: TicketProgress) -> str:
        """POST /hotline/progress."""
        return self._post("/hotline/progress", asdict(progress))

    def publish_feed(self, feed_id: str, feed: dict[str, Any]) -> str:
        """POST /hotline/feed."""
        return self._post("/hotline/feed", {"message_id": feed_id, **feed})

    def _post(self, path: str, message: dict[str, Any]) -> str:
        body = json.dumps(message, ensure_ascii=False, sort_keys=True).encode()
        headers = self.signer.headers("POST", path, body, self.now())
        try:
            answer = httpx.post(
                self.base + path,
                content=body,
                headers={**headers, "Content-Type": "application/json"},
                timeout=PATIENCE,
                trust_env=False,
            )
        except httpx.HTTPError as error:
            raise MengsubanDown(f"蒙速办未应答：{type(error).__name__}") from error
        if answer.status_code != httpx.codes.OK:
            raise MengsubanDown(f"蒙速办答复 {answer.status_code}")
        try:
            return str(answer.json()["ack"])
        except (ValueError, KeyError, TypeError) as error:
            raise MengsubanDown("蒙速办的答复没有回执（ack）") from error

    def now(self) -> datetime:
        """The moment of signing."""
        return now_in_utc()


@dataclass(frozen=True)
class NoMengsuban:
    """Where no 蒙速办 is configured: deliveries are tried again, then kept as dead letters to be sent later."""

    def tell_progress(self, progress: TicketProgress) -> str:
        """Always MengsubanDown."""
        raise MengsubanDown(f"未配置 HOTLINE_MENGSUBAN_URL，{progress.message_id} 暂不能发送")

    def publish_feed(self, feed_id: str, feed: dict[str, Any]) -> str:
        """Always MengsubanDown."""
        raise MengsubanDown(f"未配置 HOTLINE_MENGSUBAN_URL，{feed_id}（{len(feed)} 项）暂不能发送")
