"""Telling subscribers by Standard Webhooks 1.0 (订阅推送): signed, over HTTPS, never into our own networks.

A subscriber's address is written by a person and called by our machine, so it must not become a way to what only our
machine can reach (SSRF): the name is resolved here, every address it has must be a public one, and the connection goes
to the address that was looked at, not to whatever the name says a moment later. Redirects are not followed.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import SplitResult, urlsplit

import httpx
from standardwebhooks import Webhook

from hotline.domain.analysis.feed_terms import WebhookFault
from hotline.gateways.signing import now_in_utc

PATIENCE = 10.0  # 秒
GONE = 410
LONGEST_URL = 500
TUNNELS = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2002::/16"))  # 藏着 IPv4 地址的 IPv6 网段

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class Posting:
    """One message ready to be sent (待送报文).

    Args:
        secrets: every secret that holds; each signs.
    """

    url: str
    event_id: str
    body: str
    secrets: tuple[str, ...]


@dataclass(frozen=True)
class Answered:
    """What came of sending it (送达结果)."""

    status: int | None
    took_ms: int
    fault: WebhookFault | None


def networks_in(text: str) -> list[Network]:
    """The inside networks that the setting names, parted by commas (准许的内网)."""
    return [ipaddress.ip_network(one.strip(), strict=False) for one in text.split(",") if one.strip()]


def complaint_about(url: str, networks: str) -> str:
    """Why this is no address for a subscriber, in a sentence; empty where it may be one. Asks no name server (地址核查)."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "「地址」不是网址，请写 https:// 开头的完整地址"
    host, inside = parts.hostname or "", networks_in(networks)
    if len(url) > LONGEST_URL or not host or parts.username is not None or parts.fragment or port == 0:
        return f"「地址」应是 https:// 开头、不带账号和 # 的完整网址，最长 {LONGEST_URL} 字"
    address = _literal(host)
    if parts.scheme != "https" and not (parts.scheme == "http" and address is not None and _within(address, inside)):
        return "「地址」须以 https:// 开头"
    named_inside = host == "localhost" or host.endswith((".localhost", ".local", ".internal")) or "." not in host
    if (address is not None and not _allowed(address, inside)) or (address is None and named_inside):
        return "「地址」指向内部网络，不能订阅；确需对接的，请维护人员设置 HOTLINE_WEBHOOK_NETWORKS"
    return ""


def post(posting: Posting, networks: str) -> Answered:
    """Send a message; what came of it. Never raises for what the other side does."""
    start = time.monotonic()
    try:
        status = _post(posting, networks_in(networks))
        fault = None if 200 <= status < 300 else WebhookFault.GONE if status == GONE else WebhookFault.REFUSED
    except _NotAllowedError:
        status, fault = None, WebhookFault.FORBIDDEN_ADDRESS
    except httpx.TimeoutException:
        status, fault = None, WebhookFault.TIMEOUT
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ssl.SSLError, UnicodeError):
        status, fault = None, WebhookFault.UNREACHABLE
    return Answered(status, round((time.monotonic() - start) * 1000), fault)


def headers_of(posting: Posting) -> dict[str, str]:
    """The headers that sign it, by every secret that holds (签名头)."""
    now = now_in_utc()
    signatures = [Webhook(secret).sign(posting.event_id, now, posting.body) for secret in posting.secrets]
    return {
        "webhook-id": posting.event_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(signatures),
        "Content-Type": "application/json",
        "User-Agent": "hotline-12345-webhooks/1",
    }


class _NotAllowedError(Exception):
    """The address leads where we must not go."""


def _post(posting: Posting, inside: Sequence[Network]) -> int:
    parts = urlsplit(posting.url)
    address = _where(parts, inside)
    url = httpx.URL(posting.url).copy_with(host=str(address))
    headers = {**headers_of(posting), "Host": parts.netloc}
    with (
        httpx.Client(timeout=PATIENCE, trust_env=False, follow_redirects=False) as client,
        client.stream(
            "POST", url, content=posting.body.encode(), headers=headers, extensions={"sni_hostname": parts.hostname}
        ) as answer,
    ):
        return answer.status_code  # 不读正文：对方说多少都与我们无关


def _where(parts: SplitResult, inside: Sequence[Network]) -> Address:
    """The address to connect to; every address that the name has must be allowed."""
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    plain = parts.scheme == "http"
    if not addresses or not all(_within(one, inside) if plain else _allowed(one, inside) for one in addresses):
        raise _NotAllowedError
    return addresses[0]


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(host))  # 0x7f.1、2130706433 之类的写法也是地址
    except OSError:
        return None


def _allowed(address: Address, inside: Sequence[Network]) -> bool:
    """Whether it is a public address, or one of the inside networks that may be spoken to."""
    if _within(address, inside):
        return True
    bare = getattr(address, "ipv4_mapped", None) or address
    tunnelled = any(bare in network for network in TUNNELS if network.version == bare.version)
    return bool(bare.is_global) and not bare.is_multicast and not tunnelled


def _within(address: Address, inside: Sequence[Network]) -> bool:
    return any(address in network for network in inside if network.version == address.version)
