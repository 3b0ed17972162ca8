"""Measuring a deed in a process of its own (实测): the seconds of each time, and the most memory it held there."""

import statistics
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from hotline.equipment import equip
from hotline.settings import Settings

TIMES = 3
KILOBYTES = 1024
LONG = 30.0  # 秒：一次就要这么久的，不再重复


@dataclass(frozen=True)
class Measured:
    """What a deed took in a process of its own (实测): the seconds of each time, its peak memory in MB, how much came out."""

    seconds: list[float]
    memory: float
    size: int

    @property
    def middle(self) -> float:
        """The median."""
        return statistics.median(self.seconds)

    @property
    def each(self) -> str:
        """Every time, in the order they were taken."""
        return "、".join(f"{one:.2f}" for one in self.seconds)


def in_a_process_of_its_own(settings: Settings, deed: Callable[..., int], *given: str, times: int = TIMES) -> Measured:
    """Do it so many times in a fresh process, and say what it took there."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measured, settings, deed, given, times).result()


def measured(settings: Settings, deed: Callable[..., int], given: Sequence[str], times: int) -> Measured:
    """Do it so many times in this process; what takes long is done once."""
    equipment = equip(settings)
    with equipment.work() as work:
        work.rules_of(work.session)  # 规则只读一次，不算在内
    taken, size = [], 0
    for _ in range(times):
        start = time.perf_counter()
        size = deed(equipment, *given)
        taken.append(time.perf_counter() - start)
        if taken[-1] > LONG:
            break
    equipment.engine.dispose()
    return Measured(taken, peak_of("self"), size)


def peak_of(process: int | str) -> float:
    """The most memory that a process held, in MB; getrusage would count that of the parent it was started from."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / KILOBYTES


def children_of(process: int) -> list[int]:
    """The processes that it started."""
    return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
