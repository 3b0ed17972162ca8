"""How often a subscriber is tried (订阅重试): exponential waits with jitter over five days, as Standard Webhooks advises."""

from collections.abc import Iterator

# 秒；失败后依次等待，用尽即不再自动重发，由人重发
WAITS = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400, 86_400, 86_400)
JITTER = 0.2  # 各次等待上下浮动两成，不使许多消息同时涌向刚恢复的对方


def wait_after(tries: int, chance: float) -> float | None:
    """Seconds to wait after that many failed tries, or None: then only a person sends it again.

    Args:
        chance: a number of [0, 1) that spreads the waits.
    """
    if tries > len(WAITS):
        return None
    return WAITS[tries - 1] * (1 - JITTER + 2 * JITTER * chance)


def moments_of(chance: float) -> Iterator[float]:
    """Seconds after the first try at which it is tried again, all failing (重试时刻)."""
    at = 0.0
    for tries in range(1, len(WAITS) + 1):
        at += wait_after(tries, chance) or 0
        yield at
