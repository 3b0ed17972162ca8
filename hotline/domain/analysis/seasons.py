"""When which matters are to be expected (季节周期): a table of months and categories, its source beside it."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True)
class Season:
    """One thing that comes back every year (季节).

    Args:
        months: in which it is to be expected; categories: by code, a branch of two digits holds all below it.
        source: where the months are from; grade: A a text that was read, D our own choice.
    """

    name: str
    months: tuple[int, ...]
    categories: tuple[str, ...]
    source: str
    grade: str

    def holds(self, month: int, category: str) -> bool:
        """Whether a matter in that month belongs to it."""
        return month in self.months and category.startswith(self.categories)


@cache
def seasons() -> tuple[Season, ...]:
    """The table of seasons (季节表)."""
    text = files("hotline.domain.analysis").joinpath("seasons.csv").read_text(encoding="utf-8")
    return tuple(
        Season(
            row["名称"], tuple(int(month) for month in row["月份"].split(";")), tuple(row["事项"].split(";")),
            row["来源"], row["等级"],
        )
        for row in csv.DictReader(text.splitlines())
    )  # fmt: skip


def season_of(month: int, category: str | None) -> str:
    """The season to which a matter belongs in that month; empty if to none."""
    return next((one.name for one in seasons() if one.holds(month, category or "—")), "")
