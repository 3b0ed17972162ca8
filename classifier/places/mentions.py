"""Names as they stand in a text (地名提及), cleared of streets, everyday words and other provinces."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

from ahocorasick_rs import AhoCorasick, MatchKind

from classifier.places.sounds import Sounds

ELSEWHERE, MISTAKEN, STANDALONE, DOUBTFUL, UNHEARD = "外地", "误认", "须独立", "须印证", "不辨音"
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
_INTRODUCERS = frozenset(
    "在到从是来回去往住我们于向离将把给和与及由经对找称映询市盟旗区县的跟过至让请问为，啊呀呢吧嗯哎呃噢哈"
)
# 「我是松山的」「玉泉那边」：两字的旗县名不带「区」字，只有这样说才算
_HERE = re.compile(r"(?:那边|这边|那块|这块|那头|这头|那一片|这一片|当地|本地)")
_FROM = re.compile(r"的(?!人民|怀抱|山|水|草)")
_SHORT, _LONG_STEM = 2, 4


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
        self._add_stems()
        self._words = list(self._kinds)
        self._automaton = AhoCorasick(self._words, matchkind=MatchKind.LeftmostLongest)

        unheard = {word for word, kind in exceptions if kind in (UNHEARD, STANDALONE)}
        named = [one for one in self._words if len(self._codes.get(one, [""])[0]) > _SHORT and one not in unheard]
        self._sounds = Sounds({row["音节"]: row["同音字"] for row in rows("sounds.csv")}, named)

    def _add_stems(self) -> None:
        """Names without their last word: long ones stand for themselves, short ones only where the text says so."""
        self._bare: set[str] = set()
        for name in [name for name, kind in self._kinds.items() if kind in (TOWNSHIP, "全称")]:
            stem = name.removesuffix(next((one for one in _SUFFIXES if name.endswith(one)), ""))
            banner = self._kinds[name] != TOWNSHIP and len(self._codes[name][0]) == BANNER_DIGITS
            if stem in self._kinds or len(stem) < (_SHORT if banner else _LONG_STEM):
                continue
            self._codes[stem], self._kinds[stem] = self._codes[name], self._kinds[name]
            if len(stem) == _SHORT:
                self._bare.add(stem)

    def read(self, text: str) -> list[Mention]:
        """The mentions that stand, in the order of the text (读地名); other provinces come as 外地.

        Where no league and no banner stands as it is written, names are also known by their sound.
        """
        text = unicodedata.normalize("NFKC", text)
        found = list(self._read(text))
        if any(mention.kind != TOWNSHIP for mention in found):
            return found
        heard = [
            Mention(one.name, self._kinds[one.name], tuple(self._codes[one.name]), one.start, one.end)
            for one in self._sounds.find(text)
            if not self._is_word_or_street(one.name, text, one.end)
        ]
        return sorted([*found, *heard], key=lambda mention: mention.start)

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
            if name in self._bare and not _said_so(text, start, end):
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


def _said_so(text: str, start: int, end: int) -> bool:
    """Whether a short name stands as people tell where they are (表明所在)."""
    return bool(_HERE.match(text, end) or (text[:start].endswith(("是", "在", "住")) and _FROM.match(text, end)))


def _stands_alone(text: str, start: int) -> bool:
    return start == 0 or not _HAN.match(text[start - 1]) or text[start - 1] in _INTRODUCERS
