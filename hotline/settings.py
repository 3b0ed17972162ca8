"""What the service is told from outside (配置): the only file that reads the environment; see docs/configuration.md."""

import ipaddress
import os
import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

CHECKOUT = Path(__file__).parent.parent
ENVIRONMENTS = ("development", "test", "production")


class WrongSettings(Exception):
    """Settings that the service must not start with (配置不可用); every reason is named."""


@dataclass(frozen=True)
class Settings:
    """All settings, each read from HOTLINE_<NAME>.

    Args:
        env: development, test or production.
        state: the folder that holds everything the service writes.
        database_url: empty for the embedded PostgreSQL.
        redis_url: empty for the embedded Valkey.
        secret_key: signs sessions; empty to have one made in the state folder.
        field_key: 32 hex digits, encrypts personal fields (SM4); empty to have one made.
        index_key: hex, makes the blind index (HMAC-SM3); empty to have one made.
        mengsuban_url: where 蒙速办 listens; empty for none.
        mengsuban_app: the id that 蒙速办 knows us by, and we it.
        mengsuban_key: the key shared with 蒙速办; empty to have one made.
        sms_url: where the text-message platform listens; empty for none.
        sms_app: the id that the platform knows us by.
        sms_key: the key shared with the platform; empty to have one made.
        calls_app: the id by which the switchboard signs.
        calls_key: the key shared with the switchboard; empty to have one made, in production for no switchboard.
        webhook_networks: inside networks that subscribers may live in, as CIDR parted by commas; empty for none.
        embed_ancestors: sites that may show the public hot list in a frame, parted by blanks; empty for none.
        tls: whether the service stands behind TLS.
        auto_accuracy: how many of the machine's own dispatches must be right, 0–1; thresholds follow; 1 for never alone.
        workers: worker processes of the prompt and routine lanes.
        threads: web threads a process; must exceed the live-update clients.
        models: folder of the classifier's editions.
    """

    env: str = "development"
    state: Path = CHECKOUT / ".state"
    database_url: str = ""
    redis_url: str = ""
    secret_key: str = ""
    field_key: str = ""
    index_key: str = ""
    mengsuban_url: str = ""
    mengsuban_app: str = "nmg-12345"
    mengsuban_key: str = ""
    sms_url: str = ""
    sms_app: str = "nmg-12345"
    sms_key: str = ""
    calls_app: str = "switchboard"
    calls_key: str = ""
    webhook_networks: str = ""
    embed_ancestors: str = ""
    tls: bool = False
    auto_accuracy: float = 0.97
    workers: int = 2
    threads: int = 96
    models: Path = CHECKOUT / "models"

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        """Read HOTLINE_*; raise WrongSettings for values that cannot be read."""
        values: dict[str, object] = {}
        for field in fields(cls):
            if (text := environment.get(f"HOTLINE_{field.name.upper()}")) is not None:
                values[field.name] = _read(field.name, field.type, text)
        return cls(**values)  # type: ignore[arg-type]

    @property
    def in_production(self) -> bool:
        """Whether this is the real hotline."""
        return self.env == "production"

    def key(self, name: str) -> bytes:
        """A key by its setting, else the one kept in the state folder, made at first need (never in production).

        Args:
            name: secret_key, field_key, index_key, mengsuban_key, sms_key or calls_key.
        """
        given = getattr(self, name)
        if given:
            return bytes.fromhex(given)
        if self.in_production:
            raise WrongSettings(f"生产环境必须设置 HOTLINE_{name.upper()}")
        path = self.state / "keys" / name
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_suffix(f".{os.getpid()}")
            fresh.touch(mode=0o600)
            fresh.write_text(secrets.token_hex(16 if name == "field_key" else 32))
            try:
                os.link(fresh, path)  # 多个进程同时首启时，先到者定
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return bytes.fromhex(path.read_text())

    def unfit_for_production(self) -> list[str]:
        """Everything in the settings that a real hotline must not run with, each in one sentence."""
        needed = [name for name in KEYS if name not in PERHAPS or (name == "sms_key" and self.sms_url)]
        wrong = [f"HOTLINE_{name.upper()} 未设置：不能使用自动生成的密钥" for name in needed if not getattr(self, name)]
        if not self.database_url:
            wrong.append("HOTLINE_DATABASE_URL 未设置：不能使用内嵌 PostgreSQL")
        if not self.redis_url:
            wrong.append("HOTLINE_REDIS_URL 未设置：不能使用内嵌 Valkey")
        if not self.tls:
            wrong.append("HOTLINE_TLS 不是 true：必须经由 TLS 提供服务")
        return wrong


def child_environment(settings: Settings, **more: str) -> dict[str, str]:
    """The environment for a process that we start: ours, with these settings and a few more words."""
    ours = {
        f"HOTLINE_{field.name.upper()}": str(getattr(settings, field.name)).lower()
        if isinstance(getattr(settings, field.name), bool)
        else str(getattr(settings, field.name))
        for field in fields(settings)
    }
    return {**os.environ, **ours, **more}


KEYS = ("secret_key", "field_key", "index_key", "mengsuban_key", "sms_key", "calls_key")

PERHAPS = ("sms_key", "calls_key")  # 没有短信平台、话务平台的，不必设


def _are_networks(text: str) -> bool:
    return all(ipaddress.ip_network(one.strip(), strict=False) for one in text.split(",") if one.strip())


ORIGINS = re.compile(r"(https?://[A-Za-z0-9.*-]+(:\d+)?( |$))*")

# fmt: off
BOUNDS: Mapping[str, tuple[str, Callable[[Any], bool]]] = {
    "env":            ("development、test 或 production", lambda value: value in ENVIRONMENTS),
    "auto_accuracy":  ("0 到 1 之间的小数",               lambda value: 0 <= value <= 1),
    "workers":        ("大于 0 的整数",                   lambda value: value > 0),
    "threads":        ("大于 0 的整数",                   lambda value: value > 0),
    "webhook_networks": ("用逗号分隔的网段，如 10.1.0.0/16",      _are_networks),
    "embed_ancestors": ("用空格分隔的网站，如 https://a.example", lambda value: bool(ORIGINS.fullmatch(value))),
    "field_key":      ("32 位十六进制数",                 lambda value: not value or len(bytes.fromhex(value)) == 16),
    **{name: ("偶数位的十六进制数", lambda value: bytes.fromhex(value) is not None) for name in KEYS if name != "field_key"},
}
# fmt: on


def _read(name: str, kind: object, text: str) -> object:
    expected, fits = BOUNDS.get(name, ({bool: "true 或 false"}.get(kind, "路径"), lambda value: True))  # type: ignore[call-overload]
    try:
        if kind is bool:
            return {"true": True, "1": True, "false": False, "0": False, "": False}[text.lower()]
        value = kind(text) if callable(kind) else text
        if not fits(value):
            raise ValueError
        return value
    except (KeyError, ValueError):
        shown = "" if name in KEYS else f"，现为「{text}」"  # 密钥不进日志
        raise WrongSettings(f"HOTLINE_{name.upper()} 应为{expected}{shown}") from None
