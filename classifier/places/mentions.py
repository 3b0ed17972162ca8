"""Names as they stand in a text (地名提及), cleared of streets, everyday words and other provinces."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, MatchKind

ELSEWHERE, MISTAKEN, STANDALONE, DOUBTFUL = "外地", "误认", "须独立", "须印证"
TOWNSHIP = "乡镇"
BANNER_DIGITS = 6

_SUFFIXES = (*tuple("市区县旗盟镇乡"), "苏木", "街道")
_STREET = re.compile(
    r"[东西南北中]?(?:[一二三四五六七八九十]?路(?![灯面政况段网基])|大?街(?![道头边上])|大道|巷(?!道)|胡同|环路|高架|大厦|大桥|立交|宾馆|花园|家园|小区)"
)
# 「幸福乡村」「五一街道路」是日常词，不是乡镇
_CUT_WRONG = {
    "区": re.compile(r"[域间块段]"),
    "旗": re.compile(r"[下舰帜袍手杆号]|镇(?![区里上])"),
    "乡": re.compile(r"村(?![民委干长里支主])|镇(?!政府)|[下亲土愁间里]"),
    "街道": re.compile(r"[路两旁边上灯宽窄脏积里口]"),
}
_HAN = re.compile(r"[\u4e00-\u9fff]")
_INTRODUCERS = frozenset("在到从是来回去往住我们于向离将把给和与及由经对找称映询市盟旗区县的跟过至让请问为，")


@dataclass(frozen=True)
class Mention:
    """One name in a text and the regions it may mean (提及)."""

    name: str
    kind: str
    codes: tuple[str, ...]
    start: int
    end: int
    doubtful: bool = False


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table beside this file (地名表)."""
    text = files("classifier.places").joinpath(name).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


class Reader:
    """Finds every name of the tables in a text, the longest first (地名扫描)."""

    def __init__(self) -> None:
        self._codes: dict[str, list[str]] = {}
        self._kinds: dict[str, str] = {}
        for row in rows("names.csv"):
            self._codes.setdefault(row["名称"], []).append(row["区划代码"])
            self._kinds.setdefault(row["名称"], row["种类"])
        exceptions = [(row["词"], row["种类"]) for row in rows("exceptions.csv")]
        self._standalone = {word for word, kind in exceptions if kind == STANDALONE}
        self._doubtful = {word for word, kind in exceptions if kind == DOUBTFUL}
        for word, kind in exceptions:
            if kind in (ELSEWHERE, MISTAKEN):
                self._kinds.setdefault(word, kind)
        self._words = list(self._kinds)
        self._automaton = AhoCorasick(self._words, matchkind=MatchKind.LeftmostLongest)

    def read(self, text: str) -> list[Mention]:
        """The mentions that stand, in the order of the text; other provinces come as 外地."""
        return list(self._read(unicodedata.normalize("NFKC", text)))

    def _read(self, text: str) -> Iterator[Mention]:
        outside_until = named_until = -1
        for index, start, end in self._automaton.find_matches_as_indexes(text):
            name = self._words[index]
            kind = self._kinds[name]
            if kind == MISTAKEN or self._is_word_or_street(name, text, end):
                continue
            if kind == ELSEWHERE or (start == outside_until and len(self._codes[name][0]) == BANNER_DIGITS):
                outside_until = end
                yield Mention(name, ELSEWHERE, (), start, end)
                continue
            if name in self._standalone and start != named_until and not _stands_alone(text, start):
                continue
            named_until = end
            yield Mention(name, kind, tuple(self._codes[name]), start, end, name in self._doubtful)

    def _is_word_or_street(self, name: str, text: str, end: int) -> bool:
        for suffix, wrong in _CUT_WRONG.items():
            if name.endswith(suffix) and wrong.match(text, end):
                return True
        return not name.endswith(_SUFFIXES) and _STREET.match(text, end) is not None


def _stands_alone(text: str, start: int) -> bool:
    return start == 0 or not _HAN.match(text[start - 1]) or text[start - 1] in _INTRODUCERS
