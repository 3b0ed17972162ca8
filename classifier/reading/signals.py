"""What a text signals (诉求信号): the type of demand and its language, by tables of cues."""

import csv
import re
import unicodedata
from functools import cache
from importlib.resources import files

_GAP = ".{0,12}?"
_MONGOLIAN = re.compile(r"[\u1800-\u18af]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_OTHER_SCRIPT = re.compile(r"[\u1800-\u18af\u0400-\u04ff]")
# 俄文没有 ө、ү，也不重叠 а、э、у
_CYRILLIC_MONGOLIAN = re.compile(r"[өү]|аа|ээ|уу", re.IGNORECASE)
_MIXED = 0.3
# 无提示词的叙述十之七八是投诉；只有几个字的才看不出
_SAYS_SOMETHING = 6
_HAN = re.compile(r"[\u3400-\u9fff]")


@cache
def cue_pattern(kind: str, value: str) -> re.Pattern[str]:
    """The cues of one kind and value as a pattern (提示词); 「…」 stands for a few characters."""
    return _compiled("、".join(cues for one, cues in _table(kind) if one == value))


@cache
def _table(kind: str) -> list[tuple[str, str]]:
    text = files("classifier").joinpath("vocabulary/signals.csv").read_text(encoding="utf-8-sig")
    return [(row["值"], row["提示词"]) for row in csv.DictReader(text.splitlines()) if row["种类"] == kind]


@cache
def _ordered(kind: str) -> list[tuple[str, re.Pattern[str]]]:
    return [(value, _compiled(cues)) for value, cues in _table(kind)]


def _compiled(cues: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(cue).replace("…", _GAP).replace(r"\$", "$") for cue in cues.split("、")), re.M)


def demand_type_of(title: str, text: str) -> str:
    """咨询 求助 投诉 举报 建议 表扬 or 其他 (诉求类型)."""
    whole = _normalise(f"{title}\n{text}")
    for value, pattern in _ordered("诉求类型"):
        if pattern.search(whole):
            return value
    return "投诉" if len(_HAN.findall(whole)) >= _SAYS_SOMETHING else "其他"


def language_of(text: str) -> str:
    """汉, 蒙 or 混 (语言): Mongolian in its own or in Cyrillic script; a name or two of the other tongue does not mix."""
    if not _OTHER_SCRIPT.search(text):
        return "汉"
    mongolian, han = len(_MONGOLIAN.findall(text)), len(_HAN.findall(text))
    if _CYRILLIC_MONGOLIAN.search(text):
        mongolian += len(_CYRILLIC.findall(text))
    if min(mongolian, han) >= _MIXED * (mongolian + han) > 0:
        return "混"
    return "蒙" if mongolian > han else "汉"


def _normalise(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
