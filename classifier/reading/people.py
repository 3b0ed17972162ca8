"""Who is concerned (涉及人员): minors, and how many speak together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from classifier.reading.cues import either, mentions, pattern, says, words
from classifier.reading.numerals import NUMBER, number_of

_TABLE = "people.csv"
_OF_AGE = 18
# 五人以上、三户以上才算群体；一家几口不算
_MANY_PEOPLE, _MANY_HOUSEHOLDS = 5, 3
_MOST = 100_000
_CLAUSE_GAP = r"[^,。;!?\n]"
_AGE = rf"(?P<age>{NUMBER})(?:多|来)?(?:周)?岁"
_OLD_AGE = re.compile(rf"(?P<age>{NUMBER})(?:多|来|几)?(?:周)?岁")
_NEAR = 12
_CLAUSE_END = re.compile(_CLAUSE_GAP + "*")
_WHOSE = re.compile(
    r"(?:我家|我们家|我|俺家?|我的|咱家|自家|家里|家中|家有|其|她家?|他家?|邻居家?|来电人|女士|先生|亲戚家?|带着?|家长)的?"
    r"(?:小|大|两个|俩|一个|有个|[一二三四五六]年级的|初[一二三]的|高[一二三]的)?$|(?:年级|初[一二三]|高[一二三]|班)的$"
)
# 「我十五岁那年」「我十六岁就下地」说的是从前
_THEN = r"(?!半?的|那年|那会|的时候|时|就|起|开始|参军|入伍|进厂|嫁|守寡|从)"


class Minor(StrEnum):
    """Whether somebody under eighteen is concerned (未成年人)."""

    NONE = ""
    SPEAKER = "本人未成年"
    CONCERNED = "涉及未成年人"


@dataclass(frozen=True, slots=True)
class Group:
    """Whether many speak together, and how many if that is said (群体诉求).

    Args:
        people: persons or households as said; None where no number is given.
    """

    many: bool
    people: int | None


def minor_of(text: str) -> Minor:
    """Whether the speaker is a minor or speaks of one (未成年人); grown-up sons and daughters do not count.

    Args:
        text: normalised.
    """
    if _speaks_as_minor(text):
        return Minor.SPEAKER
    return Minor.CONCERNED if _a_child(text) else Minor.NONE


def _a_child(text: str) -> bool:
    if says(_TABLE, "未成年", text):
        return True
    children = [_Child.at(text, *where) for where in mentions(_TABLE, ("幼儿", "子女"), text)]
    if not children:
        return False
    if any(child.harmed or child.in_school for child in children) or any(map(_is_under_age, _aged_children(text))):
        return True
    own = any(child.own for child in children)
    return own and bool(pattern(_TABLE, "学段").search(text)) and not _grown(text, children)


def _grown(text: str, children: Sequence["_Child"]) -> bool:
    if any(child.grown for child in children):
        return True
    return "岁" in text and any(not _is_under_age(one) for one in _OLD_AGE.finditer(text))


@dataclass(frozen=True, slots=True)
class _Child:
    """A child that is mentioned (提到的孩子), with the few words of its clause before and behind."""

    word: str
    before: str
    after: str

    @classmethod
    def at(cls, text: str, start: int, end: int) -> "_Child":
        before = _CLAUSE_END.match(text[max(0, start - _NEAR) : start][::-1])
        after = _CLAUSE_END.match(text[end : end + _NEAR])
        return cls(text[start:end], before.group()[::-1] if before else "", after.group() if after else "")

    @property
    def own(self) -> bool:
        """「我家孩子」「其子」「邻居家小孩」, not just any."""
        return self.word.startswith("其") or _WHOSE.search(self.before) is not None

    @property
    def harmed(self) -> bool:
        """「孩子被打」「体罚学生」."""
        return bool(pattern(_TABLE, "受害").search(self.after) or pattern(_TABLE, "加害").search(self.before))

    @property
    def in_school(self) -> bool:
        """「我儿子上初二」「四年级的女儿」; 「学生」 alone are nobody in particular."""
        stage = pattern(_TABLE, "学段")
        return self.own and bool(stage.search(self.after) or (self.before.endswith("的") and stage.search(self.before)))

    @property
    def grown(self) -> bool:
        """「儿子结婚」「闺女上大学」."""
        return pattern(_TABLE, "大人").search(self.after) is not None


def group_of(text: str) -> Group:
    """Whether many speak together (群体诉求).

    Args:
        text: normalised.
    """
    people, households = _said(text, "人量词"), _said(text, "户量词")
    many = (people or 0) >= _MANY_PEOPLE or (households or 0) >= _MANY_HOUSEHOLDS or _many(text)
    return Group(many, max(filter(None, (people, households)), default=None))


def _said(text: str, measure: str) -> int | None:
    """The greatest number of people or households among whom the speaker counts himself."""
    found = [int(number_of(one["number"])) for one in _counted(measure).finditer(text)]
    return max((number for number in found if 1 < number < _MOST), default=None)


@cache
def _counted(measure: str) -> re.Pattern[str]:
    return re.compile(
        rf"{either(_TABLE, '我们')}(?:(?!公司|企业|单位|一家|的)[^,。;!?\n是]){{0,8}}?(?<![几数上])(?P<number>{NUMBER})(?:多|余|来|几)?"
        rf"(?!{either(_TABLE, '不是众人')}){either(_TABLE, measure)}(?![口间份次字行座])"
    )


def _many(text: str) -> bool:
    """「联名」「全村都」「我们这些工友」「家长们都没」「我们几十户」."""
    if says(_TABLE, "众人", text) or says(_TABLE, "全体", text):
        return True
    return any(one.search(text) for one in _many_mates())


@cache
def _many_mates() -> tuple[re.Pattern[str], ...]:
    mates = rf"(?!{either(_TABLE, '不是同伴')}){either(_TABLE, '同伴')}"
    measures = f"(?:{either(_TABLE, '人量词')}|{either(_TABLE, '户量词')})"
    dozens = "(?:好?几十|数十|上百|几百|数百|上千|十几|十来|二十来|百十)(?:多|余)?"
    wish = rf"{_CLAUSE_GAP}{{0,6}}?{either(_TABLE, '同求')}"
    some = rf"(?:全体|许多|很多|不少|大部分|好多|{dozens}[个名位户])"
    group = rf"(?:这些|这群|这帮|这批|全体|广大|{_CLAUSE_GAP}{{0,3}}?{dozens}[个名位户]?)?{mates}"
    return (
        re.compile(rf"[我咱俺]们(?:{group}|{_CLAUSE_GAP}{{0,6}}?{dozens}{measures})"),
        re.compile(rf"们{_after([f'{mate}们' for mate in words(_TABLE, '同伴')])}{wish}"),
        re.compile(rf"{some}{mates}{wish}"),
    )


def _after(told: Sequence[str]) -> str:
    """Standing right behind one of the words; a look back must know its length."""
    lengths = sorted({len(word) for word in told})
    return "(?:" + "|".join(f"(?<={'|'.join(word for word in told if len(word) == one)})" for one in lengths) + ")"


def _is_under_age(found: re.Match[str]) -> bool:
    return number_of(found["age"]) < _OF_AGE


def _speaks_as_minor(text: str) -> bool:
    if "岁" in text and any(map(_is_under_age, _own_age().finditer(text))):
        return True
    claimed = pattern(_TABLE, "自称学生").search(text)
    return bool(claimed) and not pattern(_TABLE, "不是自称").search(text)


@cache
def _own_age() -> re.Pattern[str]:
    """「我今年十五岁」, with nobody else between the two."""
    return re.compile(
        rf"(?:^|[,。;!?\s:是])(?:我|本人|俺)(?:叫{_CLAUSE_GAP}{{1,6}},)?"
        rf"(?:是|今年|现在|才|刚|刚满|刚刚|还|只有|马上|快|虚岁|周岁|一个|一名|学生|,){{0,3}}{_AGE}{_THEN}"
    )


def _aged_children(text: str) -> Iterator[re.Match[str]]:
    """「孩子今年七岁」「七岁的孩子」."""
    if "岁" in text:
        for one in _aged_child():
            yield from one.finditer(text)


@cache
def _aged_child() -> tuple[re.Pattern[str], re.Pattern[str]]:
    return (
        re.compile(rf"{_child()}{_CLAUSE_GAP}{{0,8}}?,?{_AGE}{_THEN}"),
        re.compile(rf"{_AGE}(?:半|左右|大)?的?{_CLAUSE_GAP}{{0,4}}?{_child()}"),
    )


def _child() -> str:
    return f"(?:{either(_TABLE, '幼儿')}|{either(_TABLE, '子女')})"
