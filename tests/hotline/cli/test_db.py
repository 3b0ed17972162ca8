"""Tables and first data: from an empty database, and again without change."""

import pytest
from sqlalchemy import create_engine, func, make_url, select, text

from hotline.store import schema
from hotline.store.agencies import AgencyRecord
from hotline.store.audit import AuditEntry
from hotline.store.editions import ModelEdition, RuleEdition
from hotline.store.knowledge import Article

COUNTED = (RuleEdition, ModelEdition, Article, AgencyRecord, AuditEntry)


@pytest.fixture
def empty(equipment, environment, monkeypatch):
    """The URL of a database with nothing in it."""
    admin = create_engine(equipment.settings.database_url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("create database empty_one"))
        url = make_url(equipment.settings.database_url).set(database="empty_one").render_as_string(hide_password=False)
        monkeypatch.setenv("HOTLINE_DATABASE_URL", url)
        yield url
        connection.execute(text("drop database empty_one with (force)"))
    admin.dispose()


def counts(url):
    engine = create_engine(url)
    with engine.connect() as connection:
        found = [connection.scalar(select(func.count()).select_from(record)) for record in COUNTED]
    engine.dispose()
    return found


def test_an_empty_database_is_brought_up_and_loaded_and_doing_it_again_changes_nothing(empty, type_in):
    assert "需要运行 hotline db upgrade" in type_in("doctor").out
    for _ in range(2):
        answer = type_in("db", "upgrade")
        assert (answer.code, answer.out.strip()) == (0, f"表结构已是 {schema.head()}")
    unloaded = type_in("doctor")
    assert unloaded.code == 1
    assert "hotline db load" in unloaded.err
    first = type_in("db", "load")
    assert first.code == 0, first.err
    assert "规则版本" in first.out and "分类模型" in first.out
    before = counts(empty)
    assert all(before[:4])
    second = type_in("db", "load")
    assert second.code == 0
    assert "知识条目新增 0 条" in second.out
    assert counts(empty) == before
    assert type_in("doctor").code == 0


def test_the_doctor_of_an_empty_database_says_what_to_do_and_leaves_with_1(empty, type_in):
    answer = type_in("doctor")
    assert answer.code == 1
    assert answer.out.strip() == "表结构：需要运行 hotline db upgrade"
    assert answer.err == ""
