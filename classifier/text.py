"""Text made comparable and cut into words (文本规范与分词)."""

import re
import unicodedata
import warnings
from collections.abc import Callable
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
# 多数来件本来干净，一次查找就知道，省去逐项替换
_UNTIDY = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\xa0\ud800-\udfff\u200b\u2028-\u202f\u2060-\u2069\ufeff\u00ad]|\\s\\s|\n[^\\S\n]"
)

WORD_END = "\x1f"
_MOST_REMEMBERED = 400_000


class Tokens(str):
    """A text that is already cut at its spaces (已分词文本)."""

    __slots__ = ()


class _Telling(dict[str, str]):
    """Each word that was met: the word and its end if it says something, else nothing."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        told = "" if word in stop_words() or not _WORDLIKE.search(word) else word + WORD_END
        self[word] = told
        return told


_telling = _Telling()


def normalise(text: str) -> str:
    """Fold widths, spaces and control characters of a text (规范化); Mongolian script stays whole."""
    if "\u202f" in text or _PLACEHOLDER in text:
        text = _SUFFIX_GAP.sub(_PLACEHOLDER, text.replace(_PLACEHOLDER, " "))
    folded = unicodedata.normalize("NFKC", text)
    if _UNTIDY.search(folded):
        folded = _CONTROL.sub(" ", _INVISIBLE.sub("", folded).replace("\r", "\n"))
        folded = _LINES.sub("\n", _SPACES.sub(" ", folded))
    return folded.strip().replace(_PLACEHOLDER, "\u202f")


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


def line(text: str, longest: int | None = None) -> str:
    """The telling words of a text, each closed by WORD_END (分词), stop words and numbers left out.

    Args:
        longest: how many characters are read; all where not given.
    """
    return _line(text, _fast().cut, longest)


def contract_line(text: str, longest: int | None = None) -> str:
    """The same cut by jieba, the contract that the fast cutter is held to (分词对照)."""
    return _line(text, _contract().lcut, longest)


def _line(text: str, cut: Callable[[str], list[str]], longest: int | None) -> str:
    if isinstance(text, Tokens):
        return "".join(map(_telling.__getitem__, normalise(text).lower().split()))
    return "".join(map(_telling.__getitem__, cut(normalise(text[:longest]).lower())))


def words(text: str) -> list[str]:
    """The telling words of a text in their order (分词)."""
    return line(text).split(WORD_END)[:-1]


def contract_words(text: str) -> list[str]:
    """The same words cut by jieba (分词对照)."""
    return contract_line(text).split(WORD_END)[:-1]


def document(title: str, text: str) -> str:
    """Title and text joined to the one document that is classified (文档)."""
    return f"{title}\n{text}"
