from classifier.matters.numbers_in_text import BUILDING, DATE, FIGURE, ROOM, UNIT, equal, numbers, unequal
from classifier.matters.plain import plain


def read(text):
    return numbers(plain(text))


def test_building_unit_and_room():
    found = read("金桂园六栋二单元301没有水")
    assert found[BUILDING] == {"6"}
    assert found[UNIT] == {"2"}
    assert found[ROOM] == {"301"}


def test_address_with_dashes():
    assert read("金桂园8-1-301漏水") == {BUILDING: {"8"}, UNIT: {"1"}, ROOM: {"301"}, FIGURE: {"301"}}


def test_date_and_bus_line():
    found = read("10月08日坐18路公交甩站")
    assert found[DATE] == {"10-8"}
    assert found["线路"] == {"18"}


def test_money_and_temperature_are_no_rooms():
    assert ROOM not in read("租的公寓1800元押金不退")


def test_years_are_no_figures():
    assert FIGURE not in read("2025年的补贴")
    assert read("年卡2680元")[FIGURE] == {"2680"}


def test_agreement_and_conflict():
    one, other = read("12栋2单元"), read("二十一号楼二单元")
    assert equal(one, other) == (UNIT,)
    assert unequal(one, other) == (BUILDING,)


def test_unlike_figures_are_no_conflict():
    assert unequal(read("欠我8600元"), read("欠了9700元")) == ()


def test_nothing_where_nothing_stands():
    assert read("电梯坏了没人修") == {}
