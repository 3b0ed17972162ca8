"""Text messages (短信): what we hand to the platform that sends them. One protocol, one client; the simulator is its peer.

No national standard names the interface between a government system and its text-message platform; the layout is our
own proposal (docs/messages.md), and a platform with another one needs only another class with this protocol.
"""

from dataclasses import asdict, dataclass
from typing import Protocol

from hotline.gateways.peers import Peer, PeerDown
from hotline.gateways.signing import Signer


class TextsDown(PeerDown):
    """The platform did not take a text message; to be tried again later (短信平台不可用)."""


class TextsOff(Exception):
    """There is no platform at all (未配置短信平台): trying again would not help."""


@dataclass(frozen=True)
class TextMessage:
    """One text message to one telephone (短信)."""

    message_id: str  # 同一消息交两次仍只发一条（幂等）
    phone: str
    text: str


class Texts(Protocol):
    """The part of a text-message platform that we depend on."""

    def send(self, message: TextMessage) -> str:
        """Hand one message over; the acknowledgement, TextsDown or TextsOff."""


@dataclass(frozen=True)
class TextsOverHttp:
    """A platform that is reached over HTTP, each message signed."""

    base: str
    signer: Signer

    def send(self, message: TextMessage) -> str:
        """POST /sms/send."""
        return Peer("短信平台", self.base, self.signer, TextsDown).hand_over("/sms/send", asdict(message))


@dataclass(frozen=True)
class NoTexts:
    """Where no platform is configured: the hotline has to telephone."""

    def send(self, message: TextMessage) -> str:
        """Always TextsOff."""
        raise TextsOff(f"未配置短信平台（HOTLINE_SMS_URL），{message.message_id} 不能发送")
