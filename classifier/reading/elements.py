"""Which elements of a demand are told already (已有要素): where exactly, who, when, how much, which number."""

import re
from collections.abc import Callable
from functools import cache

from classifier.places import Place
from classifier.reading.cues import either_of, rows, words
from classifier.reading.said import Said

_TABLE = "elements.csv"
_NAMED = "@"
_BANNER_DIGITS = 6
_LONGEST_NAME, _SHORTEST_NAME = 10, 2
_NAME_BACKWARDS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9·]+")
# 名称前面的话、泛称和行政区都不算名称：「我们小区」「赛罕区某路」
_NOT_A_NAME = re.compile(
    r".*(?:我家|他家|她家|谁家|人家|家里|家门口|老旧|附近|隔壁|对面|旁边|一家|哪家|位于|来电人|诉求人|市民|居民|业主|群众|反映|投诉|举报|咨询|门口|门前|楼下|沿街|市政|公共"
    r"|路边|马路|水泥|柏油|苏木|街道|内蒙古|自治区|附属|当地|本地|外地|单位|所在|嘎查|村里|路过|乡村|农村|城市|整个"
    r"|[我咱俺你们这那某该本的了是把被给对让说问找跟向往从在到和与及住称其他她段市区旗县盟镇乡不有条个各整全去来修走过经于一])"
)
_PLATE = re.compile(
    r"[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Za-z][·. -]?[A-Za-z0-9]{5,6}(?![A-Za-z0-9])"
)
_LONG_NUMBER = re.compile(r"(?<!\d)\d{8,}(?!\d)")
_DATED = frozenset({"日期", "起始", "持续", "周期", "节日"})
_HOURS = frozenset({"时刻", "时段", "周期"})


def told(element: str, said: Said, place: Place | None) -> bool:
    """Whether an element is told already (要素已有).

    Args:
        element: a name of `elements`.
        place: the region that the text or a person names.
    """
    own = _OWN.get(element)
    if own is not None and own(said, place):
        return True
    plain, named = _cues(element)
    if plain is not None and plain.search(said.text):
        return True
    return named is not None and any(_has_name(said.text, ending.start()) for ending in named.finditer(said.text))


def elements() -> frozenset[str]:
    """The names of all elements that can be looked for (要素名)."""
    return frozenset(_OWN) | {row["种类"] for row in rows(_TABLE)}


@cache
def _cues(element: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """What tells the element as it stands, and what does so behind a name of its own."""
    told_by = words(_TABLE, element)
    plain = [cue for cue in told_by if not cue.startswith(_NAMED)]
    named = [cue.removeprefix(_NAMED) for cue in told_by if cue.startswith(_NAMED)]
    return (re.compile(either_of(plain)) if plain else None, re.compile(either_of(named)) if named else None)


def _has_name(text: str, end: int) -> bool:
    """Whether a name of its own ends here."""
    before = _NAME_BACKWARDS.match(text[max(0, end - _LONGEST_NAME) : end][::-1])
    return before is not None and len(_NOT_A_NAME.sub("", before.group()[::-1], count=1)) >= _SHORTEST_NAME


def _in_a_banner(_said: Said, place: Place | None) -> bool:
    return place is not None and place.region is not None and len(place.region) >= _BANNER_DIGITS


_OWN: dict[str, Callable[[Said, Place | None], bool]] = {
    "地点": _in_a_banner,
    "金额": lambda said, _: bool(said.amounts),
    "人数": lambda said, _: said.people is not None,
    "时间": lambda said, _: any(one.kind in _DATED for one in said.times),
    "时段": lambda said, _: any(one.kind in _HOURS for one in said.times),
    "单位名称": lambda said, _: bool(said.company or said.uscc),
    "企业名称": lambda said, _: bool(said.company or said.uscc),
    "商家": lambda said, _: bool(said.company),
    "联系电话": lambda said, _: bool(said.phones),
    "车牌": lambda said, _: _PLATE.search(said.text) is not None,
    "编号": lambda said, _: _LONG_NUMBER.search(said.text) is not None,
    "户号": lambda said, _: _LONG_NUMBER.search(said.text) is not None,
}
