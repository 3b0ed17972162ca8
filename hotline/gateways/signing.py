"""Signatures of messages between systems (报文签名): HMAC-SM3 over method, path, time, nonce and body.

The signed text is  METHOD \\n PATH \\n TIMESTAMP \\n NONCE \\n SM3(body) , the headers X-App-Id, X-Timestamp, X-Nonce
and X-Signature carry it. Source: GB/T 32905 (SM3); the layout is our own proposal, see docs/mengsuban.md.
"""

import hmac as compare
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.hazmat.primitives import hashes, hmac

from hotline.domain.errors import Unsigned

WINDOW = 300  # 秒：时间戳允许的偏差
LONGEST_NONCE = 64
LONGEST_STAMP = 12


@dataclass(frozen=True)
class Signer:
    """Signs what we send, and verifies what we are sent, with one shared key.

    Args:
        app: the id of the sending application.
        key: shared secret, 32 bytes or more.
    """

    app: str
    key: bytes

    def headers(self, method: str, path: str, body: bytes, now: datetime) -> dict[str, str]:
        """The headers that sign one message."""
        stamp, nonce = str(int(now.timestamp())), secrets.token_hex(16)
        return {
            "X-App-Id": self.app,
            "X-Timestamp": stamp,
            "X-Nonce": nonce,
            "X-Signature": self._signature(method, path, stamp, nonce, body),
        }

    def verify(
        self,
        headers: Mapping[str, str],
        method: str,
        path: str,
        body: bytes,
        now: datetime,
        remember: Callable[[str, str], bool],
    ) -> str:
        """The id of the application that signed this message, or Unsigned.

        Args:
            remember: keeps (app, nonce) and answers whether it is new; asked only once the signature is right.
        """
        app, stamp, nonce = headers.get("X-App-Id", ""), headers.get("X-Timestamp", ""), headers.get("X-Nonce", "")
        if app != self.app or not nonce or len(nonce) > LONGEST_NONCE:
            raise Unsigned("报文缺少有效的 X-App-Id 或 X-Nonce（40001）")
        written_well = stamp.isascii() and stamp.isdigit() and len(stamp) <= LONGEST_STAMP
        if not written_well or abs(now.timestamp() - int(stamp)) > WINDOW:
            raise Unsigned("报文时间戳缺失或已过期，请校准时钟后重发（40002）")
        expected = self._signature(method, path, stamp, nonce, body)
        if not compare.compare_digest(expected.encode(), headers.get("X-Signature", "").encode()):
            raise Unsigned("报文签名不符，请核对密钥与签名串（40001）")
        if not remember(app, nonce):
            raise Unsigned("报文重放：该 X-Nonce 已用过（40003）")
        return app

    def _signature(self, method: str, path: str, stamp: str, nonce: str, body: bytes) -> str:
        digest = hashes.Hash(hashes.SM3())
        digest.update(body)
        signing = hmac.HMAC(self.key, hashes.SM3())
        signing.update("\n".join((method.upper(), path, stamp, nonce, digest.finalize().hex())).encode())
        return signing.finalize().hex()


def now_in_utc() -> datetime:
    """The moment now; the one clock of the gateways."""
    return datetime.now(UTC)
