"""The pool of workers: only for lanes that exist, only where it may run, with the judgement at hand."""

import subprocess
import sys
from dataclasses import replace

import pytest
from redis import Redis

from hotline import worker
from hotline.domain.vocabulary import Lane
from hotline.embedded import start_valkey
from hotline.equipment import NotReady
from hotline.jobs.crew import enlist
from hotline.settings import CHECKOUT, child_environment
from hotline.worker import Worker, main, prepared


@pytest.mark.parametrize("lanes", [[], ["express"], ["prompt", "express"], [""]])
def test_a_lane_that_does_not_exist_is_refused_and_those_that_do_are_named(lanes, capsys):
    assert main(lanes) == 2
    said = capsys.readouterr().err
    assert all(lane in said for lane in Lane)


def test_the_judgement_is_loaded_before_the_pool_forks(equipment):
    found = prepared(equipment.settings)
    assert found.editions.judgement is not None
    assert found.engine.pool.checkedin() == 0, "no connection is carried over into the workers"


def test_without_rules_there_is_no_pool(equipment, monkeypatch):
    def nothing(*_words):
        raise NotReady("尚无现行的规则版本或模型版本，请先运行 hotline db load")

    monkeypatch.setattr(worker.Equipment, "judgement", nothing)
    with pytest.raises(NotReady, match="hotline db load"):
        prepared(equipment.settings)


def test_a_worker_notices_within_seconds_that_another_has_died(equipment, tmp_path):
    enlist(equipment)
    server = start_valkey(tmp_path)
    try:
        with Redis.from_url(f"unix://{server.unix_socket_path}") as redis:
            found = Worker(["prompt"], connection=redis)
            assert (found.worker_ttl, found.maintenance_interval, found.job_monitoring_interval) == (30, 5, 5)
    finally:
        server.stop()


def test_an_unfit_production_is_refused_with_every_reason(equipment):
    settings = replace(equipment.settings, env="production", redis_url="")
    done = subprocess.run(
        [sys.executable, "-m", "hotline.worker", "prompt"],
        cwd=CHECKOUT, env=child_environment(settings), capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert "拒绝以生产模式启动" in done.stderr
    for name in ("SECRET_KEY", "FIELD_KEY", "INDEX_KEY", "MENGSUBAN_KEY", "REDIS_URL", "TLS"):
        assert f"HOTLINE_{name}" in done.stderr
    assert "Traceback" not in done.stderr
