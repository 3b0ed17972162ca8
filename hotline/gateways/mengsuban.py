"""The 蒙速办 app (互联互通): what we tell it. One protocol and one real client; the simulator is its peer."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Protocol

from cryptography.hazmat.primitives import hashes

from hotline.gateways.peers import Peer, PeerDown
from hotline.gateways.signing import Signer


class MengsubanDown(PeerDown):
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


@dataclass(frozen=True)
class Held:
    """What 蒙速办 says that it holds (对方所存).

    Args:
        feeds: the id of each feed and the digest of its content.
        progress: how many progress messages it has by day of the step; None where it does not count them.
    """

    feeds: dict[str, str]
    progress: dict[str, int] | None


class Mengsuban(Protocol):
    """The part of 蒙速办 that we depend on."""

    def tell_progress(self, progress: TicketProgress) -> str:
        """Say how a ticket moved; the acknowledgement, or MengsubanDown."""

    def publish_feed(self, feed_id: str, feed: dict[str, Any]) -> str:
        """Hand over the weekly enterprise hotspots; the acknowledgement, or MengsubanDown."""

    def held_since(self, since: date) -> Held:
        """Which feeds it holds of that day and later, for reconciling; or MengsubanDown."""


@dataclass(frozen=True)
class MengsubanOverHttp:
    """蒙速办 as it is reached over HTTP, each message signed."""

    base: str
    signer: Signer

    def tell_progress(self, progress: TicketProgress) -> str:
        """POST /hotline/progress."""
        return self._peer.hand_over("/hotline/progress", asdict(progress))

    def publish_feed(self, feed_id: str, feed: dict[str, Any]) -> str:
        """POST /hotline/feed."""
        return self._peer.hand_over("/hotline/feed", {"message_id": feed_id, **feed})

    def held_since(self, since: date) -> Held:
        """GET /hotline/feeds?since=…"""
        answer = self._peer.ask(f"/hotline/feeds?since={since.isoformat()}")
        try:
            feeds = {str(one["message_id"]): str(one["digest"]) for one in answer["feeds"]}
            progress = answer.get("progress")
            counted = {str(day): int(count) for day, count in progress.items()} if progress is not None else None
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise MengsubanDown("蒙速办的对账答复不合约定") from error
        return Held(feeds, counted)

    @property
    def _peer(self) -> Peer:
        return Peer("蒙速办", self.base, self.signer, MengsubanDown)


@dataclass(frozen=True)
class NoMengsuban:
    """Where no 蒙速办 is configured: deliveries are tried again, then kept as dead letters to be sent later."""

    def tell_progress(self, progress: TicketProgress) -> str:
        """Always MengsubanDown."""
        raise MengsubanDown(f"未配置 HOTLINE_MENGSUBAN_URL，{progress.message_id} 暂不能发送")

    def publish_feed(self, feed_id: str, feed: dict[str, Any]) -> str:
        """Always MengsubanDown."""
        raise MengsubanDown(f"未配置 HOTLINE_MENGSUBAN_URL，{feed_id}（{len(feed)} 项）暂不能发送")

    def held_since(self, since: date) -> Held:
        """Always MengsubanDown."""
        raise MengsubanDown(f"未配置 HOTLINE_MENGSUBAN_URL，{since.isoformat()} 以来的回流无从对账")


def digest_of(feed_id: str, feed: dict[str, Any]) -> str:
    """The digest by which both sides know that they hold the same (内容摘要): SM3 of canonical JSON.

    Canonical: keys in order of code points, no blanks, UTF-8, nothing escaped that need not be.
    """
    message = {"message_id": feed_id, **feed}
    digest = hashes.Hash(hashes.SM3())
    digest.update(json.dumps(message, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())
    return digest.finalize().hex()
