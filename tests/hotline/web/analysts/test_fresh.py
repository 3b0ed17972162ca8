"""Figures of the last half minute: counted once, for one person, and anew when the time is over."""

from datetime import UTC, datetime, timedelta

from hotline.web.analysts.fresh import KEPT_FOR, MOST, Fresh

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def test_within_half_a_minute_nothing_is_counted_again_and_the_moment_is_told():
    fresh, counted = Fresh(), []

    def count():
        counted.append(1)
        return {"n": len(counted)}

    assert fresh.of(("a", "w"), NOW, count) == (NOW, {"n": 1})
    assert fresh.of(("a", "w"), NOW + KEPT_FOR - timedelta(seconds=1), count) == (NOW, {"n": 1})
    assert fresh.of(("a", "w"), NOW + KEPT_FOR, count) == (NOW + KEPT_FOR, {"n": 2})
    assert fresh.of(("b", "w"), NOW, count)[1] == {"n": 3}
    assert fresh.of(("b", "w"), NOW - timedelta(hours=1), count)[1] == {"n": 4}, (
        "a clock set back does not keep the future"
    )


def test_it_does_not_grow_without_end():
    fresh = Fresh()
    for at in range(MOST * 2 + 1):
        fresh.of((str(at),), NOW, dict)
    assert len(fresh.counted) <= MOST
