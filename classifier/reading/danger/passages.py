"""A message cut into passages (分段): danger may stand in the last line of a long letter, so every stretch is judged alone."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]

LONGEST = 4000
# 渠道自动填的标题不说明任何事
_SAYS_NOTHING = re.compile(
    r"(?:(?:群众|市民|居民|业主|企业|语音|匿名|夜间)?(?:来电|来信|留言|诉求|反映|录音|语音)(?:录音|诉求|登记|记录|情况|问题)?|市民语音诉求|无标题|无)[。.]?"
)
_ONE_PASSAGE, _PASSAGE, _STEP = 90, 60, 30
_LEAST_LAST = 20
_LONGEST_CLAUSE = 60
_U = np.uint32


def _folded(code: int) -> int:
    """The letter or character that a code stands for, 0 if for none."""
    told = unicodedata.normalize("NFKC", chr(code)).lower()
    return ord(told) if len(told) == 1 and told.isalnum() else 0


_FOLDED = np.array([_folded(code) for code in range(1 << 16)], dtype=_U)


@dataclass(frozen=True, slots=True)
class Message:
    """A message as it is judged (待判文本): its letters and characters alone, so that stray spaces hide nothing.

    Args:
        text: the letters and characters, folded.
        codes: the same as numbers.
        passages: first and end of each passage.
    """

    text: str
    codes: Numbers
    passages: Places


def message(title: str, text: str) -> Message:
    """Title and text folded and cut into passages (分段)."""
    told = "" if _SAYS_NOTHING.fullmatch(title.strip()) else f"{title}\n"
    raw = np.frombuffer(f"{told}{text}"[:LONGEST].encode("utf-32-le", "replace"), dtype=np.uint32)
    codes = _FOLDED[np.minimum(raw, _U(len(_FOLDED) - 1))]
    kept = codes > 0
    ends = np.cumsum(kept)[np.flatnonzero(kept[:-1] & ~kept[1:])]
    codes = codes[kept]
    return Message(codes.tobytes().decode("utf-32-le"), codes, _passages(ends.tolist(), len(codes)))


def _passages(clause_ends: Sequence[int], count: int) -> Places:
    """Stretches of clauses that overlap by half, so that what belongs together stands together in one of them.

    The last clause stands alone besides: a letter about something else may end with what is happening right now.
    """
    if count <= _ONE_PASSAGE:
        return np.array([[0, count]], dtype=np.int64)
    borders = [0]
    for end in [*clause_ends, count]:
        while end - borders[-1] > _LONGEST_CLAUSE:
            borders.append(borders[-1] + _STEP)
        if end > borders[-1]:
            borders.append(end)
    found, first = [], 0
    while True:
        end = min(bisect_left(borders, borders[first] + _PASSAGE), len(borders) - 1)
        found.append((borders[first], borders[end]))
        if borders[end] == count:
            break
        first = max(first + 1, min(bisect_left(borders, borders[first] + _STEP), end - 1))
    last = (max([one for one in borders if count - one >= _LEAST_LAST][-1], count - _PASSAGE), count)
    return np.array(found if last in found else [*found, last], dtype=np.int64)
