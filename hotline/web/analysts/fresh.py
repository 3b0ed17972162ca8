"""Figures that are counted at most twice a minute (看板的统计): a wall of dashboards must not count a year's tickets each second."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

KEPT_FOR = timedelta(seconds=30)
MOST = 500


@dataclass
class Fresh:
    """What was counted for whom, and when (近半分钟的统计)."""

    counted: dict[tuple[str, ...], tuple[datetime, dict[str, Any]]] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def of(
        self, key: tuple[str, ...], now: datetime, count: Callable[[], dict[str, Any]]
    ) -> tuple[datetime, dict[str, Any]]:
        """When this was counted, and what came out; counted anew once half a minute has gone by.

        Args:
            key: whose figures, of what; two people never share them, for they may see different tickets.
        """
        with self.lock:
            found = self.counted.get(key)
        if found is not None and timedelta(0) <= now - found[0] < KEPT_FOR:
            return found
        made = (now, count())
        with self.lock:
            if len(self.counted) >= MOST:
                self.counted.clear()
            self.counted[key] = made
        return made
