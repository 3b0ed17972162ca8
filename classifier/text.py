"""Text made comparable and cut into words (文本规范与分词)."""

import re
import unicodedata
import warnings
from functools import cache
from importlib.resources import files

import rjieba

# jieba 的源码有旧式转义；首次编译时的警告不该变成使用者的错误
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import jieba

_WORDLIKE = re.compile(r"[^\W\d_]")
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_INVISIBLE = re.compile("[\u200b\u2060-\u2069\u202a-\u202e\ufeff\u00ad]")
# 蒙古文用窄不换行空格连接后缀，NFKC 会把它变成普通空格而拆开一个词
_SUFFIX_GAP = re.compile("(?<=[\u1800-\u18af])\u202f(?=[\u1800-\u18af])")
_PLACEHOLDER = "\ue000"


def normalise(text: str) -> str:
    """Fold widths, spaces and control characters of a text (规范化); Mongolian script stays whole."""
    kept = _SUFFIX_GAP.sub(_PLACEHOLDER, text.replace(_PLACEHOLDER, " "))
    folded = _INVISIBLE.sub("", unicodedata.normalize("NFKC", kept)).replace("\r", "\n")
    clean = _CONTROL.sub(" ", folded)
    return _LINES.sub("\n", _SPACES.sub(" ", clean)).strip().replace(_PLACEHOLDER, "\u202f")


@cache
def stop_words() -> frozenset[str]:
    """The words that say nothing about the matter (停用词)."""
    return frozenset(_vocabulary("stopwords.txt"))


@cache
def own_words() -> tuple[tuple[str, int], ...]:
    """The words of the trade and of the region with their weight (自定义词典)."""
    return tuple((line.split()[0], int(line.split()[1])) for line in _vocabulary("userdict.txt"))


def _vocabulary(name: str) -> list[str]:
    text = files("classifier").joinpath(f"vocabulary/{name}").read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip()]


@cache
def _fast() -> rjieba.Jieba:
    cutter = rjieba.Jieba()
    for word, weight in own_words():
        cutter.add_word(word, weight, "n")
    return cutter


@cache
def _contract() -> jieba.Tokenizer:
    cutter = jieba.Tokenizer()
    for word, weight in own_words():
        cutter.add_word(word, weight, "n")
    return cutter


def words(text: str) -> list[str]:
    """The telling words of a text in their order (分词), stop words and numbers left out."""
    return _telling(_fast().cut(normalise(text).lower()))


def contract_words(text: str) -> list[str]:
    """The same words cut by jieba, the contract that the fast cutter is held to (分词对照)."""
    return _telling(_contract().cut(normalise(text).lower()))


def _telling(cut: list[str]) -> list[str]:
    stops = stop_words()
    return [word for word in cut if word not in stops and _WORDLIKE.search(word)]
