"""When it is said to be (时间): dates, clock times, since when, how long and how often, as written and resolved."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from classifier.reading.cues import rows
from classifier.reading.dates import IS, Parts, resolved

_FESTIVALS = "festivals.csv"
_OFTEN, _SINCE, _DATE, _FESTIVAL = "周期", "起始", "日期", "节日"

_DIGIT = r"\d〇零一二两三四五六七八九十"
_N = rf"(?:\d{{1,2}}|[{_DIGIT[2:]}]{{1,3}})"
_MANY = r"(?:\d+(?:\.\d+)?|[一二两三四五六七八九十百]+|半|好?几|十几|几十)"
_YEAR = r"(?:(?:19|20)\d\d|二[〇零][〇零一二三四五六七八九]{2}|\d\d(?=年[\d一二三四五六七八九十]{1,3}月))"
_DAYPART = r"凌晨|清早|清晨|早晨|早上|上午|中午|午后|下午|傍晚|晚上|晚间|夜里|夜间|夜晚|后半夜|前半夜|大半夜|大清早|半夜|深夜|午夜|早|晚|夜"
_EDGE = r"(?:底|末|初|中旬|上旬|下旬)"
_SPAN = r"分钟|个?半?小时|个?半?钟头|天|日|个?多?半?月|周|个?多?星期|个?多?礼拜|个?工作日|宿"
_UNIT = rf"(?:{_SPAN}|年半?(?![级代纪检审度报货终假票费卡轻龄份薪会前月底初末]))"
# 「3号楼」「2号线」不是日期
_NOT_A_DAY = r"(?![楼院线店门机井馆厅厂车库矿地桌床窗路段文令码坑塔泵基仓口站单房家桥棚柜病住商小幢煤发召公])"
# 「五点要求」「三点建议」不是时刻
_NOT_A_CLOCK = r"(?!要|建|意|问|诉|理|希|想|请|原|疑|是|、|:|期|间|代)"
_HOUR = (
    rf"(?P<hour#>{_N})(?:[::](?P<minute#>\d\d)(?!\d)(?:[::]\d\d)?"
    rf"|[点时](?:(?P<sharp#>钟)|(?P<half#>半)|(?P<quarter#>[一三])刻|(?P<later#>{_N})分?(?![个次条件]))?{_NOT_A_CLOCK})(?:多|左右)?"
)
_YEAR_REST = (
    rf"年(?:的)?(?:(?P<month#>{_N})月份?(?:(?P<day#>{_N})[日号]|{_EDGE})?"
    r"|(?P<season#>[春夏秋冬])[天季]?|年?(?P<part_of_year#>[底末初中]|上半年|下半年))?(?!级)"
)
# 先按第一个字分组，再在组内逐一比对：多数位置一次就知道不是时间；组内靠前的优先
_TOKENS: dict[str, dict[str, str]] = {
    f"[{_DIGIT}]": {
        "iso": r"(?P<year#>(?:19|20)\d\d)[-/.](?P<month#>\d{1,2})[-/.](?P<day#>\d{1,2})[日号]?(?!\d)",
        "year": rf"(?P<year#>{_YEAR}){_YEAR_REST}",
        "festival": "{festivals}",
        "often": r"一到(?!位|底)|一入|一进",
        "month": rf"(?<![\d个])(?P<month#>{_N})月(?:份(?!额){_EDGE}?|(?P<day#>{_N})[日号]?|{_EDGE})?(?![\d饼嫂球亮光经卡租票供结薪])",
        "day": rf"(?<![\d第#A-Za-z路一二三四五六七八九十])(?P<day#>{_N})号{_NOT_A_DAY}",
    },
    f"[{_DIGIT}半几好百]": {
        "ago": rf"(?P<count#>{_MANY})[多来]?(?P<unit#>{_SPAN}|年半?)多?[之以]?前",
        "lasting": rf"(?P<count#>{_MANY})[多来]?(?P<unit#>{_UNIT})多?(?:了|来(?!回)|没|未|都没|以来|过去了)",
        "length": rf"{_MANY}[多来]?{_UNIT}多?(?:内|之内|以内)?",
        "clock": _HOUR,
    },
    "[上本这下]": {
        "month_from_now": rf"(?P<turn#>上上个?|上个?|本|这个?|下个?)月份?(?:(?P<day#>{_N})[日号]|{_EDGE})?",
        "weekday": r"(?P<turn#>上上|上|下下|下|这|本)个?(?:周|星期|礼拜)(?P<weekday#>[一二三四五六日天1-6])(?![年个天周月])",
        "week": r"(?:上上|上|这|本|下)个?(?:周|星期|礼拜)末?",
    },
    "[周星礼]": {"weekday": r"(?:周|星期|礼拜)(?P<weekday#>[一二三四五六日天1-6])(?![年个天周月])", "often": "周末"},
    "[今去前明后大昨刚方]": {
        "year": rf"(?P<year#>大前|[今去前明后]){_YEAR_REST}",
        "day_from_now": r"大前[天儿]|前[天晚]|前儿个?|昨[天日晚夜早]|昨儿个?|今[天日晚夜早晨]|今儿个?|明[天日晚早]|明儿个?|大后天|后天|刚才|方才",
    },
    "[凌清早上中午下傍晚夜后前大半深]": {"clock": rf"(?P<daypart#>{_DAYPART}){_HOUR}", "part": _DAYPART},
    "[每天夜日月年常隔逢工双节三]": {
        "often": (
            r"每天|每日|每晚|每夜|每早|每个?(?:周|星期|礼拜)[一二三四五六日天]?|每个?月|每年|每季度|每逢|每到|每隔?[一二两三四五六七八九十\d]+天"
            r"|天天|夜夜|日日|月月|年年|常年|隔三差五|逢年过节|三天两头|(?<!个)工作日|双休日|节假日"
        )
    },
    "[连已整停断等拖欠快坏]": {
        "lasting": (
            r"(?:连续|已经|已有|已|整整|停了|断了|等了|拖了|欠了|快|坏了)"
            rf"(?P<count#>{_MANY})[多来]?(?P<unit#>{_UNIT})多?(?:了|没|未|以来)?"
        )
    },
    "[从自打]": {"since": rf"自从|打从|从|自(?=[打去今昨前上本{_DIGIT}元春国])|打(?=[去今昨前上{_DIGIT}])"},
    "[开以至到起一]": {"ongoing": r"(?:一直)?(?:开始|以来|至今|到现在|到今天|到目前|起(?![床来码诉火重]))"},
    "[春夏秋冬入开立数供采暑汛雨农三]": {
        "season": r"[春夏秋冬][天季]|入冬|入秋|入夏|开春|立冬|立春|秋后|数九|三九天|供暖期|采暖期|采暖季|供暖季|暑期|汛期|雨季|农忙"
    },
    "[元妇植消劳青儿建教国圣平除年过正春白端重腊小那古寒清中暑大双]": {"festival": "{festivals}"},
}
_ANY_FIRST = "".join(first.strip("[]") for first in _TOKENS)
_DAYS = frozenset({"iso", "year", "month_from_now", "month", "day_from_now", "weekday", "week", "day", "ago"})
_KIND_OF = {"lasting": "持续", "clock": "时刻", "length": "时长", "season": "季节", "part": "时段"}
# 单独一个「晚」「早」「夜」多半不是说时间
_TELLS_NOTHING = frozenset({"早", "晚", "夜", "一到", "一进", "一入", "每到", "每逢"})
# 「一点」「两点」「十一点」单独说时，多半不是几点钟
_HARDLY_AN_HOUR = frozenset("一两二三四1234")


@dataclass(frozen=True, slots=True)
class When:
    """A time that a text tells (时间要素).

    Args:
        text: as written.
        kind: 日期 时刻 起始 持续 周期 节日 时段 季节 时长.
        iso: the date, month, year, week or moment in ISO 8601, of 起始 and 持续 the beginning; empty where not told.
    """

    text: str
    kind: str
    iso: str


def times(text: str, now: datetime) -> list[When]:
    """The times that a text tells, in its order (时间要素).

    Args:
        text: normalised.
        now: the moment from which yesterday and last month are counted.
    """
    return [_when(run, now) for run in _runs(text) if _tells(run)]


def _runs(text: str) -> Iterator[list[re.Match[str]]]:
    """Words of time that touch each other, read together: 从 + 去年 + 国庆 + 开始."""
    run: list[re.Match[str]] = []
    for found in _pattern().finditer(text):
        if run and found.start() != run[-1].end():
            yield run
            run = []
        run.append(found)
    if run:
        yield run


def _token(found: re.Match[str]) -> str:
    return str(found.lastgroup).removeprefix(IS).rstrip("0123456789")


def _tells(run: list[re.Match[str]]) -> bool:
    names = {_token(one) for one in run} - {"since", "ongoing"}
    if len(run) > 1 or not names:
        return bool(names)
    return run[0].group() not in _TELLS_NOTHING and (names != {"clock"} or _surely_a_clock(_pieces(run[0])))


def _surely_a_clock(pieces: Parts) -> bool:
    """「晚上十点」「22:30」「七点半」 are; 「一点」「三点」 may be anything."""
    if pieces.keys() & {"daypart", "minute", "half", "quarter", "sharp"}:
        return True
    return pieces["hour"] not in _HARDLY_AN_HOUR and "later" not in pieces


def _pieces(found: re.Match[str]) -> Parts:
    """What stands in the groups of the token that was found; there are too many groups to ask them all."""
    names, places = _groups()[str(found.lastgroup)]
    return {name: piece for name, piece in zip(names, found.group(0, *places)[1:], strict=True) if piece}


def _when(run: list[re.Match[str]], now: datetime) -> When:
    names = [_token(one) for one in run]
    text = run[0].string[run[0].start() : run[-1].end()]
    kind = _kind(names)
    if kind == _OFTEN:
        return When(text, kind, "")
    parts: Parts = {}
    for one in run:
        parts |= _pieces(one)
    return When(text, kind, resolved(parts, run[-1].string[run[-1].end() : run[-1].end() + 3], now))


def _kind(names: list[str]) -> str:
    if "often" in names:
        return _OFTEN
    dated = any(name in _DAYS for name in names)
    if (dated or "festival" in names) and (names[0] == "since" or names[-1] == "ongoing"):
        return _SINCE
    if dated or "festival" in names:
        return _DATE if dated else _FESTIVAL
    return next(kind for name, kind in _KIND_OF.items() if name in names)


@cache
def _pattern() -> re.Pattern[str]:
    """All words of time; the names of groups get a number each, since no name may stand twice."""
    feasts = "|".join(sorted((row["节日"] for row in rows(_FESTIVALS)), key=len, reverse=True))
    festivals = f"(?P<feast#>{feasts})(?:节|期间|假期|前后|长假|那天|当天)?"
    branches, number = [], 0
    for first, tokens in _TOKENS.items():
        spelt = []
        for name, token in tokens.items():
            number += 1
            spelt.append(f"(?P<{IS}{name}#>{token.replace('{festivals}', festivals)})".replace("#>", f"{number}>"))
        branches.append(f"(?={first})(?:{'|'.join(spelt)})")
    return re.compile(f"(?=[{_ANY_FIRST}])(?:{'|'.join(branches)})")


@cache
def _groups() -> dict[str, tuple[tuple[str, ...], tuple[int, ...]]]:
    """For each token the groups that belong to it, its own and those inside it: names without numbers, and places."""
    told, tokens = _pattern().groupindex, [name for name in _pattern().groupindex if name.startswith(IS)]
    ends = [*(told[name] for name in tokens[1:]), _pattern().groups + 1]
    spans = {name: range(told[name], end) for name, end in zip(tokens, ends, strict=True)}
    plain = {place: name.rstrip("0123456789") for name, place in told.items()}
    return {name: (tuple(plain[place] for place in span), tuple(span)) for name, span in spans.items()}
