"""How values are shown: Beijing time, words for the time left, a dash where there is nothing."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from flask import Flask, g
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.vocabulary import State, Urgency
from hotline.store.tickets import Ticket
from hotline.web import filters
from routing_rules import FOLDER, load, texts_in

NOW = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
CALENDAR = load(texts_in(FOLDER), edition="test", today=NOW.date()).calendar


def test_a_moment_is_shown_on_a_clock_in_beijing() -> None:
    assert filters.moment(NOW) == "11-21 00:30"
    assert filters.moment(NOW, "%Y-%m-%d") == "2026-11-21"
    assert filters.moment(None) == "—"


@pytest.mark.parametrize(("value", "shown"), [(0.0, "0.0%"), (1.0, "100.0%"), (0.1234, "12.3%"), (None, "—")])
def test_a_share_is_shown_in_percent_and_nothing_as_a_dash(value: float | None, shown: str) -> None:
    assert filters.share(value) == shown


@given(seconds=st.integers(-10_000_000, 10_000_000))
def test_the_colour_and_the_words_of_a_deadline_agree(seconds: int) -> None:
    with Flask(__name__).app_context():
        g.now = NOW
        due = NOW + timedelta(seconds=seconds)
        colour, words = filters.haste(due), filters.left(due)
    assert words.startswith("已超期" if seconds < 0 else "剩余")
    assert colour == ("late" if seconds < 0 else "soon" if seconds < 48 * 3600 else "calm")


@given(
    started=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1), timezones=st.just(UTC)),
    limit=st.sampled_from(["2 小时", "24 小时", "3 工作日", "7 工作日", "15 工作日", "30 自然日"]),
    elapsed=st.floats(0, 1),
)
def test_never_more_is_left_of_a_limit_than_there_was(started: datetime, limit: str, elapsed: float) -> None:
    amount, _, clock = limit.partition(" ")
    due = CALENDAR.after(started, int(amount), clock).at
    ticket = Ticket(due_at=due, limit=limit)
    with Flask(__name__).app_context():
        g.now, g.work = started + (due - started) * elapsed, SimpleNamespace(rules=SimpleNamespace(calendar=CALENDAR))
        words = filters.left_of(ticket)
    number, unit = words.removeprefix("剩余 ").split(" ")[:2]
    if unit.endswith(clock):
        assert int(number) <= int(amount)
    else:
        assert unit == "小时" and int(number) < 48, words


def test_where_there_is_no_deadline_nothing_presses() -> None:
    assert filters.left(None) == "—"
    assert filters.haste(None) == ""


def test_every_state_and_urgency_has_a_badge() -> None:
    assert set(filters.BADGES) == {*State, *Urgency}
