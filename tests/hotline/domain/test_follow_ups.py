"""What follows a step: a row for every action, and retries that end."""

import pytest

from hotline.domain.follow_ups import BACKOFF, FOLLOW_UPS, TELL_PROGRESS, TRIAGE, wait_after
from hotline.domain.lifecycle import MARKS
from hotline.domain.vocabulary import Action, Lane


def test_every_action_has_a_row() -> None:
    assert set(FOLLOW_UPS) == set(Action)


def test_only_a_registration_is_looked_over_and_at_once() -> None:
    assert [action for action, rows in FOLLOW_UPS.items() if TRIAGE in rows] == [Action.REGISTER]
    assert TRIAGE.lane == Lane.PROMPT and TRIAGE.to is None


def test_what_the_requester_must_not_hear_is_not_told() -> None:
    silent = {action for action, rows in FOLLOW_UPS.items() if TELL_PROGRESS not in rows}
    inside = {Action.SAVE, Action.REFER, Action.SEND_BACK, Action.REPLY, Action.UNMERGE, Action.ARCHIVE}
    marks = {mark.action for mark in MARKS}
    assert silent == inside | marks - {Action.EXTEND, Action.SUSPEND, Action.RESUME, Action.INTERIM}


def test_no_job_follows_a_step_twice() -> None:
    assert all(len({row.job for row in rows}) == len(rows) for rows in FOLLOW_UPS.values())


def test_a_failing_job_waits_longer_each_time_and_then_is_a_dead_letter() -> None:
    waits = [wait_after(attempts) for attempts in range(1, len(BACKOFF) + 1)]
    assert waits == list(BACKOFF) == sorted(set(BACKOFF))
    assert wait_after(len(BACKOFF) + 1) is None


@pytest.mark.parametrize("attempts", [7, 50, 10_000])
def test_a_dead_letter_stays_dead(attempts: int) -> None:
    assert wait_after(attempts) is None
