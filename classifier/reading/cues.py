"""Cues that officials keep in tables (提示词表): words, with … for a few characters of the clause and # for a number."""

import csv
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, MatchKind

from classifier.reading.numerals import NUMBER

_GAP = r"[^,。;!?\n]{0,10}?"
_COMMA = "、"


@cache
def words(table: str, kind: str) -> tuple[str, ...]:
    """The cues of one kind in their order (提示词)."""
    return tuple(cue for row in rows(table) if row["种类"] == kind for cue in row["提示词"].split(_COMMA) if cue)


@cache
def pattern(table: str, kind: str) -> re.Pattern[str]:
    """The cues of one kind as one pattern for normalised text (提示词模式)."""
    return re.compile(either(table, kind))


def says(table: str, kind: str, text: str) -> bool:
    """Whether a cue of a kind that has only plain words stands in the text (提示词命中), in one pass."""
    return bool(_automaton(table, kind).find_matches_as_indexes(text))


def mentions(table: str, kinds: tuple[str, ...], text: str) -> list[tuple[int, int]]:
    """Where cues of kinds that have only plain words stand in the text, the longest each (提示词位置)."""
    found = _automaton(table, *kinds).find_matches_as_indexes(text)
    return [(start, end) for _, start, end in found]


@cache
def _automaton(table: str, *kinds: str) -> AhoCorasick:
    plain = [cue for kind in kinds for cue in words(table, kind)]
    if any(mark in cue for cue in plain for mark in "…#"):
        raise ValueError(f"{table} 的「{'、'.join(kinds)}」含有 … 或 #，不能按字面查找")
    return AhoCorasick(plain, matchkind=MatchKind.LeftmostLongest)


@cache
def either(table: str, kind: str) -> str:
    """The cues of one kind as an alternative to build patterns from (并列提示词)."""
    return either_of(words(table, kind))


def either_of(told: Sequence[str]) -> str:
    """Cues as an alternative, the longest tried first (并列提示词); no cues would match everything."""
    if not told:
        raise ValueError("提示词为空，请核对词表的种类")
    return "(?:" + "|".join(map(_spelt, sorted(told, key=lambda cue: -len(cue)))) + ")"


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """The rows of a table of the vocabulary (词表)."""
    text = files("classifier").joinpath(f"vocabulary/{table}").read_text(encoding="utf-8-sig")
    return tuple(csv.DictReader(text.splitlines()))


def _spelt(cue: str) -> str:
    return re.escape(cue).replace("…", _GAP).replace(r"\#", NUMBER)
