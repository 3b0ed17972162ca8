"""What a command works with (命令的装备): settings from the environment, and servers, embedded ones if need be."""

from collections.abc import Iterator
from contextlib import contextmanager

from hotline.embedded import postgres
from hotline.equipment import Equipment, equip
from hotline.settings import Settings


@contextmanager
def equipment_at_hand() -> Iterator[Equipment]:
    """Equipment for one command; the embedded PostgreSQL is started, or joined if it already runs."""
    settings = Settings.from_env()
    if settings.database_url:
        yield equip(settings)
        return
    with postgres(settings.state) as url:
        yield equip(Settings(**{**vars(settings), "database_url": url}))
