"""Names for codes: categories, regions and agencies as a person calls them."""

import pytest

from factories import UNIT, House
from hotline.app import create_app
from hotline.web.naming import Names, coded_options, names_for


@pytest.fixture
def names(house: House) -> Names:
    number = house.dispatched()
    with create_app(house.equipment).app_context(), house.equipment.work() as work:
        return names_for(work, [work.ticket(number)])


def test_codes_are_called_by_their_names(names: Names) -> None:
    assert names.region("150105") == "呼和浩特市赛罕区"
    assert names.region("15") == "内蒙古自治区"
    assert "赛罕区" in names.agency(UNIT)
    assert names.category("0301") == dict(names.categories())["0301"].partition(" / ")[2]


def test_brackets_in_names_are_those_of_chinese_print(names: Names) -> None:
    assert names.category("1102") == "拖欠工资（其他企业）"
    assert not [name for _, name in names.categories() if "(" in name or ")" in name]


def test_what_is_unknown_is_said_to_be_so(names: Names) -> None:
    assert names.category(None) == "未分类"
    assert names.category("9999") == "9999"
    assert names.region("999999") == names.region(None) == "地点不明"
    assert names.place("150105") == "呼和浩特市赛罕区" and names.place("15") == names.place(None) == "地点待定"
    assert names.agency(None) == "—"
    assert names.agency("X-1") == "X-1"


def test_choices_hold_leaves_and_places_below_the_whole_region(names: Names) -> None:
    assert all(len(code) > 2 for code, _ in names.regions())
    assert all(" / " in name for _, name in names.categories())
    assert len(dict(names.categories())) == len(names.categories()) > 100


def test_options_are_escaped_and_the_chosen_one_is_selected():
    rows = [("a", "甲<b>"), ('b"', "乙&丙")]
    made = str(coded_options(rows, 'b"'))
    assert made == '<option value="a">甲&lt;b&gt;</option><option value="b&#34;" selected>乙&amp;丙</option>'
    assert "selected" not in str(coded_options(rows, None))
