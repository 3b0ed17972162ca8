"""The agency directory (单位名录): function × region → unit, expanded from name patterns and a short list of exceptions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from routing_rules.columns import LEVEL_LENGTHS


@dataclass(frozen=True)
class Region:
    """A node of the region tree (区划); codes lose their trailing zeros: 15, 1501, 150105."""

    code: str
    name: str
    parent: str
    level: str
    kind: str
    area_code: str


@dataclass(frozen=True)
class Function:
    """A responsibility that some unit carries on each level (职能), with the patterns of the units' names."""

    code: str
    name: str
    patterns: Mapping[str, str]  # 层级 → 单位名称模式；空为该级不设
    grade: str


@dataclass(frozen=True)
class Agency:
    """A unit that handles demands (承办单位).

    Args:
        grade: how sure the name is, A–D; a name made by pattern is D (依据等级).
        valid_from: None for a unit made by pattern.
    """

    code: str
    name: str
    function: str
    region: str
    grade: str
    basis: str
    valid_from: date | None = None
    valid_until: date | None = None

    def is_valid_on(self, day: date) -> bool:
        """Whether the unit exists on that day."""
        return (self.valid_from or day) <= day and day <= (self.valid_until or day)


@dataclass(frozen=True)
class Directory:
    """All units, found by function and region."""

    regions: Mapping[str, Region]
    functions: Mapping[str, Function]
    listed: tuple[Agency, ...]

    @cached_property
    def _listed(self) -> dict[tuple[str, str], list[Agency]]:
        found: dict[tuple[str, str], list[Agency]] = {}
        for agency in self.listed:
            found.setdefault((agency.function, agency.region), []).append(agency)
        return found

    def unit(self, function: str, region: str, day: date) -> Agency | None:
        """The unit with that function in exactly that region on that day, or None."""
        for agency in self._listed.get((function, region), ()):
            if agency.is_valid_on(day):
                return agency
        node, pattern = self.regions[region], self.functions[function].patterns[self.regions[region].level]
        if not pattern or node.kind == "功能区":
            return None
        name = pattern.replace("{名}", node.name)
        return Agency(
            f"{function}-{region}", name, function, region, self.functions[function].grade, "按职能表名称模式生成"
        )

    def responsible(self, function: str, region: str, level: str, day: date) -> Agency | None:
        """The unit that answers there: on the level asked for, else the next above that has one (属地上提一级).

        A functional zone has few units of its own: what it lacks, the unit of its league does.
        """
        place = region[: LEVEL_LENGTHS[level]]
        while place:
            if (agency := self.unit(function, place, day)) is not None:
                return agency
            place = self.regions[place].parent
        return None

    def all_units(self, day: date) -> Iterator[Agency]:
        """Every unit of every function and region on that day."""
        for function in self.functions:
            for region in self.regions:
                if (agency := self.unit(function, region, day)) is not None:
                    yield agency
