"""The tile map: every region stands once, no two on one square, leagues in one piece, and all lie as in the field."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from hotline.domain.atlas.tiles import BANNER, TABLE, Tile, banners, placed, tiles_of

REGIONS = Path(__file__).parents[4] / "routing_rules" / "tables" / "regions.csv"


def known() -> list[str]:
    with REGIONS.open(encoding="utf-8-sig", newline="") as file:
        return [row["区划代码"] for row in csv.DictReader(file)]


KNOWN = known()
LEAGUES = [code for code in KNOWN if len(code) == 4]
NEIGHBOURS = ((1, 0), (-1, 0), (0, 1), (0, -1))


def squares(tiles: tuple[Tile, ...]) -> dict[tuple[int, int], str]:
    found = {(tile.column, tile.row): tile.code for tile in tiles}
    assert len(found) == len(tiles), "two on one square"
    return found


def test_every_region_of_the_table_of_regions_stands_exactly_once() -> None:
    assert TABLE.read_bytes().startswith(b"\xef\xbb\xbf")
    assert Counter(tile.code for tile in placed()) == Counter(set(KNOWN) - {"15"})
    assert {tile.code for tile in tiles_of("15")} == set(LEAGUES)
    below = [tile.code for league in LEAGUES for tile in tiles_of(league)]
    assert sorted(below) == sorted(tile.code for tile in banners()) == sorted(c for c in KNOWN if len(c) == BANNER)


@pytest.mark.parametrize("parent", ["15", *LEAGUES])
def test_no_two_stand_on_one_square_nothing_stands_apart_and_names_differ(parent: str) -> None:
    tiles = tiles_of(parent)
    at = squares(tiles)
    assert min(column for column, _ in at) == min(row for _, row in at) == 0
    reached, edge = {next(iter(at))}, [next(iter(at))]
    while edge:
        column, row = edge.pop()
        new = {(column + right, row + down) for right, down in NEIGHBOURS} & at.keys() - reached
        reached |= new
        edge.extend(new)
    assert reached == set(at)
    assert len({tile.short for tile in tiles}) == len(tiles) and all(1 < len(tile.short) < 5 for tile in tiles)


def test_the_whole_map_has_one_square_each_and_a_league_looks_the_same_alone() -> None:
    squares(banners())
    whole = {tile.code: tile for tile in banners()}
    for league in LEAGUES:
        offsets = {(whole[one.code].column - one.column, whole[one.code].row - one.row) for one in tiles_of(league)}
        assert len(offsets) == 1, league


@pytest.mark.parametrize(
    ("west", "east"),
    [("1529", "1507"), ("1508", "1502"), ("1502", "1501"), ("1501", "1504"), ("1509", "1525"), ("1525", "1522"),
     ("1503", "1506"), ("152923", "152921"), ("150727", "150724"), ("150221", "150121"), ("150581", "150521"),
     ("150425", "150430"), ("152501", "152526"), ("150624", "150622")],
)  # fmt: skip
def test_who_lies_in_the_west_stands_in_the_west(west: str, east: str) -> None:
    at = {tile.code: tile.column for tile in (*tiles_of("15"), *banners())}
    assert at[west] < at[east]


@pytest.mark.parametrize(
    ("north", "south"),
    [("1507", "1522"), ("1522", "1505"), ("1507", "1504"), ("1525", "1504"), ("1502", "1506"), ("1508", "1503"),
     ("150785", "150702"), ("152202", "152224"), ("150421", "150429"), ("150223", "150221"), ("150125", "150124"),
     ("152525", "152531"), ("150824", "150822"), ("150621", "150623"), ("150929", "150981")],
)  # fmt: skip
def test_who_lies_in_the_north_stands_above(north: str, south: str) -> None:
    at = {tile.code: tile.row for tile in (*tiles_of("15"), *banners())}
    assert at[north] < at[south]


def test_a_region_without_a_square_gets_one_at_the_end_and_one_that_is_no_more_has_none() -> None:
    regions = [*(code for code in KNOWN if code != "150105"), "150199", "150198", "1599", "159901"]
    shown = tiles_of("1501", regions)
    squares(shown)
    assert [tile.code for tile in shown[-2:]] == ["150198", "150199"]
    last = max(tile.row for tile in tiles_of("1501"))
    assert [(tile.column, tile.row, tile.short) for tile in shown[-2:]] == [(0, last + 1, ""), (1, last + 1, "")]
    assert "150105" not in {tile.code for tile in shown}
    assert tiles_of("15", regions)[-1].code == "1599"
    assert tiles_of("1599", regions) == (Tile("159901", 0, 0),)
    squares(banners(regions))
    assert {"159901", "150199"} < {tile.code for tile in banners(regions)}
    assert tiles_of("150105", KNOWN) == tiles_of("nowhere") == ()


def test_many_new_ones_fill_row_after_row() -> None:
    shown = tiles_of("1503", [f"1503{number:02d}" for number in range(11, 21)])
    assert len(squares(shown)) == 10 and max(tile.column for tile in shown) == 3
