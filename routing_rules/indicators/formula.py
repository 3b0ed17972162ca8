"""A numerator or denominator as it is typed in a cell (算式): measures, added and subtracted, each perhaps with a factor."""

import re
from dataclasses import dataclass

TERM = re.compile(r"\s*([+＋\-－−])?\s*(?:(\d+(?:\.\d+)?)\s*[*×x]\s*)?([^\s+＋\-－−*×\d][^\s+＋\-－−*×]*)\s*")
MINUS = ("-", "－", "−")


@dataclass(frozen=True)
class Part:
    """One measure of a formula and how much of it counts (算式的一项)."""

    factor: float
    measure: str


def parts_of(text: str) -> tuple[Part, ...]:
    """The parts of a formula such as 「已解决＋0.5×部分解决」; ValueError says from where on it cannot be read."""
    parts: list[Part] = []
    at = 0
    while at < len(text.rstrip()):
        found = TERM.match(text, at)
        if found is None or (parts and not found[1]):
            raise ValueError(text[at:].strip())
        factor = float(found[2] or 1)
        parts.append(Part(-factor if found[1] in MINUS else factor, found[3]))
        at = found.end()
    if not parts:
        raise ValueError(text)
    return tuple(parts)
