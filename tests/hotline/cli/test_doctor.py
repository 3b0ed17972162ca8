"""The doctor: what is well, what waits, and every reason against production."""

import secrets

import pytest
from sqlalchemy import delete, text

from hotline.cli.demo import people
from hotline.domain.vocabulary import Role
from hotline.store.people import Staff

KEYS = ("SECRET_KEY", "FIELD_KEY", "INDEX_KEY", "MENGSUBAN_KEY")


def test_a_sound_installation_leaves_with_0(house, type_in):
    house.registered()
    answer = type_in("doctor")
    assert answer.code == 0, answer.out + answer.err
    for said in ("表结构：最新", "审计链：完整", "待处理 1", "多次失败 0"):
        assert said in answer.out


def test_a_broken_audit_chain_is_named_and_leaves_with_1(house, type_in):
    with house.equipment.engine.begin() as connection:
        first = connection.execute(text("select min(id) from audit_entries")).scalar()
        actor = connection.execute(text("select actor from audit_entries where id = :id"), {"id": first}).scalar()
        spoil(connection, first, "somebody")
    try:
        answer = type_in("doctor")
    finally:
        with house.equipment.engine.begin() as connection:
            spoil(connection, first, actor)
    assert answer.code == 1
    assert f"审计链：第 {first} 条起断裂" in answer.out
    assert type_in("doctor").code == 0


def spoil(connection, entry, actor):
    connection.execute(text("set local session_replication_role = replica"))
    connection.execute(text("update audit_entries set actor = :a where id = :id"), {"a": actor, "id": entry})


@pytest.fixture
def production(type_in, monkeypatch):
    monkeypatch.setenv("HOTLINE_ENV", "production")
    for name in KEYS:
        monkeypatch.setenv(f"HOTLINE_{name}", secrets.token_hex(16 if name == "FIELD_KEY" else 32))
    monkeypatch.setenv("HOTLINE_REDIS_URL", "redis://127.0.0.1:9")
    monkeypatch.setenv("HOTLINE_TLS", "true")


def test_production_with_demo_people_and_demo_tickets_is_refused(house, type_in, production):
    people.take_on(house.equipment)
    house.registered(demo=True)
    answer = type_in("doctor")
    with house.equipment.work() as work:
        work.session.execute(delete(Staff).where(Staff.demo))
    assert answer.code == 1
    taken_on = [account for account, *_ in people.PEOPLE if account not in set(Role)]
    assert f"生产准入：还有 {len(taken_on)} 个演示账号" in answer.out
    assert "生产准入：还有 1 件演示工单" in answer.out


def test_production_that_lacks_nothing_is_let_through(house, type_in, production):
    answer = type_in("doctor")
    assert (answer.code, "生产准入" in answer.out) == (0, False), answer.out + answer.err


def test_every_missing_setting_of_production_is_named_not_only_the_first(house, type_in, production, monkeypatch):
    for name in (*KEYS, "REDIS_URL", "TLS"):
        monkeypatch.delenv(f"HOTLINE_{name}")
    answer = type_in("doctor")
    assert answer.code == 1
    for name in (*KEYS, "REDIS_URL", "TLS"):
        assert f"生产准入：HOTLINE_{name} " in answer.out
    assert "Traceback" not in answer.err
