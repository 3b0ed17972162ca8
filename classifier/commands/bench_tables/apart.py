"""What a piece of work costs (用时与内存), measured in a process of its own."""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Generic, ParamSpec, TypeVar

T = TypeVar("T")
P = ParamSpec("P")

_STATUS = Path("/proc/self/status")
_KILOBYTES = 1024
CORES = 2


@dataclass(frozen=True, slots=True)
class Spent(Generic[T]):
    """What came out, and what it cost (结果与耗费).

    Args:
        wall, cpu: seconds.
        peak: the most memory of the process, in MB; None where the system does not tell.
    """

    result: T
    wall: float
    cpu: float
    peak: float | None


def spent(deed: Callable[P, T], *given: P.args, **named: P.kwargs) -> Spent[T]:
    """Do it here and say what it cost (计量)."""
    wall, cpu = time.perf_counter(), time.process_time()
    result = deed(*given, **named)
    return Spent(result, time.perf_counter() - wall, time.process_time() - cpu, peak_memory())


def peak_memory() -> float | None:
    """The most memory that this process has held, in MB (内存峰值).

    Not `ru_maxrss`: Linux hands that of the parent on to a child, so that a small child of a large parent looks large.
    """
    if not _STATUS.exists():
        return None
    lines = dict(line.split(":", 1) for line in _STATUS.read_text(encoding="utf-8").splitlines() if ":" in line)
    return float(lines["VmHWM"].split()[0]) / _KILOBYTES


@contextmanager
def apart() -> Iterator[ProcessPoolExecutor]:
    """Processes of their own, a new one for each piece of work, no more at once than there are cores (另起进程)."""
    with ProcessPoolExecutor(CORES, mp_context=get_context("spawn"), max_tasks_per_child=1) as processes:
        yield processes
