"""The embedded servers: real ones, on sockets of their own, stopped with the process (内嵌服务)."""

import stat
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NoConnection
from sqlalchemy import create_engine, text

from hotline.embedded import SOCKET_LIMIT, servers, start_valkey
from hotline.settings import Settings


def test_what_is_given_is_left_alone(tmp_path):
    given = Settings(env="test", state=tmp_path, database_url="postgresql+psycopg://db/x", redis_url="redis://queue/0")
    with servers(given) as running:
        assert running.settings == given
        assert running.valkey is None
    assert list(tmp_path.iterdir()) == []


def test_postgresql_keeps_what_was_written_and_valkey_stops_with_us(tmp_path):
    settings = Settings(env="test", state=tmp_path)
    with servers(settings) as running:
        engine = create_engine(running.settings.database_url)
        with engine.begin() as connection:
            connection.execute(text("create table kept as select '停水' as word"))
        engine.dispose()
        queue = Redis.from_url(running.settings.redis_url)
        queue.set("word", "停水")
        assert running.settings.state == tmp_path
        queue.close()
    with pytest.raises(NoConnection), Redis.from_url(running.settings.redis_url) as gone:
        gone.ping()
    with servers(settings) as again:
        engine = create_engine(again.settings.database_url)
        with engine.connect() as connection:
            assert connection.execute(text("select word from kept")).scalar() == "停水"
        engine.dispose()
        with Redis.from_url(again.settings.redis_url) as queue:
            assert queue.get("word").decode() == "停水"


def test_a_deep_state_folder_still_gets_a_short_socket(tmp_path):
    deep = tmp_path / ("深" * 30)
    server = start_valkey(deep)
    try:
        path = Path(server.unix_socket_path)
        assert len(str(path)) <= SOCKET_LIMIT
        assert stat.S_ISSOCK(path.stat().st_mode)
        with Redis(unix_socket_path=str(path)) as queue:
            assert queue.ping()
            assert queue.config_get("appendonly")["appendonly"] == "yes"
    finally:
        server.stop()


def test_a_valkey_that_was_killed_is_started_again_with_what_it_held(tmp_path, monkeypatch):
    with servers(Settings(state=tmp_path, database_url="postgresql://elsewhere/none")) as running:
        client = Redis.from_url(running.settings.redis_url)
        client.set("kept", "yes")
        assert running.revive() == []
        running.valkey.terminate()
        assert running.revive() == ["valkey"]
        assert Redis.from_url(running.settings.redis_url).ping()


def test_the_database_is_fitted_to_the_machine_and_to_short_queries(tmp_path):
    for _ in range(2):  # 第二次启动不再重复写
        with servers(Settings(env="test", state=tmp_path, redis_url="redis://elsewhere/0")) as running:
            engine = create_engine(running.settings.database_url)
            with engine.connect() as connection:
                assert connection.execute(text("show jit")).scalar() == "off"
                assert connection.execute(text("show random_page_cost")).scalar() == "1.1"
                assert connection.execute(text("show shared_buffers")).scalar().endswith(("MB", "GB"))
            engine.dispose()
    assert (tmp_path / "postgres" / "postgresql.conf").read_text(encoding="utf-8").count("hotline.conf") == 1
