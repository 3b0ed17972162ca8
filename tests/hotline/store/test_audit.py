"""The audit register: appended to, never changed, and a forged entry is found (审计)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from hotline.store import audit
from hotline.store.audit import AuditEntry, first_broken, write_down

NOW = datetime(2026, 11, 20, 9, 30, 15, 123456, tzinfo=UTC)
WORD = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)
ABOUT = st.dictionaries(
    WORD, st.recursive(WORD | st.integers(-(2**53), 2**53) | st.booleans() | st.none(), lambda inner: st.lists(inner, max_size=3))
)  # fmt: skip


@pytest.fixture
def session(equipment) -> Iterator[Session]:
    """A session whose entries are thrown away, so that a broken chain breaks no other test's."""
    with equipment.sessions() as found:
        for at in range(3):
            write_down(found, NOW + timedelta(seconds=at), "auditor", "export", {"words": f"停水{at}"}, "10.0.0.1")
        yield found
        found.rollback()


def newest(session: Session) -> AuditEntry:
    return session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()


def forge(session: Session, change: str) -> None:
    session.execute(text("set local session_replication_role = replica"))
    session.execute(text(change))
    session.execute(text("set local session_replication_role = origin"))
    session.expire_all()


def test_a_chain_that_was_only_written_is_whole(session):
    assert first_broken(session) is None


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(about=ABOUT, actor=WORD, address=WORD, hours=st.integers(-12, 14))
def test_whatever_is_written_down_can_be_verified_when_read_again(session, about, actor, address, hours):
    from_afar = NOW.astimezone(None) + timedelta(hours=hours)
    write_down(session, from_afar, actor, "reveal", about, address)
    session.expire_all()
    assert first_broken(session) is None


@pytest.mark.parametrize(
    "change", ["update audit_entries set actor = 'nobody'", "delete from audit_entries", "truncate audit_entries"]
)
def test_the_database_refuses_to_change_or_delete_an_entry(session, change):
    with pytest.raises(DatabaseError, match=r"(?i)append|只能|不得|refuse|not"), session.begin_nested():
        session.execute(text(change))
    assert first_broken(session) is None


@pytest.mark.parametrize(
    "forged",
    [
        "actor = 'somebody else'",
        "deed = 'sign_in'",
        'about = \'{"words": "停电"}\'',
        "address = '10.0.0.2'",
        "at = at + interval '1 microsecond'",
        "chained = repeat('0', 64)",
    ],
)
def test_a_forged_entry_is_found_and_named(session, forged):
    written = newest(session).id - 1
    forge(session, f"update audit_entries set {forged} where id = {written}")  # noqa: S608
    assert first_broken(session) == written


def test_an_entry_taken_out_of_the_middle_is_found(session):
    last = newest(session).id
    forge(session, f"delete from audit_entries where id = {last - 1}")  # noqa: S608
    assert first_broken(session) == last


def test_each_entry_is_chained_to_the_one_before(session):
    two = session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(2)).all()
    assert two[0].chained != two[1].chained
    assert {len(entry.chained) for entry in two} == {64}


def test_a_long_register_is_walked_a_batch_at_a_time(session, monkeypatch):
    monkeypatch.setattr(audit, "BATCH", 2)
    last = newest(session).id
    fetched = []
    with monkeypatch.context() as patched:
        patched.setattr(audit, "_link", lambda *told: fetched.append(told) or "broken")
        streams = []
        listen = lambda *sent: streams.append(sent[4].execution_options)  # noqa: E731
        event.listen(session.connection(), "before_cursor_execute", listen)
        assert first_broken(session) is not None and len(fetched) == 1
        event.remove(session.connection(), "before_cursor_execute", listen)
        assert streams[0]["stream_results"] and streams[0]["max_row_buffer"] == 2
    assert first_broken(session) is None
    assert not [one for one in session.identity_map.values() if isinstance(one, AuditEntry) and one.id < last - 2]
    forge(session, f"update audit_entries set actor = 'nobody' where id = {last}")  # noqa: S608
    assert first_broken(session) == last
