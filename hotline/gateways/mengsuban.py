"""The 蒙速办 app (互联互通): what we tell it. One protocol and one real client; the simulator is its peer."""

from dataclasses import asdict, dataclass
from typing import Any, Protocol

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
        return self._peer.hand_over("/hotline/progress", asdict(progress))

    def publish_feed(self, feed_id: str, feed: dict[str, Any]) -> str:
        """POST /hotline/feed."""
        return self._peer.hand_over("/hotline/feed", {"message_id": feed_id, **feed})

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
