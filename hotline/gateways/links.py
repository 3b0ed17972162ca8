"""Signed links (签名链接): another app opens our pages for one of its users, who is named in the link.

The signature is that of messages, over the path with its query; app, time, nonce and signature follow it as the last
four parameters. A link opens once, and within five minutes.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from hotline.gateways.signing import Signer

SEAL = "&X-App-Id="  # 从这里起是签名的四个参数，前面是被签的路径与查询串


def signed_link(signer: Signer, path: str, about: Mapping[str, str], now: datetime) -> str:
    """The path with what is said about the user, and the signature over both."""
    whole = f"{path}?{urlencode(about)}"
    return f"{whole}&{urlencode(signer.headers('GET', whole, b'', now))}"


def named_in(
    signer: Signer, method: str, path: str, query: str, now: datetime, remember: Callable[[str, str], bool]
) -> dict[str, str]:
    """What a signed link says about the user; nothing outside of what was signed is read.

    Args:
        method: how it was opened; a preview by HEAD does not use the link up.
        query: the query string exactly as it was sent.
        remember: keeps (app, nonce) and answers whether it is new.

    Raises:
        Unsigned: not signed rightly, too old, or used before.
    """
    about, mark, seal = query.partition(SEAL)
    headers = dict(parse_qsl((mark + seal).lstrip("&")))
    signer.verify(headers, method, f"{path}?{about}", b"", now, remember)
    return dict(parse_qsl(about))
