"""Branches of the economy (国民经济行业): sections A–T and two-digit divisions of GB/T 4754-2017, from a table beside this file.

A division is written with its section before it, C13, so that a section holds what begins with it, as regions do.
"""

import csv
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

TABLE = Path(__file__).parent / "industries.csv"
CODE, NAME, BASIS, GRADE = "门类或大类代码", "名称", "依据", "依据等级"


@dataclass(frozen=True)
class Industry:
    """One row of the classification (行业): a section such as C, or a division such as C13, with where it was taken from."""

    code: str
    name: str
    basis: str
    grade: str

    @property
    def section(self) -> str:
        """The letter of its section (门类)."""
        return self.code[0]


@lru_cache(maxsize=1)
def industries() -> dict[str, Industry]:
    """All sections and divisions by code, in the order of the standard."""
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        rows = [Industry(row[CODE], row[NAME], row[BASIS], row[GRADE]) for row in csv.DictReader(file)]
    return {row.code: row for row in rows}


def industry_name(code: str | None) -> str:
    """What an industry is called, a division after its section: 制造业 / 食品制造业; empty for one that is not known."""
    known = industries()
    if not code or code not in known:
        return ""
    section = known[code[0]].name
    return section if code == code[0] else f"{section} / {known[code].name}"
