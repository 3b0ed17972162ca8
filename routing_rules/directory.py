"""The agency directory (单位名录): function × region → unit, expanded from name patterns and a short list of exceptions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from routing_rules.columns import GRASSROOTS, LEVEL_LENGTHS

DEPARTMENT = "部门"

BY_PATTERN = "按职能表名称模式生成"  # 没有逐家列出的单位的依据


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
    fallback: str = ""  # 兜底职能：处处没有单位时改由哪个职能


@dataclass(frozen=True)
class Agency:
    """A unit that handles demands (承办单位).

    Args:
        grade: how sure the name is, A–D; a name made by pattern is D (依据等级).
        valid_from: None for a unit made by pattern.
        kind: 部门, 政府, 企业, or one of the grassroots kinds (单位类型).
        succeeds: codes of the units whose work it took over when it was renamed or merged (承接自).
    """

    code: str
    name: str
    function: str
    region: str
    grade: str
    basis: str
    valid_from: date | None = None
    valid_until: date | None = None
    kind: str = DEPARTMENT
    succeeds: tuple[str, ...] = ()
    line: int = 0

    @property
    def is_grassroots(self) -> bool:
        """Whether it is a township, a street or a community: no department's work may be sent there."""
        return self.kind in GRASSROOTS

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
            if not agency.is_grassroots:  # 一个旗县有多个苏木乡镇：只按例外表点名，不按职能查
                found.setdefault((agency.function, agency.region), []).append(agency)
        return found

    @cached_property
    def _coded(self) -> dict[str, Agency]:
        return {agency.code: agency for agency in self.listed}

    def unit(self, function: str, region: str, day: date) -> Agency | None:
        """The unit with that function in exactly that region on that day, or None."""
        for agency in self._listed.get((function, region), ()):
            if agency.is_valid_on(day):
                return agency
        node, carried = self.regions[region], self.functions[function]
        pattern = carried.patterns[node.level]
        if not pattern or node.kind == "功能区":
            return None
        name = pattern.replace("{名}", node.name)
        return Agency(f"{function}-{region}", name, function, region, carried.grade, BY_PATTERN)

    def named(self, code: str, day: date) -> Agency | None:
        """The unit of that code on that day: listed, or made by pattern; None if there is none."""
        if (listed := self._coded.get(code)) is not None:
            return listed if listed.is_valid_on(day) else None
        function, _, region = code.partition("-")
        if function not in self.functions or region not in self.regions:
            return None
        found = self.unit(function, region, day)
        return found if found is not None and found.code == code else None

    def responsible(self, function: str, region: str, level: str, day: date) -> Agency | None:
        """The unit that answers there: on the level asked for, else the next above that has one (属地上提一级).

        A functional zone has few units of its own: what it lacks, the unit of its league does. Where no level has
        one, the function that stands in for it is asked (兜底职能).
        """
        asked: set[str] = set()
        while function and function not in asked:
            asked.add(function)
            place = region[: LEVEL_LENGTHS[level]]
            while place:
                if (agency := self.unit(function, place, day)) is not None:
                    return agency
                place = self.regions[place].parent
            function = self.functions[function].fallback
        return None

    def all_units(self, day: date) -> Iterator[Agency]:
        """Every unit on that day: of every function and region, and the grassroots units by name."""
        for function in self.functions:
            for region in self.regions:
                if (agency := self.unit(function, region, day)) is not None:
                    yield agency
        yield from (agency for agency in self.listed if agency.is_grassroots and agency.is_valid_on(day))

    def bodies(self, units: Iterable[Agency]) -> dict[str, str]:
        """Unit code → the code of the body that it is (同一机构).

        Several codes are one body where name and region are the same (a department that carries several functions),
        and where one took over another's work (更名、合并).
        """
        above: dict[str, str] = {}

        def body(code: str) -> str:
            while above.get(code, code) != code:
                code = above[code]
            return code

        first: dict[tuple[str, str], str] = {}
        for agency in units:
            above.setdefault(agency.code, agency.code)
            for same in (first.setdefault((agency.name, agency.region), agency.code), *agency.succeeds):
                above.setdefault(same, same)
                one, other = sorted((body(agency.code), body(same)))
                above[other] = one
        return {code: body(code) for code in above}
