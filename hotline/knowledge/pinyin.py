"""Finding by sound (拼音): what people type who do not switch the input method – gongre, gr, gongr – and what the index holds for it."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise

from pypinyin import Style, lazy_pinyin

FULL, INITIALS = "py:", "pi:"  # 检索词的前缀：汉字检索词里不会有冒号，不会相混
UNFINISHED = "*"  # 末一个音节没打完
LONGEST_INITIALS = 8  # 字母；再长的不当作声母缩写
MOST_READINGS = 12  # 一串字母的切法：xian 是「西安」也是「先」

_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_INITIAL = "(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])"
_FINAL = (
    "(?:iang|iong|uang|[iu]?ang|[iu]?an|uai|iao|eng|ing|ong|ai|ei|ao|ou|en|er|ia|ie|iu|in|ua|uo|ui|un|ue|ve|[aoeiuv])"
)
_SYLLABLE = re.compile(f"{_INITIAL}?{_FINAL}")
_LONGEST_SYLLABLE = 6


@lru_cache(maxsize=4096)
def syllables(run: str) -> tuple[str, ...]:
    """The sounds of a run of characters, without tones; ü is written v, as on a keyboard."""
    return tuple(lazy_pinyin(run, style=Style.NORMAL, errors="ignore"))


def sounds(text: str) -> list[str]:
    """What the index keeps of a text's sound: each syllable, each two in a row, and their initials two by two."""
    terms: dict[str, None] = {}
    for run in _CHINESE.findall(unicodedata.normalize("NFKC", text)):
        spoken = syllables(run)
        terms.update(dict.fromkeys(FULL + one for one in spoken))
        for one, next_one in pairwise(spoken):
            terms[FULL + one + next_one] = None
            terms[INITIALS + one[0] + next_one[0]] = None
    return list(terms)


def asked_by_sound(letters: str) -> list[tuple[str, ...]]:
    """What letters may ask for: ways to read them, each a row of terms that must all be there.

    Args:
        letters: a to z only; a term that ends in UNFINISHED stands for all that begin so.
    """
    ways = [_in_pairs(spoken) for spoken in _readings(letters)]
    if 2 <= len(letters) <= LONGEST_INITIALS:
        ways.append(tuple(INITIALS + letters[at : at + 2] for at in range(len(letters) - 1)))
    return list(dict.fromkeys(ways))


def spelled(term: str) -> tuple[str, str]:
    """A word of Chinese in full pinyin and by its initials: 供热 → gongre, gr."""
    spoken = [one for run in _CHINESE.findall(term) for one in syllables(run)]
    return "".join(spoken), "".join(one[0] for one in spoken)


def _readings(letters: str) -> list[tuple[str, ...]]:
    """The ways to cut letters into syllables, those with the fewest first; the last may be unfinished.

    Of the ways that reach a place only the best are gone on with, so that long rows of letters cost no more.
    """
    reached: list[list[tuple[str, ...]]] = [[], *([] for _ in letters)]
    reached[0].append(())
    unfinished: list[tuple[str, ...]] = []
    for at in range(len(letters)):
        best = sorted(reached[at], key=len)[:MOST_READINGS]
        if best and len(letters) - at < _LONGEST_SYLLABLE and not _SYLLABLE.fullmatch(letters, at):
            unfinished += [(*spoken, letters[at:] + UNFINISHED) for spoken in best]
        for end in range(at + 1, min(len(letters), at + _LONGEST_SYLLABLE) + 1):
            if _SYLLABLE.fullmatch(letters, at, end):
                reached[end] += [(*spoken, letters[at:end]) for spoken in best]
    return sorted(reached[-1], key=len)[:MOST_READINGS] + sorted(unfinished, key=len)[:MOST_READINGS]


def _in_pairs(spoken: tuple[str, ...]) -> tuple[str, ...]:
    if len(spoken) == 1:
        return (FULL + spoken[0],)
    return tuple(FULL + one + next_one for one, next_one in pairwise(spoken))
