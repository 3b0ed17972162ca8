"""The one region a text is sure to mean, or the candidates for a person to choose from (区划识别)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from classifier.places.mentions import BANNER_DIGITS, ELSEWHERE, TOWNSHIP, Mention, Reader, rows

_AUTONOMOUS_REGION = "15"
_LEAGUE_DIGITS = 4
_FROM_TEXT, _FROM_PHONE = "正文", "来电区号"


@dataclass(frozen=True)
class PlaceCandidate:
    """A region the text may mean, and why (候选区划)."""

    code: str
    name: str
    why: str


@dataclass(frozen=True)
class Place:
    """What a text says about where (所在区划); region is None where a person must choose."""

    region: str | None
    candidates: tuple[PlaceCandidate, ...]
    source: str


@dataclass(frozen=True)
class _Clues:
    """Everything that can settle an ambiguous name (旁证)."""

    leagues: tuple[str, ...]
    phone: str | None
    elsewhere: bool


class Gazetteer:
    """The names of Inner Mongolia's leagues, banners and townships (地名录)."""

    def __init__(self) -> None:
        self._reader = Reader()
        self._names = {row["区划代码"]: row["名称"] for row in rows("names.csv") if row["种类"] == "全称"}
        self._area_codes = {row["区号"]: row["区划代码"] for row in rows("area_codes.csv")}

    def find(self, text: str, phone: str | None = None) -> Place:
        """Where the text is about (识别区划); the caller's area code settles or stands in."""
        found = self._reader.read(text)
        mentions = [mention for mention in found if mention.codes and mention.codes != (_AUTONOMOUS_REGION,)]
        leagues = _unique(m.codes[0] for m in mentions if len(m.codes) == 1 and len(m.codes[0]) == _LEAGUE_DIGITS)
        clues = _Clues(leagues, self.league_of_phone(phone), any(m.kind == ELSEWHERE for m in found))
        others = _unique(
            [*leagues, *(m.codes[0][:_LEAGUE_DIGITS] for m in mentions if len(m.codes) == 1 and not m.doubtful)]
        )
        mentions = [mention for mention in mentions if not _contradicted(mention, others)]
        banners = [m for m in mentions if m.kind != TOWNSHIP and max(map(len, m.codes)) == BANNER_DIGITS]
        townships = [m for m in mentions if m.kind == TOWNSHIP]
        if banners:
            return self._place(_settle(banners, townships, clues))
        if leagues:
            return self._in_leagues(townships, clues, [m for m in mentions if m.kind != TOWNSHIP])
        if townships:
            return self._place(_settle(townships, [], clues), guess=clues.elsewhere and clues.phone is None)
        return self._by_phone(clues.phone)

    def league_of_phone(self, phone: str | None) -> str | None:
        """The league of a landline's area code (来电区号), if it is one of ours."""
        digits = re.sub(r"\D", "", phone or "")
        if digits.startswith("86") and len(digits) > 10:
            digits = "0" + digits[2:].lstrip("0")
        return self._area_codes.get(digits[:4])

    def _in_leagues(self, townships: list[Mention], clues: _Clues, named: list[Mention]) -> Place:
        inside = [m for m in townships if _under(m.codes, clues.leagues)]
        settled = self._place(_settle(inside, [], clues))
        if settled.region or len(clues.leagues) > 1:
            return settled if settled.region else self._place([(m, m.codes) for m in [*named, *inside]])
        league = self._candidate(clues.leagues[0], named[0])
        return Place(league.code, (league, *settled.candidates), _FROM_TEXT)

    def _by_phone(self, league: str | None) -> Place:
        if league is None:
            return Place(None, (), "")
        return Place(league, (PlaceCandidate(league, self._names[league], "来电号码的区号"),), _FROM_PHONE)

    def _place(self, settled: list[tuple[Mention, tuple[str, ...]]], guess: bool = False) -> Place:
        candidates: dict[str, PlaceCandidate] = {}
        for mention, codes in settled:
            for code in codes:
                candidates.setdefault(code, self._candidate(code, mention))
        sure = next(iter(candidates)) if len(candidates) == 1 and not guess else None
        return Place(sure, tuple(candidates.values()), _FROM_TEXT if candidates else "")

    def _candidate(self, code: str, mention: Mention) -> PlaceCandidate:
        return PlaceCandidate(code, self._names[code], f"正文提到「{mention.name}」")


def _unique(codes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes))


def _under(codes: Iterable[str], leagues: Iterable[str]) -> tuple[str, ...]:
    return tuple(code for code in codes if code.startswith(tuple(leagues)))


def _contradicted(mention: Mention, leagues: tuple[str, ...]) -> bool:
    """「临河新城区」「新镇」是日常词：点了别的盟市不算，乡镇还须点到本盟市."""
    if not mention.doubtful or _under(mention.codes, leagues):
        return False
    return bool(leagues) or mention.kind == TOWNSHIP


def _settle(mentions: list[Mention], witnesses: list[Mention], clues: _Clues) -> list[tuple[Mention, tuple[str, ...]]]:
    """Each mention with the codes it can still mean, once everything named beside it is heard."""
    by_league = [(mention, _under(mention.codes, clues.leagues) or mention.codes) for mention in mentions]
    sure = {codes[0] for _, codes in by_league if len(codes) == 1}
    spoken = [set(_under(w.codes, clues.leagues) or w.codes) for w in witnesses]
    settled = []
    for mention, codes in by_league:
        left = codes
        for allowed in [sure, *spoken] if len(codes) > 1 else []:
            left = tuple(code for code in left if code in allowed) or left
        if len(left) > 1 and clues.phone:
            left = _under(left, (clues.phone,)) or left
        settled.append((mention, left))
    return settled
