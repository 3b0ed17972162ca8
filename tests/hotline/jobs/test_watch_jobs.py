"""Jobs that tidy: what is settled long enough is archived, nonces past their window are forgotten."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from factories import person
from hotline.casework import intake
from hotline.casework.supervision import SETTLED_FOR
from hotline.domain.vocabulary import Role, State
from hotline.gateways.signing import WINDOW
from hotline.jobs.due import Due
from hotline.jobs.watch_jobs import REMEMBERED, UsedNonce, archive_settled, forget_nonces

DUE = Due(1, None, {})


def voided(house, ago):
    at = datetime.now(UTC) - ago
    number = house.registered("误拨", now=at)
    with house.equipment.work(person(Role.AGENT), at) as work:
        intake.void(work, number, reason="误拨")
    return number


def test_what_was_settled_thirty_days_ago_is_archived_and_the_rest_is_left(house):
    old = voided(house, SETTLED_FOR + timedelta(minutes=1))
    fresh = voided(house, SETTLED_FOR - timedelta(minutes=1))
    open_one = house.registered(now=datetime.now(UTC) - timedelta(days=90))
    for _ in range(2):
        archive_settled(house.equipment, DUE)
    assert [house.ticket(number).state for number in (old, fresh, open_one)] == [
        State.ARCHIVED, State.VOID, State.REGISTERED,
    ]  # fmt: skip


def test_more_than_one_batch_is_archived(house, monkeypatch):
    monkeypatch.setattr("hotline.casework.supervision.BATCH", 2)
    monkeypatch.setattr("hotline.jobs.watch_jobs.BATCH", 2)
    numbers = [voided(house, SETTLED_FOR + timedelta(days=1)) for _ in range(5)]
    archive_settled(house.equipment, DUE)
    assert {house.ticket(number).state for number in numbers} == {State.ARCHIVED}


def test_only_nonces_whose_message_would_be_refused_anyway_are_forgotten(house):
    assert timedelta(seconds=2 * WINDOW) <= REMEMBERED
    with house.equipment.work() as work:
        for name, age in (("old", REMEMBERED + timedelta(minutes=1)), ("new", timedelta(seconds=WINDOW))):
            work.session.add(UsedNonce(app="a", nonce=name, used_at=work.now - age))
    forget_nonces(house.equipment, DUE)
    with house.equipment.work() as work:
        assert work.session.scalars(select(UsedNonce.nonce)).all() == ["new"]
