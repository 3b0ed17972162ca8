# ruff: noqa: S608 - 拼进去的只有测试自己的列名和路径
"""Every question of the history gets the answer that PostgreSQL gives."""

from datetime import UTC, datetime, timedelta

import pytest
import thousand
from sqlalchemy import text
from sqlalchemy.orm import Session

from hotline.cli.bench.questions import CALLED, SQL
from hotline.domain.errors import NotFound
from hotline.store.history import exporting
from hotline.store.history.asking import History
from hotline.store.work import SYSTEM, Work

YEAR, UNTIL = thousand.NOW.year, thousand.NOW - timedelta(days=9)  # 数到中间的一天，两年都只数到这一天


@pytest.fixture(scope="module")
def asked(equipment, tmp_path_factory):
    """The history of the thousand tickets, a third of them a year older, and the register beside it."""
    folder = tmp_path_factory.mktemp("history")
    with equipment.engine.connect() as connection:
        begun = connection.begin()
        thousand.fill(connection)
        back = ", ".join(
            f"{one} = {one} - interval '1 year'" for one in ("registered_at", "due_at", "replied_at", "closed_at")
        )
        connection.execute(text(f"update tickets set {back} where id % 3 = 0"))
        connection.execute(text(
            "with made as (insert into requesters (id, kind, phone_index, created_at)"
            " select gen_random_uuid(), 'citizen', 'k' || i, now() from generate_series(0, 49) i returning id),"
            " named as (select id, row_number() over () - 1 as i from made)"
            " update tickets set requester_id = named.id from named where tickets.id % 50 = named.i and tickets.id % 4 > 0"
        ))  # fmt: skip
        session = Session(connection, join_transaction_mode="create_savepoint")
        work = Work(session, SYSTEM, thousand.NOW, equipment.vault, equipment.rules)
        for month in exporting.months_to_write(work, folder, exporting.standing(work)):
            exporting.write(work, folder, month)
        history = History(folder)
        yield history, session
        history.close()
        session.close()
        begun.rollback()


@pytest.mark.parametrize("name", CALLED)
def test_the_answer_is_that_of_the_register(asked, name):
    history, session = asked
    ours = history.ask(name, YEAR, UNTIL)
    theirs = [dict(row) for row in session.execute(text(SQL[name]), {"year": YEAR, "until": UNTIL}).mappings()]
    assert ours and [list(row) for row in ours] == [list(row) for row in theirs]
    for mine, other in zip(ours, theirs, strict=True):
        assert mine == pytest.approx(other) if name == "handling_hours" else mine == other


def test_a_year_is_held_against_the_same_stretch_of_the_year_before(asked):
    """What broke: a year so far was held against the whole of the year before."""
    history, _ = asked
    whole = history.ask("year_on_year", YEAR, thousand.NOW)
    part = history.ask("year_on_year", YEAR, UNTIL)
    assert 0 < sum(row["before"] for row in part) < sum(row["before"] for row in whole)
    assert 0 < sum(row["now"] for row in part) < sum(row["now"] for row in whole)
    later = history.ask("year_on_year", YEAR, datetime(2028, 2, 29, tzinfo=UTC))
    assert sum(row["before"] for row in later) >= sum(row["before"] for row in whole)


def test_a_history_that_was_never_written_says_so(tmp_path):
    with pytest.raises(NotFound, match="历史底表尚未生成"):
        History(tmp_path)
