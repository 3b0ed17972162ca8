"""Phrases that several texts share (共用短语): runs of characters that stand on word borders."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from classifier.text import words

_SHORTEST, _LONGEST = 2, 9
_SAID_BY = 0.25
_FEWEST = 2
_FEW = 3
_REPLACED_AT = 0.7
_ON_BORDERS = 0.3
_OUTSIDE_TITLE = 0.3
_SEGMENT = re.compile(r"[\u3400-\u9fffA-Za-z0-9\u1800-\u18af]+")
_NUMBERED = re.compile(r"[A-Za-z0-9]+(?=[\u3400-\u9fff])")
# 只有代号、数目的（A2区、3栋2单元、二期、一个月）不成话题名
_UNITS = "栋期单元楼号层个月年天日小时万次户岁点米名线届省市区县旗"
_COUNTED = re.compile(rf"(?:[{_UNITS}]*[第0-9A-Za-z零一二三四五六七八九十百几多两]+[{_UNITS}]*)+")
_EMPTY = re.compile(
    "小区|社区|街道|村民|市民|(?:有限)?公司|号线|大道|房子|城市|单元|时候|家里|区内|无法|经常|实现|同意|国家|国际|标准|公共|学生|孩子"
)
_LINKING = re.compile(r"[的了是被把]")
# 这些词各处都说，放在短语的头尾不说明是什么事
_FRAME = (
    "投诉|举报|控告|建议|疑问|质疑|呼吁|强烈|坚决|再次|申请|恳求|求助|严重|影响|存在|导致|造成|附近|旁边|周边"
    "|周围|小区内|一名|作为|居民|业主|百姓|老百姓|政府|办法|方面|事情|事宜|时间|地方|合理|工作|进展|重视|关注"
    "|督促|查处|整治|监管|帮助|生活|正常|长期|多次|无人|违法|违规|非法|政策|进一步|开始|出现|要求|希望|反应"
    "|相关|问题|解决|处理|部门|涉嫌|任何|很多|看到|带来|到底|何时|能否|是否|书记|市长|局长|区长|县长|先生"
    "|女士|您们好"
)
_FRAMED = re.compile(rf"(?:{_FRAME})|.*(?:{_FRAME})$")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A run of characters that several texts use (短语).

    Args:
        share: how much of the texts use it; use in the title counts in full, elsewhere in part.
        place: where in the text it stands on the average.
    """

    text: str
    share: float
    place: float


def phrases(texts: Sequence[str]) -> list[Phrase]:
    """Phrases that enough of the texts use and that no longer phrase replaces (共用短语).

    Args:
        texts: the title on the first line of each.
    """
    fewest = max(min(_FEWEST, len(texts)), _SAID_BY * len(texts))
    bordered = Counter(run for text in texts for run in _bordered(text))
    least = 1 if len(texts) <= _FEW else _FEWEST
    candidates = {run: count for run, count in bordered.items() if count >= least and _telling(run)}
    counts = {run: [run in text for text in texts].count(True) for run in candidates}
    kept = {run: n for run, n in counts.items() if n >= fewest and candidates[run] >= _ON_BORDERS * n}
    longer = _longer(kept)
    return [_phrase(run, texts) for run, count in kept.items() if longer.get(run, 0) < _REPLACED_AT * count]


def _phrase(run: str, texts: Sequence[str]) -> Phrase:
    used = [(text.find(run), text.find("\n")) for text in texts if run in text]
    share = sum(1.0 if at < title or title < 0 else _OUTSIDE_TITLE for at, title in used) / len(texts)
    return Phrase(run, share, sum(at for at, _ in used) / len(used))


def _bordered(text: str) -> set[str]:
    """Runs of characters, not too long, that begin and end with telling words."""
    starts, ends = _borders(text)
    found: set[str] = set()
    for segment in _SEGMENT.finditer(text):
        first, last = segment.span()
        for start in starts[bisect_left(starts, first) : bisect_left(starts, last)]:
            near = slice(bisect_left(ends, start + _SHORTEST), bisect_right(ends, min(last, start + _LONGEST)))
            found.update([text[start:end] for end in ends[near]])
    return found


def _borders(text: str) -> tuple[list[int], list[int]]:
    """Where telling words begin and end in a text, in order; numbers belong to the word behind them."""
    lowered, cursor = text.lower(), 0
    starts, ends = {one.start() for one in _NUMBERED.finditer(text)}, []
    for word in words(text):
        at = lowered.find(word, cursor)
        if at >= 0:
            cursor = at + len(word)
            starts.add(at)
            ends.append(cursor)
    return sorted(starts), ends


def _longer(kept: Mapping[str, int]) -> dict[str, int]:
    """For every part of a phrase, how many texts use the phrase."""
    longer: dict[str, int] = {}
    for run, count in kept.items():
        for start in range(len(run)):
            for stop in range(start + _SHORTEST, len(run) + 1):
                if stop - start < len(run):
                    longer[run[start:stop]] = max(longer.get(run[start:stop], 0), count)
    return longer


def _telling(run: str) -> bool:
    empty = run.isascii() or _EMPTY.fullmatch(run) or _COUNTED.fullmatch(run)
    return not (empty or _FRAMED.match(run) or _LINKING.search(run))
