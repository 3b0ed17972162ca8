# ruff: noqa: S608 - 拼进去的只有测试自己的列名和路径
"""The register as columns: whole, without anything personal, a month rewritten when its tickets changed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import duckdb
import pytest
import thousand
from sqlalchemy import text
from sqlalchemy.orm import Session

from hotline.store.history import exporting
from hotline.store.work import SYSTEM, Work


@pytest.fixture
def sample(equipment):
    """The thousand tickets, never committed, with a known requester each third."""
    with equipment.engine.connect() as connection:
        begun = connection.begin()
        thousand.fill(connection)
        connection.execute(text(
            "with made as (insert into requesters (id, kind, phone_index, created_at)"
            " select gen_random_uuid(), 'citizen', 'k' || i, now() from generate_series(0, 99) i returning id),"
            " named as (select id, row_number() over () - 1 as i from made)"
            " update tickets set requester_id = named.id from named where tickets.id % 3 = 0 and tickets.id % 100 = named.i"
        ))  # fmt: skip
        session = Session(connection, join_transaction_mode="create_savepoint")
        yield Work(session, SYSTEM, thousand.NOW, equipment.vault, equipment.rules)
        session.close()
        begun.rollback()


def export(work, folder):
    now = exporting.standing(work)
    months = exporting.months_to_write(work, folder, now)
    counts = {month: exporting.write(work, folder, month) for month in months}
    exporting.remember(folder, now)
    return counts


def test_every_ticket_is_in_the_file_of_its_month_and_nothing_personal(sample, tmp_path):
    counts = export(sample, tmp_path)
    drafts = sample.session.scalar(text("select count(*) from tickets where state = 'draft'"))
    assert sum(counts.values()) == thousand.COUNT - drafts and min(counts) == date(2026, 10, 1)
    every = f"read_parquet('{tmp_path}/tickets/*/tickets.parquet', hive_partitioning = false)"
    (columns,) = [duckdb.sql(f"select * from {every}").columns]
    assert set(columns) == set(exporting.COLUMNS)
    assert not {"title", "text", "address", "number", "reply", "registered_by"} & set(columns)
    people = {str(one) for one in sample.session.scalars(text("select id from requesters"))}
    kept = {
        one for (one,) in duckdb.sql(f"select distinct requester from {every} where requester is not null").fetchall()
    }
    known = sample.session.scalar(text(
        "select count(distinct requester_id) from tickets where requester_id is not null and state <> 'draft'"
    ))  # fmt: skip
    assert len(kept) == known > 0 and not {str(one) for one in kept} & people
    assert all(isinstance(one, int) and one < 2**64 for one in kept)
    assert list(tmp_path.rglob("*.csv")) == list(tmp_path.rglob("*.part")) == []


def test_moments_are_those_of_beijing(sample, tmp_path):
    export(sample, tmp_path)
    every = f"read_parquet('{tmp_path}/tickets/*/tickets.parquet', hive_partitioning = false)"
    asked = (
        "select {} from {} where registered_at is not null order by registered_at, due_at nulls last, region limit 20"
    )
    ours = duckdb.sql(asked.format("registered_at, due_at", every)).fetchall()
    local = "timezone('Asia/Shanghai', registered_at), timezone('Asia/Shanghai', due_at)"
    theirs = sample.session.execute(text(asked.format(local, "tickets").replace("where", "where state <> 'draft' and")))
    assert ours == [tuple(row) for row in theirs]


def test_only_months_whose_tickets_took_a_step_are_written_again(sample, tmp_path):
    sample = replace(sample, now=thousand.NOW + timedelta(days=90))  # 步骤都早已提交
    export(sample, tmp_path)
    assert export(sample, tmp_path) == {}
    sample.session.execute(text(
        "insert into steps (ticket_id, action, before, after, actor, role, brings, changes, taken_at)"
        " select id, 'press', state, state, 'agent', 'agent', '{}', '{}', '2026-01-01' from tickets"
        " where registered_at < '2026-10-25' limit 1"
    ))  # fmt: skip
    assert list(export(sample, tmp_path)) == [date(2026, 10, 1)]
    exporting.file_of(tmp_path, date(2026, 11, 1)).unlink()
    assert list(export(sample, tmp_path)) == [date(2026, 11, 1)]


def test_an_older_database_or_a_broken_mark_begins_anew(sample, tmp_path):
    months = list(export(sample, tmp_path))
    exporting.remember(tmp_path, exporting.Standing(10**9, datetime.now(UTC).isoformat()))
    assert list(export(sample, tmp_path)) == months
    (tmp_path / exporting.MARK).write_text("{")
    assert list(export(sample, tmp_path)) == months


def test_a_month_that_cannot_be_written_leaves_the_old_file(sample, tmp_path, monkeypatch):
    export(sample, tmp_path)
    file = exporting.file_of(tmp_path, date(2026, 11, 1))
    before = file.read_bytes()
    monkeypatch.setattr(exporting, "MEMORY", "nothing")
    with pytest.raises(duckdb.Error):
        exporting.write(sample, tmp_path, date(2026, 11, 1))
    assert file.read_bytes() == before and len(list(file.parent.iterdir())) == 1
