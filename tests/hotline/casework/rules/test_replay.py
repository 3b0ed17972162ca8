"""A draft tried on past tickets: what moves, from whom to whom, which returns it would have saved and which it would cause."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from factories import OTHER_UNIT, UNIT, House, person, undone
from hotline.casework.dispatch import dispatch_by_person
from hotline.casework.rules import drafts
from hotline.casework.rules.replay import LOOKED_BACK, past_tickets, replay
from hotline.domain.errors import NotFound
from hotline.domain.vocabulary import EditionState, Role
from hotline.equipment import Equipment
from hotline.store.work import SYSTEM, Person
from routing_rules import FOLDER, texts_in

AUTHOR = Person("admin-1", Role.ADMINISTRATOR)
TABLE = "responsibility.csv"
HOUSING, CITY = UNIT, "CG-150105"
COLD = "家里不够热，请派人上门看看"  # 没有判定表里的关键词：由权责清单定


@pytest.fixture
def house(equipment: Equipment) -> Iterator[House]:
    """The house for one test alone: all editions that are made in it are undone with everything else."""
    with undone(equipment) as found:
        yield found


def _drafted(house: House, *changes: tuple[str, str], table: str = TABLE) -> str:
    text = texts_in(FOLDER)[table]
    for one, other in changes:
        assert text.count(one) == 1
        text = text.replace(one, other)
    with house.equipment.work(AUTHOR) as work:
        return drafts.start(work, note="试", texts={table: text}).edition


def _replayed(house: House, edition: str) -> dict[str, Any]:
    with house.equipment.work(SYSTEM) as work:
        assert replay(work, edition, drafts.edition_of(work, edition).digest)
        return dict(drafts.edition_of(work, edition).replay)


def _given_on(house: House, number: str, agency: str) -> str:
    with house.equipment.work(person(Role.DISPATCHER)) as work:
        judgement = house.equipment.judgement(work.session)
        dispatch_by_person(work, judgement, number, category="0301", region="150105", agency=agency, seen=None)
    return number


HEATING_TO_CITY = ("R0301,0301,,,ZJ,", "R0301,0301,,,CG,")


def test_how_many_move_and_from_whom_to_whom_is_told_by_name(house: House) -> None:
    moved = [house.dispatched(COLD) for _ in range(3)]
    other = house.dispatched(COLD, category="0606", agency="GA-150105")
    found = _replayed(house, _drafted(house, HEATING_TO_CITY))
    assert (found["tried"], found["moved"], found["unreadable"]) == (4, 3, 0)
    assert found["ways"] == [["赛罕区住房和城乡建设局", "赛罕区城市管理综合执法局", 3]]
    assert {one[0] for one in found["examples"]} == set(moved) and other not in str(found)
    assert found["examples"][0][1:] == ["赛罕区住房和城乡建设局", "赛罕区城市管理综合执法局", "R0301", "R0301"]


def test_an_unchanged_draft_moves_nothing(house: House) -> None:
    house.dispatched(COLD)
    found = _replayed(house, _drafted(house))
    assert (found["tried"], found["moved"], found["ways"], found["limits"], found["avoided"]) == (1, 0, [], [], 0)


def test_a_limit_that_changes_for_the_same_unit_is_told_apart(house: House) -> None:
    house.dispatched(COLD)
    found = _replayed(
        house, _drafted(house, ("T08,办结,80,,,求助,,7,", "T08,办结,80,,,求助,,4,"), table="time_limits.csv")
    )
    assert found["moved"] == 0
    assert [count for _, _, count in found["limits"]] == [1]
    assert "7" in found["limits"][0][0] and "4" in found["limits"][0][1]


def test_what_no_rule_reaches_any_more_is_left_to_the_dispatcher(house: House) -> None:
    house.dispatched(COLD)
    rows = texts_in(FOLDER)[TABLE].splitlines(keepends=True)
    gone = [row for row in rows if row.startswith(("R0301,", "R03,"))]
    assert len(gone) == 2
    found = _replayed(house, _drafted(house, *((row, "") for row in gone)))
    assert found["ways"] == [["赛罕区住房和城乡建设局", "派单岗（无规则）", 1]]


def test_a_return_that_the_draft_would_have_spared_is_counted(house: House) -> None:
    number = house.returned(house.dispatched(COLD))
    _given_on(house, number, CITY)
    house.dispatched(COLD)
    found = _replayed(house, _drafted(house, HEATING_TO_CITY))
    assert (found["avoided"], found["avoided_numbers"], found["caused"]) == (1, [number], 0)


def test_a_return_is_not_spared_by_sending_it_to_yet_another_unit(house: House) -> None:
    _given_on(house, house.returned(house.dispatched(COLD)), OTHER_UNIT)
    found = _replayed(house, _drafted(house, HEATING_TO_CITY))
    assert (found["moved"], found["avoided"], found["caused"]) == (1, 0, 0)


def test_a_ticket_that_would_go_to_a_unit_that_gave_it_back_is_counted_as_caused(house: House) -> None:
    number = house.returned(house.dispatched(COLD, agency=CITY), agency=CITY)
    _given_on(house, number, HOUSING)
    found = _replayed(house, _drafted(house, HEATING_TO_CITY))
    assert (found["caused"], found["caused_numbers"], found["avoided"]) == (1, [number], 0)


def test_only_what_was_dispatched_in_the_last_half_year_is_tried(house: House) -> None:
    now = datetime.now(UTC)
    house.registered()
    old, young = (house.dispatched(COLD, now=now - LOOKED_BACK + timedelta(days=days)) for days in (-1, 1))
    with house.equipment.work(SYSTEM, now) as work:
        assert [past.number for past in past_tickets(work)] == [young] != [old]


def test_past_tickets_name_the_unit_in_the_end_and_all_that_gave_them_back(house: House) -> None:
    number = house.returned(house.dispatched(COLD))
    _given_on(house, number, CITY)
    with house.equipment.work(SYSTEM) as work:
        (past,) = past_tickets(work)
    assert (past.agency, past.returned, past.demand.category) == (CITY, (HOUSING,), "0301")
    assert COLD in past.demand.text


def test_a_draft_that_was_edited_meanwhile_is_left_alone(house: House) -> None:
    edition = _drafted(house)
    with house.equipment.work(SYSTEM) as work:
        old = drafts.edition_of(work, edition).digest
    with house.equipment.work(AUTHOR) as work:
        drafts.put_tables(work, edition, {TABLE: texts_in(FOLDER)[TABLE].replace(*HEATING_TO_CITY)})
    with house.equipment.work(SYSTEM) as work:
        assert not replay(work, edition, old)
        assert drafts.edition_of(work, edition).replay == {}


def test_only_drafts_are_replayed(house: House) -> None:
    edition = _drafted(house)
    _replayed(house, edition)
    with house.equipment.work(AUTHOR) as work:
        digest = drafts.submit(work, edition).digest
    with house.equipment.work(SYSTEM) as work:
        assert not replay(work, edition, digest)
        assert drafts.edition_of(work, edition).state == EditionState.SUBMITTED
    with pytest.raises(NotFound), house.equipment.work(SYSTEM) as work:
        replay(work, "1999.01-1", digest)


def test_replaying_changes_no_ticket(house: House) -> None:
    number = house.dispatched(COLD)
    before = house.ticket(number)
    _replayed(house, _drafted(house, HEATING_TO_CITY))
    after = house.ticket(number)
    assert (after.version, after.agency, after.rule_edition) == (before.version, before.agency, before.rule_edition)
