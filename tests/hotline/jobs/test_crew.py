"""What a worker has at hand: set up once, and a clear refusal before."""

import pytest

from hotline.jobs import crew as crews


def test_a_process_that_is_no_worker_is_told_so(monkeypatch):
    monkeypatch.setattr(crews, "_equipment", None)
    with pytest.raises(RuntimeError, match="enlist"):
        crews.crew()


def test_who_is_enlisted_is_at_hand(monkeypatch, equipment):
    monkeypatch.setattr(crews, "_equipment", None)
    crews.enlist(equipment)
    assert crews.crew() is equipment
