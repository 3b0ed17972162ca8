"""What is read from one demand before it is compared (比对要素), remembered while the process lives."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from classifier.matters.numbers_in_text import Numbers, numbers
from classifier.matters.places_in_text import Areas, Name, areas, names
from classifier.matters.plain import plain

_LONGEST = 600
_REMEMBERED = 8192
_LEAGUE_DIGITS, _BANNER_DIGITS = 4, 6


@dataclass(frozen=True)
class Told:
    """One demand as it was told (一次诉求).

    Args:
        key: whatever the caller of this package finds it by.
        caller: who told it; empty where unknown.
        region: code of the league or banner, empty where unknown.
        categories: confidence of each category by code, all of them or the likeliest few.
    """

    key: str
    caller: str
    moment: datetime
    region: str
    title: str
    text: str
    categories: Mapping[str, float]


class Reading:
    """What one text says of places and numbers (文本要素); everything is read once, when first asked for."""

    def __init__(self, title: str, text: str) -> None:
        self.plain = plain(f"{title}。{text}"[:_LONGEST])

    @cached_property
    def _areas(self) -> tuple[str, Areas]:
        return areas(self.plain)

    @property
    def body(self) -> str:
        """The plain text without leagues and banners (去区划文本)."""
        return self._areas[0]

    @property
    def areas(self) -> Areas:
        """The administrative areas it names (所提区划)."""
        return self._areas[1]

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """The finer places it names (细地点)."""
        return names(self.body, self.areas.township_names)

    @cached_property
    def numbers(self) -> Numbers:
        """The numbers of buildings, units, lines (编号)."""
        return numbers(self.plain)


@lru_cache(maxsize=_REMEMBERED)
def read(title: str, text: str) -> Reading:
    """What a text says of places (读文本)."""
    return Reading(title, text)


def region_of(told: Told) -> str:
    """League or banner of a demand without trailing zeros (所属区划): the banner that its text names, where it says more."""
    given = told.region.strip()
    given = given[:_LEAGUE_DIGITS] if given.endswith("00") else given
    named = {code for code in read(told.title, told.text).areas.banners if code.startswith(given)}
    finer = {code for code in named if len(code) == _BANNER_DIGITS} or named
    return next(iter(finer)) if len(finer) == 1 and len(given) < _BANNER_DIGITS else given
