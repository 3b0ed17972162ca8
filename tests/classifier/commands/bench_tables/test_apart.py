"""What work costs is measured in a process of its own (用时与内存)."""

import os

from classifier.commands.bench_tables.apart import apart, peak_memory, spent

LARGE = 400 << 20


def holding(size):
    held = bytearray(size)
    held[::4096] = b"x" * len(held[::4096])
    return len(held), os.getpid()


def test_time_and_memory_are_those_of_the_work_alone():
    parent = bytearray(b"x") * LARGE
    with apart() as processes:
        small, large = [one.result() for one in [processes.submit(spent, holding, size) for size in (1, LARGE)]]
    assert (small.result[0], large.result[0]) == (1, LARGE)
    assert len({os.getpid(), small.result[1], large.result[1]}) == 3
    assert large.wall > 0
    if peak_memory() is not None:
        assert small.peak < len(parent) >> 20 < large.peak
