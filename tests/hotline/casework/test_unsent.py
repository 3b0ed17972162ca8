"""What was typed and not sent: its writer's alone, on any machine, one for each form, and not for ever."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from factories import House, person, undone
from hotline.casework import unsent
from hotline.domain.errors import Incomplete
from hotline.domain.vocabulary import Role
from hotline.equipment import Equipment
from hotline.store.workbench.saved import Unsent

AGENT, CLERK = person(Role.AGENT), person(Role.CLERK)
TYPED = {"text": "张三，电话13847123456，暖气不热", "title": "供热"}


@pytest.fixture
def house(equipment: Equipment) -> Iterator[House]:
    with undone(equipment) as found:
        yield found


def rows(house: House) -> list[Unsent]:
    with house.equipment.work() as work:
        return list(work.session.scalars(select(Unsent)))


def test_it_is_there_again_sealed_and_nobody_elses(house: House) -> None:
    with house.equipment.work(AGENT) as work:
        unsent.keep(work, "desk", TYPED)
    with house.equipment.work(AGENT) as work:
        assert unsent.restore(work, "desk") == TYPED
        assert unsent.restore(work, "other") == {}
    with house.equipment.work(CLERK) as work:
        assert unsent.restore(work, "desk") == {}
    (row,) = rows(house)
    assert "13847123456" not in row.sealed and "张三" not in row.sealed


def test_the_last_words_count_and_an_emptied_form_is_forgotten(house: House) -> None:
    for typed in (TYPED, {"text": "改了", "title": " "}):
        with house.equipment.work(AGENT) as work:
            unsent.keep(work, "desk", typed)
    with house.equipment.work(AGENT) as work:
        assert unsent.restore(work, "desk") == {"text": "改了"}
        unsent.keep(work, "desk", {"text": "  "})
    assert rows(house) == []


def test_what_was_sent_is_forgotten_and_the_others_stay(house: House) -> None:
    with house.equipment.work(AGENT) as work:
        unsent.keep(work, "desk", TYPED)
        unsent.keep(work, "1:reply", TYPED)
        unsent.forget(work, "desk")
    assert [row.form for row in rows(house)] == ["1:reply"]


def test_too_much_is_refused(house: House) -> None:
    with pytest.raises(Incomplete, match="无法暂存"), house.equipment.work(AGENT) as work:
        unsent.keep(work, "desk", {"text": "字" * (unsent.LONGEST + 1)})


def test_a_changed_key_or_a_moved_row_gives_nothing(house: House) -> None:
    with house.equipment.work(AGENT) as work:
        unsent.keep(work, "desk", TYPED)
    (row,) = rows(house)
    with house.equipment.work() as work:
        work.session.add(Unsent(account="clerk", form="desk", sealed=row.sealed, at=row.at))
    with house.equipment.work(CLERK) as work:
        assert unsent.restore(work, "desk") == {}
    with house.equipment.work(AGENT) as work:
        assert unsent.restore(replace(work, vault=replace(work.vault, key=b"0" * 16)), "desk") == {}


def test_after_a_month_it_is_forgotten(house: House) -> None:
    with house.equipment.work(AGENT, datetime.now(UTC) - unsent.KEPT_FOR - timedelta(minutes=1)) as work:
        unsent.keep(work, "desk", TYPED)
    with house.equipment.work(CLERK) as work:
        unsent.keep(work, "desk", TYPED)
    with house.equipment.work() as work:
        assert (unsent.forget_old(work), unsent.forget_old(work)) == (1, 0)
    assert [row.account for row in rows(house)] == ["clerk"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.dictionaries(st.text(min_size=1, max_size=20), st.text(max_size=200), max_size=5))
def test_whatever_is_typed_comes_back_as_it_was(house: House, typed: dict[str, str]) -> None:
    with house.equipment.work(AGENT) as work:
        unsent.keep(work, "desk", typed)
        assert unsent.restore(work, "desk") == {name: text for name, text in typed.items() if text.strip()}
