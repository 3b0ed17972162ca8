"""One matter in words of many: found where more people speak of it than of others, and not where one person repeats."""

import random
from datetime import UTC, datetime

from hotline.analytics.warning.found import Limits
from hotline.analytics.warning.matters import REFERENCE, Voice, matters_found
from hotline.simulators.stream import NEIGHBOURS, invented
from routing_rules import FOLDER, load, texts_in

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
LIMITS = Limits(tickets=5, people=5, spot_a_day=6, danger_a_day=3, false_a_week=1)
CHARACTERS = [chr(code) for code in range(0x4E00, 0x5600)]


def everyday(dice: random.Random, count: int) -> list[Voice]:
    """Demands of many people on many things, none like another, spread over half a year."""
    return [
        Voice(at, f"p{at}", dice.uniform(0.1, REFERENCE - 1), "".join(dice.choices(CHARACTERS, k=8)),
              "".join(dice.choices(CHARACTERS, k=40)))
        for at in range(count)
    ]  # fmt: skip


def together(persons: list[str], ages: list[float]) -> list[Voice]:
    """Demands of one matter: a sandstone yard beside a housing estate."""
    return [
        Voice(9000 + at, who, age, "云帆佳苑旁边砂石厂夜里粉尘噪音", "云帆佳苑东侧砂石厂夜间生产，粉尘和噪音扰民，门窗不敢开")
        for at, (who, age) in enumerate(zip(persons, ages, strict=True))
    ]  # fmt: skip


def test_six_people_of_one_matter_are_found_with_a_name_and_a_reason():
    voices = everyday(random.Random(3), 600) + together([f"n{at}" for at in range(6)], [0.5, 1, 2, 3, 9, 20])
    found = [one for one in matters_found(voices, "1502", LIMITS) if 9000 in one.tickets]
    assert len(found) == 1
    assert set(found[0].tickets) >= set(range(9000, 9006))
    assert "砂石厂" in found[0].name or "云帆佳苑" in found[0].name
    assert "6 人反映同一件事" in found[0].why and found[0].chance < 0.001
    assert found[0].cell.startswith("1502|事:")


def test_a_matter_is_not_named_by_its_banner():
    voices = [
        Voice(9000 + at, f"n{at}", at, "巴彦淖尔市乌拉特前旗云帆佳苑旁边砂石厂夜里粉尘噪音", "云帆佳苑东侧砂石厂夜间生产，粉尘和噪音扰民，门窗不敢开")
        for at in range(6)
    ]  # fmt: skip
    found = [
        one for one in matters_found([*everyday(random.Random(3), 600), *voices], "1508", LIMITS) if 9000 in one.tickets
    ]
    assert len(found) == 1 and "砂石厂" in found[0].name
    assert "旗" not in found[0].name and "市" not in found[0].name


def test_a_banner_in_common_makes_no_matter_of_different_things():
    """What broke: the name of a small banner is rare in its league, and outweighed what was complained of."""
    rules = load(texts_in(FOLDER), edition="0")
    said: dict[str, list[Voice]] = {}
    for at, item in enumerate(list(invented(rules, 300, NOW))[:-NEIGHBOURS]):
        age = (NOW - item.at).total_seconds() / 86_400
        said.setdefault(item.centre, []).append(Voice(at, f"p{at}", age, item.demand.title, item.demand.text))
    assert len(said) == 12 and max(map(len, said.values())) > 10
    assert [one.name for league, voices in said.items() for one in matters_found(voices, league, LIMITS)] == []


def test_one_person_who_says_it_six_times_is_no_matter_of_many():
    voices = everyday(random.Random(3), 600) + together(["n1"] * 6, [0.5, 1, 2, 3, 9, 20])
    assert [one for one in matters_found(voices, "1502", LIMITS) if 9000 in one.tickets] == []


def test_a_league_without_demands_has_no_matters():
    assert matters_found([], "1502", LIMITS) == []
    assert matters_found(together(["n1"], [1.0]), "1502", LIMITS) == []
