"""Repeats and neighbours: near ones first, masked, and only what this person may see."""

from factories import HEATING, OTHER_UNIT, House, person
from hotline.casework import intake
from hotline.casework.judging.neighbours import LEAST, neighbours
from hotline.domain.vocabulary import Role

AGAIN = "赛罕区阳光花园小区暖气不热，停暖三天了，供热公司电话打不通"


def test_what_was_said_before_about_the_same_is_found_nearest_first(house: House) -> None:
    same, other = house.registered(HEATING), house.registered("阳光花园小区门口路灯坏了，晚上很黑")
    with house.equipment.work(person(Role.AGENT)) as work:
        found = neighbours(work, AGAIN)
    assert found[0].ticket.number == same and found[0].score >= LEAST
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert other not in [one.ticket.number for one in found[:1]]


def test_what_is_shown_is_masked_and_short(house: House) -> None:
    house.registered(HEATING + "。我叫张三丰，电话13812345678。" + "请尽快。" * 50)
    with house.equipment.work(person(Role.AGENT)) as work:
        (found,) = neighbours(work, HEATING + "。我叫张三丰，电话13812345678。")
    assert "13812345678" not in found.excerpt and "张三丰" not in found.excerpt
    assert "138****5678" in found.excerpt and len(found.excerpt) <= 120


def test_nobody_is_shown_a_neighbour_that_is_not_theirs(house: House) -> None:
    house.dispatched(region="150105")
    for stranger in (person(Role.CLERK, agency=OTHER_UNIT), person(Role.DISPATCHER, region="1502")):
        with house.equipment.work(stranger) as work:
            assert neighbours(work, AGAIN) == []


def test_drafts_and_wordless_questions_have_no_neighbours(house: House) -> None:
    with house.equipment.work(person(Role.AGENT)) as work:
        intake.save(work, intake.Demand(HEATING))
        assert neighbours(work, AGAIN) == []
        assert neighbours(work, "") == [] == neighbours(work, "😀……")


def test_no_more_than_asked_for(house: House) -> None:
    for _ in range(4):
        house.registered(HEATING)
    with house.equipment.work(person(Role.AGENT)) as work:
        assert len(neighbours(work, AGAIN, most=3)) == 3
