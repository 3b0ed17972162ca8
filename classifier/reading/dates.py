"""Words of time turned into dates (时间换算), counted from a given moment."""

import re
from datetime import date, datetime, time, timedelta
from functools import cache

from classifier.reading.cues import rows
from classifier.reading.numerals import number_of

Parts = dict[str, str]
IS = "is_"

_FESTIVALS = "festivals.csv"
_YEARS = {"大前": -3, "前": -2, "去": -1, "今": 0, "明": 1, "后": 2}
_DAYS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3, "刚才": 0, "方才": 0}
_TURNS = {"上上": -2, "上": -1, "这": 0, "本": 0, "下": 1, "下下": 2}
_WEEKDAYS = {char: place for place, char in enumerate("一二三四五六日")} | {"天": 6}
_VAGUE = {"半": 0.5, "几": 3.0, "好几": 3.0, "十几": 10.0, "几十": 20.0}
_SEASONS = {"春": 3, "夏": 6, "秋": 9, "冬": 12}
_HALVES = {"底": 12, "末": 12, "初": 1, "中": 6}
_LATER = re.compile(r"之?前|以前|截止|到期|开庭|开考|考试|报名|开学|实施|施行|将|就要")
_MONTHS_A_YEAR, _DAYS_A_WEEK, _DAYS_A_MONTH, _NOON = 12, 7, 30, 12
# 说「晚上一点」是次日凌晨
_SMALL_HOURS = 5
_NIGHT = re.compile(r"晚|夜")
_AFTERNOON = re.compile(r"下午|午后|傍晚|晚|夜")
_MIDDAY = 10
_QUARTERS = {"一": 15, "三": 45}
_WHOLE_DATE = len("2025-01-01")


def resolved(parts: Parts, after: str, now: datetime) -> str:
    """The day, month, year, week or moment that the words name (ISO 8601), empty where they name none.

    Args:
        parts: named pieces of the words, as `times` cuts them.
        after: what follows, for dates that lie ahead.
    """
    try:
        day = _day(parts, after, now)
        return _with_clock(day, parts) if "hour" in parts else day
    except (ValueError, OverflowError):
        return ""


def _day(parts: Parts, after: str, now: datetime) -> str:
    for name, told in _TOLD.items():
        if name in parts:
            return told(parts, after, now)
    return ""


def _iso(parts: Parts, _after: str, _now: datetime) -> str:
    return date(int(parts["year"]), int(parts["month"]), int(parts["day"])).isoformat()


def _year(parts: Parts, _after: str, now: datetime) -> str:
    year = now.year + _YEARS[parts["year"]] if parts["year"] in _YEARS else _full_year(parts["year"])
    if "feast" in parts:
        return _feast_in(parts["feast"], year)
    if "season" in parts:
        return f"{year}-{_SEASONS[parts['season']]:02}" if parts["season"] in _SEASONS else f"{year}"
    if "part_of_year" in parts:
        return f"{year}-{_HALVES[parts['part_of_year']]:02}" if parts["part_of_year"] in _HALVES else f"{year}"
    return _month_and_day(year, parts["month"], parts.get("day", "")) if "month" in parts else f"{year}"


def _full_year(text: str) -> int:
    year = int(number_of(text))
    return year + 2000 if year < 100 else year


def _month_and_day(year: int, month: str, day: str) -> str:
    if day:
        return date(year, int(number_of(month)), int(number_of(day))).isoformat()
    return date(year, int(number_of(month)), 1).isoformat()[:7]


def _month_from_now(parts: Parts, _after: str, now: datetime) -> str:
    year, month = _months_on(now, _TURNS[parts["turn"].rstrip("个")])
    return _month_and_day(year, str(month), parts.get("day", ""))


def _months_on(now: datetime, months: int) -> tuple[int, int]:
    years, month = divmod(now.year * _MONTHS_A_YEAR + now.month - 1 + months, _MONTHS_A_YEAR)
    return years, month + 1


def _month(parts: Parts, after: str, now: datetime) -> str:
    """The latest such month or day that is not ahead, unless what follows looks ahead."""
    told = _month_and_day(now.year, parts["month"], parts.get("day", ""))
    ahead = told > now.date().isoformat()[: len(told)]
    if ahead and not _LATER.match(after):
        return _month_and_day(now.year - 1, parts["month"], parts.get("day", ""))
    return told


def _day_from_now(parts: Parts, _after: str, now: datetime) -> str:
    word = parts[f"{IS}day_from_now"]
    shift = next(_DAYS[start] for start in (word, word[:2], word[:1]) if start in _DAYS)
    return (now.date() + timedelta(days=shift)).isoformat()


def _weekday(parts: Parts, _after: str, now: datetime) -> str:
    told = parts["weekday"][-1]
    wanted = _WEEKDAYS[told] if told in _WEEKDAYS else int(told) - 1
    day = now.date() - timedelta(days=now.weekday()) + timedelta(days=wanted)
    if "turn" in parts:
        return (day + timedelta(days=_DAYS_A_WEEK * _TURNS[parts["turn"]])).isoformat()
    return (day if day <= now.date() else day - timedelta(days=_DAYS_A_WEEK)).isoformat()


def _week(parts: Parts, _after: str, now: datetime) -> str:
    turn = next(turn for start, turn in _TURNS.items() if parts[f"{IS}week"].startswith(start))
    year, week, _ = (now.date() + timedelta(days=_DAYS_A_WEEK * turn)).isocalendar()
    return f"{year}-W{week:02}"


def _bare_day(parts: Parts, after: str, now: datetime) -> str:
    """The latest such day that is not ahead, or the next one where what follows looks ahead."""
    day, ahead = int(number_of(parts["day"].removesuffix("号"))), bool(_LATER.match(after))
    turn = (ahead and day < now.day) - (not ahead and day > now.day)
    year, month = _months_on(now, turn)
    return date(year, month, day).isoformat()


def _past(parts: Parts, _after: str, now: datetime) -> str:
    """So long ago, or when it began that has lasted so long."""
    return _back(parts["count"], parts["unit"], now)


def _back(number: str, unit: str, now: datetime) -> str:
    """So long before now; a vague number tells the least it can mean."""
    count = _VAGUE.get(number) or number_of(number)
    if "半" in unit:
        count = 0.5 if unit.startswith("半") or count == 0 else count + 0.5
    if "年" in unit:
        year, month = _months_on(now, -round(count * _MONTHS_A_YEAR))
        return f"{year}-{month:02}" if count < 2 else f"{year}"
    if "月" in unit and count >= 1:
        year, month = _months_on(now, -round(count))
        return f"{year}-{month:02}"
    if "分" in unit or "时" in unit or "钟" in unit:
        return now.date().isoformat()
    days = count * (_DAYS_A_MONTH if "月" in unit else _DAYS_A_WEEK if unit[-1] in "周期拜" else 1)
    return (now.date() - timedelta(days=round(days))).isoformat()


def _feast(parts: Parts, after: str, now: datetime) -> str:
    """The latest one that is not ahead, unless what follows looks ahead."""
    name, today = parts["feast"], now.date().isoformat()
    days = [day for year in (now.year - 1, now.year, now.year + 1) if (day := _feast_in(name, year))]
    if not days or _LATER.match(after):
        return next((day for day in days if day >= today), "")
    return max((day for day in days if day <= today), default="")


def _feast_in(name: str, year: int) -> str:
    told = _feasts().get(name, ())
    return next((day if len(day) > 5 else f"{year}-{day}" for day in told if len(day) == 5 or day[:4] == str(year)), "")


@cache
def _feasts() -> dict[str, tuple[str, ...]]:
    return {row["节日"]: tuple(filter(None, (row["日期"] or "").split("、"))) for row in rows(_FESTIVALS)}


def _with_clock(day: str, parts: Parts) -> str:
    part = "".join(parts.get(name, "") for name in ("daypart", f"{IS}part", f"{IS}day_from_now"))
    hour, minute = int(number_of(parts["hour"])), _minute(parts)
    next_day = bool(_NIGHT.search(part)) and (hour <= _SMALL_HOURS or hour == _NOON)
    if hour < _NOON and not next_day and (_AFTERNOON.search(part) or (part == "中午" and hour < _MIDDAY)):
        hour += _NOON
    if hour == 2 * _NOON or (next_day and hour == _NOON):
        hour, next_day = 0, True
    clock = time(hour, minute).isoformat("minutes")
    if len(day) != _WHOLE_DATE:
        return clock
    return f"{date.fromisoformat(day) + timedelta(days=int(next_day))}T{clock}"


def _minute(parts: Parts) -> int:
    if "half" in parts:
        return 30
    return (
        int(parts["minute"])
        if "minute" in parts
        else int(_QUARTERS.get(parts.get("quarter", ""), 0) or number_of(parts.get("later", "0")))
    )


_TOLD = {
    f"{IS}iso": _iso,
    f"{IS}year": _year,
    f"{IS}month_from_now": _month_from_now,
    f"{IS}month": _month,
    f"{IS}day_from_now": _day_from_now,
    f"{IS}weekday": _weekday,
    f"{IS}week": _week,
    f"{IS}festival": _feast,
    f"{IS}day": _bare_day,
    f"{IS}ago": _past,
    f"{IS}lasting": _past,
}
