"""Tile maps on pages: steps and numbers, links, what is lit, and a text for those who see no picture."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from types import SimpleNamespace
from typing import cast

import pytest
from flask import Flask, get_template_attribute
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from factories import House
from hotline.casework.judging.verdict import Verdict
from hotline.domain.vocabulary import Role
from hotline.web.atlas import EVERYTHING, Cell, cells_of, place_map, quantile_steps, received_map, with_values
from hotline.web.naming import Names, names_for

Browsers = Callable[[Role], FlaskClient]


@pytest.fixture
def names(house: House, app: Flask) -> Names:
    with app.app_context(), house.equipment.work() as work:
        return names_for(work)


def spoken(region: str, *candidates: str) -> Verdict:
    place = SimpleNamespace(candidates=[SimpleNamespace(code=code) for code in candidates])
    return cast(Verdict, SimpleNamespace(region=region, place=place))


def drawn(app: Flask, cells: tuple[Cell, ...], title: str = "图", lit: tuple[str, ...] = ()) -> str:
    with app.app_context():
        return str(get_template_attribute("macros/atlas.html", "tile_map")(cells, title, lit))


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.one_of(st.none(), st.integers(0, 50)), max_size=40))
def test_steps_rise_with_the_value_and_equal_values_share_one(values: dict[str, int | None]) -> None:
    steps = quantile_steps(values)
    assert steps.keys() == values.keys()
    assert all((step == 0) == (not values[code]) and 0 <= step <= 5 for code, step in steps.items())
    pairs = sorted((value or 0, steps[code]) for code, value in values.items())
    assert all(low[1] <= high[1] for low, high in pairwise(pairs))
    assert len({(value, step) for value, step in pairs}) == len({value for value, _ in pairs})


def test_fifths_of_ten_values() -> None:
    assert list(quantile_steps({str(n): n for n in range(1, 11)}).values()) == [1, 1, 2, 2, 3, 3, 4, 4, 5, 5]


def test_squares_carry_the_names_and_new_regions_their_first_letters(names: Names) -> None:
    found = {cell.code: cell for cell in cells_of(names, "1505")}
    assert found["150521"].name == "科尔沁左翼中旗" and found["150521"].lines == ("科左", "中旗")
    assert found["150525"].lines == ("奈曼",) and found["150525"].step is None and found["150525"].href == ""
    regions = names.judgement.rules.directory.regions
    new = {**regions, "150599": replace(regions["150525"], code="150599", name="某某新区")}
    rules = SimpleNamespace(directory=SimpleNamespace(regions=new))
    told = cast(Names, SimpleNamespace(judgement=SimpleNamespace(rules=rules)))
    assert cells_of(told, "1505")[-1].lines == ("某某新",)
    assert cells_of(names, "150525") == ()


def test_on_the_whole_map_leagues_are_parted_and_named(names: Names) -> None:
    found = {cell.code: cell for cell in cells_of(names, EVERYTHING)}
    assert len(found) > 100 and found["150105"].name == "呼和浩特市赛罕区"
    assert found["150526"].seams == (False, False) and found["150430"].seams == (True, False)
    assert not any(any(cell.seams) for cell in cells_of(names, "1504"))


def test_numbers_are_written_on_the_squares_in_the_legend_and_in_the_text(app: Flask, names: Names) -> None:
    rows = [("1501", 1234), ("1502", 3), ("1507", 0)]
    cells = with_values(cells_of(names, "15"), rows)
    page = drawn(app, cells, "各盟市受理量（件）")
    assert 'role="img"' in page and "呼和浩特市 1,234，" in page and "包头市 3，" in page and "赤峰市 —" in page
    assert '<text class="tile-value"' in page and ">1,234</text>" in page
    assert 'class="tile step-0"' in page and "step-1" in page and "图例" in page
    assert "不代表行政区域界线和面积" in page and "style=" not in page and "<script" not in page
    shares = with_values(cells_of(names, "15"), [("1501", 0.5)], show="{:.0%}".format)
    assert ">50%</text>" in drawn(app, shares)


def test_squares_that_lead_somewhere_are_links_with_a_name(app: Flask, names: Names) -> None:
    cells = with_values(cells_of(names, "1503"), [("150302", 7)], link=lambda code: f"/there?region={code}&x=1")
    page = drawn(app, cells)
    assert 'role="group"' in page and page.count("<a ") == 3
    assert 'href="/there?region=150302&amp;x=1" aria-label="海勃湾 7，海勃湾区"' in page


def test_what_is_lit_is_said_and_names_are_escaped(app: Flask, names: Names) -> None:
    page = drawn(app, cells_of(names, "1503"), "乌海市<script>", ("150304",))
    assert "已标出乌达区" in page and page.count('class="tile lit"') == page.count("tile-pin") == 1
    evil = replace(cells_of(names, "1503")[0], name='<script>"', lines=("<script>",), href='"><script>')
    assert "<script" not in page + drawn(app, (evil,), '"><script>')


@pytest.mark.parametrize(
    ("verdict", "squares", "lit", "clicked"),
    [
        (spoken("150105"), "150105", ("150105",), False),
        (spoken("1502", "1502", "150204"), "150204", ("150204",), True),
        (spoken("1502"), "150204", (), True),
        (spoken("", "150402", "150404"), "150402", ("150402", "150404"), True),
        (spoken("15", "150602", "150202"), "1501", ("1502", "1506"), True),
        (spoken("", "1506"), "150602", (), True),
    ],
)
def test_the_place_lights_up(verdict: Verdict, squares: str, lit: tuple[str, ...], clicked: bool, names: Names) -> None:
    found = place_map(names, verdict)
    assert found is not None and squares in {cell.code for cell in found.cells} and found.lit == lit
    assert {(cell.fill, cell.href) for cell in found.cells} == {("region", "#region") if clicked else ("", "")}


@pytest.mark.parametrize("verdict", [spoken(""), spoken("15", "15"), spoken("999999")])
def test_where_nothing_is_known_nothing_is_drawn(verdict: Verdict, names: Names) -> None:
    assert place_map(names, verdict) is None


def test_received_tickets_by_league_and_by_banner(app: Flask, names: Names) -> None:
    tiles = [["1501", "呼和浩特市", 4], ["15", "内蒙古自治区", 2]]
    first, last = date(2026, 11, 16), date(2026, 11, 22)
    with app.test_request_context():
        whole, league = (received_map(names, region, tiles, "各地受理", first, last) for region in ("15", "1501"))
        assert received_map(names, "150105", tiles, "各地受理", first, last) is None
    assert whole is not None and league is not None
    assert {cell.code: cell.shown for cell in whole.cells}["1501"] == "4" and whole.outside == 2
    assert whole.cells[0].href == "/search/?region=1501&since=2026-11-16&until=2026-11-22"
    assert league.outside == 6 and "只定到盟市" in league.outside_is and all(cell.value == 0 for cell in league.cells)


def test_the_desk_lights_the_place_that_is_typed(browser_of: Browsers, house: House) -> None:
    desk = browser_of(Role.AGENT)
    page = desk.post("/agents/suggest", data={"text": "赛罕区金桥小区暖气不热，已经三天了"}).text
    assert 'aria-label="呼和浩特市，已标出赛罕区"' in page and "tile lit" in page
    page = desk.post("/agents/suggest", data={"text": "包头市小区暖气不热，已经三天了"}).text
    assert 'data-fill="region" data-value="150203"' in page and "tile lit" not in page
    assert "tile-map" not in desk.post("/agents/suggest", data={"text": "小区暖气不热，已经三天了"}).text


def test_the_dashboard_shows_where_the_tickets_came_from(browser_of: Browsers, house: House) -> None:
    house.registered(region="150105")
    house.registered(region="150105")
    house.registered("这件事情请你们管一管")
    page = browser_of(Role.ANALYST).get("/analysts/").text
    assert "各盟市受理量（方格示意）" in page and 'aria-label="呼和浩特 2，呼和浩特市"' in page
    assert "件地点待定，未在图上标示" in page
    assert (
        'href="/search/?region=1501&amp;since=' in page
        and '其余 <span class="num">11</span> 处本期没有受理工单' in page
    )
