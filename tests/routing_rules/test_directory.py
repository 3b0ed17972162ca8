"""From function and region to a unit: listed, made by pattern, or the next one above."""

from datetime import date

import pytest

from routing_rules.directory import Agency, Directory, Function, Region

DAY = date(2026, 3, 2)


@pytest.fixture(scope="module")
def directory():
    regions = [
        Region("15", "自治区", "", "自治区", "行政区", ""),
        Region("1501", "甲市", "15", "盟市", "行政区", ""),
        Region("150105", "乙区", "1501", "旗县", "行政区", ""),
        Region("150172", "丙开发区", "1501", "旗县", "功能区", ""),
    ]
    functions = [
        Function("ZJ", "住建", {"自治区": "住建厅", "盟市": "{名}住建局", "旗县": "{名}住建局"}, "D"),
        Function("TY", "体育", {"自治区": "体育局", "盟市": "", "旗县": ""}, "C"),
        Function("GD", "供电", {"自治区": "", "盟市": "", "旗县": ""}, "D"),
    ]
    listed = (
        Agency("OLD", "旧局", "ZJ", "150105", "A", "文件", date(2024, 1, 1), date(2025, 12, 31)),
        Agency("NEW", "新局", "ZJ", "150105", "A", "文件", date(2026, 1, 1), date(2026, 6, 30)),
        Agency("ZONE", "管委会建设局", "ZJ", "150172", "B", "文件", date(2026, 5, 1)),
    )
    return Directory({r.code: r for r in regions}, {f.code: f for f in functions}, listed)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2023, 12, 31), "乙区住建局"),
        (date(2024, 1, 1), "旧局"),
        (date(2025, 12, 31), "旧局"),
        (date(2026, 1, 1), "新局"),
        (date(2026, 6, 30), "新局"),
        (date(2026, 7, 1), "乙区住建局"),
    ],
)
def test_a_listed_unit_counts_on_its_days_and_the_pattern_on_others(directory, day, name):
    assert directory.unit("ZJ", "150105", day).name == name


def test_a_unit_made_by_pattern_says_so(directory):
    unit = directory.unit("ZJ", "1501", DAY)
    assert (unit.code, unit.name, unit.grade) == ("ZJ-1501", "甲市住建局", "D")
    assert "模式" in unit.basis
    assert unit.valid_from is None


def test_no_pattern_no_unit(directory):
    assert directory.unit("TY", "1501", DAY) is None


def test_a_functional_zone_has_no_unit_by_pattern_and_its_league_answers(directory):
    assert directory.unit("ZJ", "150172", DAY) is None
    assert directory.responsible("ZJ", "150172", "旗县", DAY).name == "甲市住建局"
    assert directory.responsible("ZJ", "150172", "旗县", date(2026, 5, 1)).name == "管委会建设局"


@pytest.mark.parametrize(
    ("function", "region", "level", "name"),
    [
        ("ZJ", "150105", "旗县", "新局"),
        ("ZJ", "150105", "盟市", "甲市住建局"),
        ("ZJ", "150105", "自治区", "住建厅"),
        ("TY", "150105", "旗县", "体育局"),
        ("ZJ", "1501", "旗县", "甲市住建局"),
    ],
)
def test_the_level_asked_for_or_the_next_above(directory, function, region, level, name):
    assert directory.responsible(function, region, level, DAY).name == name


def test_nobody_up_to_the_top(directory):
    assert directory.responsible("GD", "150105", "旗县", DAY) is None


def test_unknown_codes_are_a_key_error(directory):
    with pytest.raises(KeyError):
        directory.unit("ZJ", "9999", DAY)


def test_all_units_lists_each_once(directory):
    found = [unit.code for unit in directory.all_units(DAY)]
    assert found == ["ZJ-15", "ZJ-1501", "NEW", "TY-15"]


def test_power_supply_of_the_shipped_tables_by_region(book):
    east, west = {"1504", "1505", "1507", "1522"}, {"1501", "1502", "1503", "1506", "1508", "1509", "1525", "1529"}
    leagues = {region.code for region in book.directory.regions.values() if region.level == "盟市"}
    assert leagues == east | west
    for region in book.directory.regions.values():
        if region.level != "旗县":
            continue
        name = book.directory.responsible("GD", region.code, "盟市", DAY).name
        assert ("国网" in name) == (region.parent in east), (region, name)
        assert ("内蒙古电力" in name) == (region.parent in west), (region, name)


def test_unit_codes_of_the_shipped_tables_are_unique_and_names_are_whole(book):
    units = list(book.directory.all_units(DAY))
    assert len({unit.code for unit in units}) == len(units) > 3000
    assert [unit for unit in units if not unit.name or "{" in unit.name] == []


def grassroots(code, name):
    return Agency(code, name, "ZJ", "150105", "D", "样例", kind="苏木乡镇")


def test_grassroots_units_are_found_by_name_and_not_by_function(directory):
    with_towns = Directory(directory.regions, directory.functions, (grassroots("T1", "甲镇"), *directory.listed))
    assert with_towns.unit("ZJ", "150105", DAY).code == "NEW"
    assert with_towns.named("T1", DAY).is_grassroots
    alone = Directory(directory.regions, directory.functions, (grassroots("T1", "甲镇"),))
    assert alone.unit("ZJ", "150105", DAY).name == "乙区住建局"
    assert [unit.code for unit in alone.all_units(DAY)][-1] == "T1"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("NEW", "新局"),
        ("OLD", None),  # expired
        ("ZONE", None),  # yet to come
        ("ZJ-1501", "甲市住建局"),  # by pattern
        ("ZJ-150105", None),  # the listed unit stands there
        ("TY-1501", None),
        ("ZJ-150172", None),
        ("XX-1501", None),
        ("ZJ-9999", None),
        ("ZJ", None),
        ("", None),
    ],
)
def test_a_unit_is_named_by_its_code(directory, code, name):
    found = directory.named(code, DAY)
    assert (found and found.name) == name


def test_where_nobody_is_the_function_that_stands_in_answers(directory):
    functions = directory.functions | {"GD": Function("GD", "供电", directory.functions["GD"].patterns, "D", "TY")}
    standing_in = Directory(directory.regions, functions, directory.listed)
    assert standing_in.responsible("GD", "150105", "旗县", DAY).name == "体育局"
    assert standing_in.unit("GD", "15", DAY) is None


def test_a_circle_of_functions_that_stand_in_ends(directory):
    none = directory.functions["GD"].patterns
    functions = {"A": Function("A", "甲", none, "D", "B"), "B": Function("B", "乙", none, "D", "A")}
    assert Directory(directory.regions, functions, ()).responsible("A", "150105", "旗县", DAY) is None


def unit(code, name, region="1501", succeeds=()):
    return Agency(code, name, "ZJ", region, "D", "文件", succeeds=succeeds)


def test_units_of_one_name_and_region_are_one_body(directory):
    found = directory.bodies(
        [unit("A", "住建厅"), unit("B", "住建厅"), unit("C", "住建厅", "1504"), unit("D", "交通局")]
    )
    assert found == {"A": "A", "B": "A", "C": "C", "D": "D"}


def test_a_body_goes_on_in_its_successors(directory):
    merged = [unit("A", "旧甲"), unit("B", "旧乙"), unit("C", "新局", succeeds=("A", "B")), unit("D", "别局")]
    for units in (merged, merged[::-1]):
        assert directory.bodies(units) == {"A": "A", "B": "A", "C": "A", "D": "D"}
    assert directory.bodies([unit("C", "新局", succeeds=("GONE",))]) == {"C": "C", "GONE": "C"}


def test_a_chain_of_names_and_successions_is_one_body(directory):
    chain = [unit("A", "甲"), unit("B", "乙", succeeds=("A",)), unit("C", "乙"), unit("D", "丁", succeeds=("C",))]
    assert set(directory.bodies(chain).values()) == {"A"}


def test_every_shipped_unit_has_its_body(book):
    units = list(book.directory.all_units(DAY))
    bodies = book.directory.bodies(units)
    assert bodies["CG-15"] == bodies["ZJ-15"]
    assert bodies.keys() >= {one.code for one in units}
    assert all(bodies[body] == body for body in bodies.values())
