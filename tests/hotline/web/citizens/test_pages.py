"""What the pages show: five stations, numbers that give nobody away, places as the rules know them."""

from hypothesis import given
from hypothesis import strategies as st

from factories import House
from hotline.domain.lifecycle import outward
from hotline.domain.vocabulary import State
from hotline.store.queries.citizens import FEWEST
from hotline.web.citizens.pages import BANDS, WAY, band, places, way


@given(st.integers(FEWEST, 1_000_000))
def test_a_band_is_a_round_number_not_above_and_one_more_seldom_shows(people: int) -> None:
    assert FEWEST <= band(people) <= people
    assert band(people) in BANDS


def test_every_state_is_a_station_or_an_end_of_its_own() -> None:
    for state in State:
        stations = way(outward(state))
        assert [one for one, _ in stations] in ([], list(WAY))
        assert [how for _, how in stations].count("now") == (1 if stations else 0)
    assert way(State.WITHDRAWN) == []
    assert [how for _, how in way(State.HANDLING)] == ["done", "done", "now", "later", "later"]


def test_every_banner_stands_under_its_league_once(house: House) -> None:
    with house.equipment.work() as work:
        found = places(work)
        known = {code for code in work.rules.directory.regions if len(code) > 2}
    codes = [code for place in found for code in (place.code, *(one for one, _ in place.districts))]
    assert len(codes) == len(set(codes)) and set(codes) == known
    assert ("150105", "赛罕区") in next(place for place in found if place.code == "1501").districts
