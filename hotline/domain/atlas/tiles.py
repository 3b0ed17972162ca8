"""The tile map (方格示意图): one square for each league and each banner. 示意，不代表行政区域界线和面积。

公开地图须经审核，本系统不画地图：只按驻地的相对方位排方格，大小一律相同。全表一套坐标：盟市自成一图；
旗县市区排在同一张全区图上，每个盟市连成一片，裁下来就是该盟市的图，人在哪张图上找一个旗县都是同一个方位。
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).parent / "tiles.csv"
CODE, COLUMN, ROW, SHORT = "区划代码", "列", "行", "简称"
STEP = 2  # 位：下一级的代码比上级长两位，15 → 1501 → 150105
REGION = "15"
BANNER = len("150105")


@dataclass(frozen=True)
class Tile:
    """Where a region's square stands on a map (方格).

    Args:
        column: counted from the west, from 0.
        row: counted from the north, from 0.
        short: what stands on the square, as people on the spot call it; empty for a region that the table lacks.
    """

    code: str
    column: int
    row: int
    short: str = ""


@lru_cache(maxsize=1)
def placed() -> tuple[Tile, ...]:
    """All rows of the table; columns and rows as they are written there, from 1."""
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        return tuple(
            Tile(row[CODE], int(row[COLUMN]), int(row[ROW]), row[SHORT].strip()) for row in csv.DictReader(file)
        )


def tiles_of(parent: str, known: Iterable[str] | None = None) -> tuple[Tile, ...]:
    """The map of what lies directly below a region: 15 its leagues, 1501 the banners of 呼和浩特市.

    Args:
        known: the codes of the regions in force, of any level. A new one that the table lacks stands in a row of its
            own at the end; one that is no more is left out. Without it the table is taken as it is.
    """
    return _map([tile for tile in placed() if tile.code[:-STEP] == parent], _below(parent, known))


def banners(known: Iterable[str] | None = None) -> tuple[Tile, ...]:
    """The map of all banners of the region, each league in one piece; `known` as for `tiles_of`."""
    wanted = None if known is None else [code for code in known if len(code) == BANNER]
    return _map([tile for tile in placed() if len(tile.code) == BANNER], wanted)


def _below(parent: str, known: Iterable[str] | None) -> list[str] | None:
    return None if known is None else [code for code in known if code[:-STEP] == parent]


def _map(tiles: Sequence[Tile], wanted: Sequence[str] | None) -> tuple[Tile, ...]:
    """The tiles that are wanted, moved to the corner, and those without a place after them, row by row."""
    if wanted is not None:
        tiles = [tile for tile in tiles if tile.code in set(wanted)]
    west = min((tile.column for tile in tiles), default=0)
    north = min((tile.row for tile in tiles), default=0)
    moved = [Tile(tile.code, tile.column - west, tile.row - north, tile.short) for tile in tiles]
    there = {tile.code for tile in tiles}
    lacking = sorted({code for code in wanted or () if code not in there})
    wide = max((tile.column for tile in moved), default=3) + 1
    below = max((tile.row for tile in moved), default=-1) + 1
    added = [Tile(code, at % wide, below + at // wide) for at, code in enumerate(lacking)]
    return (*moved, *added)
