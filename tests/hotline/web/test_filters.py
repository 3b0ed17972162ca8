"""How values are shown: Beijing time, words for the time left, a dash where there is nothing."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask, g
from hypothesis import given
from hypothesis import strategies as st

from hotline.domain.vocabulary import State, Urgency
from hotline.web import filters

NOW = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)


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


def test_where_there_is_no_deadline_nothing_presses() -> None:
    assert filters.left(None) == "—"
    assert filters.haste(None) == ""


def test_every_state_and_urgency_has_a_badge() -> None:
    assert set(filters.BADGES) == {*State, *Urgency}
