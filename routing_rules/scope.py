"""What a rule reaches (适用范围): codes in a tree, where a code stands for itself and all below it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

ANY = frozenset({""})  # an empty cell: 不限

Codes = frozenset[str]


def codes(cell: str) -> Codes:
    """The codes of one cell, joined by 「、」; those that another of them already covers are dropped; empty is ANY."""
    found = {part.strip() for part in cell.split("、") if part.strip()}
    return frozenset(code for code in found if not any(code != up and code.startswith(up) for up in found)) or ANY


def within(inner: Codes, outer: Codes) -> bool:
    """Whether every code of the one lies below a code of the other."""
    return all(any(code.startswith(above) for above in outer) for code in inner)


def meet(one: Codes, other: Codes) -> Codes:
    """The codes that lie below both; empty if there are none."""
    return frozenset(max(a, b, key=len) for a, b in product(one, other) if a.startswith(b) or b.startswith(a))


@dataclass(frozen=True)
class Scope:
    """The demands that a rule speaks of: by category, region and kind of requester."""

    category: Codes = ANY
    region: Codes = ANY
    requester: Codes = ANY

    @classmethod
    def of(cls, category: str, region: str, requester: str) -> "Scope":
        """The scope of one demand."""
        return cls(frozenset({category}), frozenset({region}), frozenset({requester}))

    def parts(self) -> Iterable[tuple[str, Codes]]:
        """Each column's heading with its codes."""
        return ("事项分类", self.category), ("行政区划", self.region), ("诉求主体", self.requester)

    def within(self, other: "Scope") -> bool:
        """Whether everything this reaches, the other reaches too."""
        return all(within(mine, theirs) for (_, mine), (_, theirs) in zip(self.parts(), other.parts(), strict=True))

    def meet(self, other: "Scope") -> "Scope | None":
        """What both reach, if there is anything."""
        common = Scope(
            meet(self.category, other.category),
            meet(self.region, other.region),
            meet(self.requester, other.requester),
        )
        return common if common.category and common.region and common.requester else None
