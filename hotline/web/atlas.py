"""The tile map as pages show it (方格示意图): squares with their names, values in colour steps, and what a click does."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import url_for

from hotline.casework.judging.verdict import Verdict
from hotline.domain.atlas.tiles import BANNER, REGION, STEP, Tile, banners, tiles_of
from hotline.domain.vocabulary import UNPLACED
from hotline.web.naming import Names

STEPS = 5  # 档：有数的方格按大小分五档，没有的另为一档
A_LINE = 3  # 字：一行最多三字，四字的分两行；没有简称的取前三字
LEAGUE = len(REGION) + STEP
EVERYTHING = "banners"  # 画全区的旗县市区，不按上级取


@dataclass(frozen=True)
class Cell:
    """One square of a tile map as a page draws it (方格).

    Args:
        lines: what is written on it, in one line or two.
        value: the number that colours it; None where nothing was counted.
        shown: the number as it is read; empty where the map shows no numbers.
        step: 0 for nothing, 1 to 5 for the fifths; None where the map shows no numbers.
        href: where a click leads; empty if nowhere.
        fill: the field of the form that a click fills with the code; empty if none.
        seams: whether another league begins to the right, and below; on a map of several leagues.
    """

    code: str
    name: str
    lines: tuple[str, ...]
    column: int
    row: int
    value: float | None = None
    shown: str = ""
    step: int | None = None
    href: str = ""
    fill: str = ""
    seams: tuple[bool, bool] = (False, False)


@dataclass(frozen=True)
class TileMap:
    """What the macro `tile_map` draws (方格示意图).

    Args:
        lit: the codes of the squares that are lit (点亮).
        outside: how much of what was counted stands on no square, and why not.
    """

    cells: tuple[Cell, ...]
    title: str
    lit: tuple[str, ...] = ()
    outside: int = 0
    outside_is: str = ""


def cells_of(names: Names, parent: str, fill: str = "") -> tuple[Cell, ...]:
    """The squares of the regions directly below one, without numbers; of all banners if `parent` is EVERYTHING.

    Args:
        fill: the field of the form that a click on a square fills.
    """
    known, whole = names.judgement.rules.directory.regions, parent == EVERYTHING
    tiles = banners(known) if whole else tiles_of(parent, known)
    leagues = {(tile.column, tile.row): tile.code[:LEAGUE] for tile in tiles} if whole else {}
    return tuple(
        Cell(
            tile.code,
            names.region(tile.code) if whole else known[tile.code].name,
            _lines(tile.short or known[tile.code].name[:A_LINE]),
            tile.column,
            tile.row,
            href=f"#{fill}" if fill else "",
            fill=fill,
            seams=_seams(tile, leagues),
        )
        for tile in tiles
    )


def with_values(
    cells: Iterable[Cell],
    rows: Iterable[tuple[str, float | None]],
    show: Callable[[float], str] = "{:,.0f}".format,
    link: Callable[[str], str] = lambda _code: "",
) -> tuple[Cell, ...]:
    """The squares with the numbers of a figure, coloured by fifths of those above zero (按五分位分档).

    Args:
        rows: code and value; a square without a row, or whose value is None, shows a dash.
        show: how a value is written.
        link: the address that a square leads to.
    """
    cells, values = tuple(cells), dict(rows)
    steps = quantile_steps({cell.code: values.get(cell.code) for cell in cells})
    return tuple(
        replace(
            cell,
            value=(value := values.get(cell.code)),
            shown="—" if value is None else show(value),
            step=steps[cell.code],
            href=link(cell.code),
        )
        for cell in cells
    )


def quantile_steps(values: Mapping[str, float | None]) -> dict[str, int]:
    """To each code its step (分档): 0 for nothing or no value, else 1 to 5 by fifths; equal values share a step."""
    ranked = sorted(value for value in values.values() if value is not None and value > 0)
    return {
        code: 1 + bisect_left(ranked, value) * STEPS // len(ranked) if value is not None and value > 0 else 0
        for code, value in values.items()
    }


def received_map(
    names: Names, region: str, tiles: Iterable[Sequence[Any]], title: str, first: date, last: date
) -> TileMap | None:
    """What a period brought where (各地受理): by league for the whole region, by banner for one league; None below that.

    Args:
        tiles: code, name and number of each place, as a report's map block holds them.
        first, last: the days of the period, for the list that a square leads to.
    """
    if not (cells := cells_of(names, region)):
        return None
    counted = {code: number for code, _, number in tiles}
    on_map = [(cell.code, counted.get(cell.code, 0)) for cell in cells]
    days: dict[str, Any] = {"since": first.isoformat(), "until": last.isoformat()}
    drawn = with_values(cells, on_map, link=lambda code: url_for("search.found", region=code, **days))
    outside = sum(counted.values()) - sum(count for _, count in on_map)
    return TileMap(drawn, title, outside=outside, outside_is=UNPLACED if region == REGION else "只定到盟市")


def place_map(names: Names, verdict: Verdict, fill: str = "region") -> TileMap | None:
    """Where the place that is spoken of lies (地点示意); None where nothing is known of it.

    定到旗县的，在本盟市的图上点亮。只到盟市的、不明而有候选的，点亮候选，方格可点选填入；候选同在一个盟市就画这个盟市。
    """
    found, league = verdict.region[:BANNER], verdict.region[:LEAGUE]
    if len(found) == BANNER:
        return _drawn(cells_of(names, league), names.region(league), (found,))
    spoken = [one.code[:BANNER] for one in verdict.place.candidates if one.code[:LEAGUE] != REGION]
    leagues = {league} if len(league) == LEAGUE else {code[:LEAGUE] for code in spoken}
    if len(leagues) == 1:
        (one,) = leagues
        lit = tuple(code for code in spoken if len(code) == BANNER and code.startswith(one))
        return _drawn(cells_of(names, one, fill), f"{names.region(one)}，点方格即可填入", lit)
    return _drawn(cells_of(names, REGION, fill), "各盟市，点方格即可填入", tuple(sorted(leagues))) if leagues else None


def _drawn(cells: tuple[Cell, ...], title: str, lit: tuple[str, ...]) -> TileMap | None:
    return TileMap(cells, title, lit) if cells else None


def _lines(short: str) -> tuple[str, ...]:
    return (short,) if len(short) <= A_LINE else (short[:2], short[2:])


def _seams(tile: Tile, leagues: Mapping[tuple[int, int], str]) -> tuple[bool, bool]:
    own = tile.code[:LEAGUE]
    right, below = (tile.column + 1, tile.row), (tile.column, tile.row + 1)
    return leagues.get(right, own) != own, leagues.get(below, own) != own
