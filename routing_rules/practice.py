"""How tickets are handled (办理规范): clocks of re-dispatch, what closing asks for, empty phrases, reasons, terms.

These are tables because none of the regulations could be read in full: each row names its source and grade.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from routing_rules.limits import Limit

RESTART, GO_ON, AT_LEAST = "重新起算", "接续", "至少"
NOTICE_AND_CLOSE, TO_SUPERVISOR = "短信告知后办结", "转审核督办核定"
NUMBERS = (
    "退单每单位次数", "退单全单次数", "延期次数", "延期倍数", "挂起最长天数", "预警催办提前小时", "重点督办提前小时",
    "问题工单重办次数", "问题工单转办单位数", "回访未接通次数", "回访间隔小时", "诉求人催办间隔小时",
    "诉求人催办上限", "规则建议退单件数", "规则建议回看天数", "答复最少字数", "附件上限兆", "短信静默开始点", "短信静默结束点",
    "统计日截止点", "统计周起始日", "热点最少件数", "热点最少人数", "苗头同地一日件数", "苗头险情一日件数",
    "热点每周误报上限", "预警签收小时", "热点排除天数", "回流最少企业数", "回流件数取整", "回流复核截止点", "订阅停用天数",
)  # fmt: skip
NOTICE_WORDS = ("编号", "状态", "日期", "答复", "单位", "时限", "理由")
LONGEST_TEXT = 140  # 字：两条短信以内
CHOICES = {"回访未接通处理": (NOTICE_AND_CLOSE, TO_SUPERVISOR)}
TEXTS = ("回流说明",)
ALL_TERMS = (*NUMBERS, *CHOICES, *TEXTS)


@dataclass(frozen=True)
class Redispatch:
    """What becomes of the clock when a ticket goes to a unit again (改派时钟)."""

    case: str
    clock: str
    minimum: Limit | None
    basis: str
    grade: str


@dataclass(frozen=True)
class ClosingRule:
    """What must be shown before a ticket may be closed, and who is called back (办结规范).

    Args:
        share: how many of a hundred such tickets are called back.
    """

    number: str
    precedence: int
    requester: str
    demand_types: frozenset[str]
    contact: bool
    evidence: bool
    public_reply: bool
    share: int
    basis: str
    grade: str
    line: int = 0

    def holds(self, requester: str, demand_type: str) -> bool:
        """Whether it speaks of such a ticket."""
        return self.requester in ("", requester) and (not self.demand_types or demand_type in self.demand_types)


@dataclass(frozen=True)
class Phrase:
    """A phrase by which a reply says nothing (空话)."""

    words: str
    kind: str
    remark: str


@dataclass(frozen=True)
class Reason:
    """A coded reason for a request (理由代码)."""

    code: str
    use: str
    name: str
    remark: str


@dataclass(frozen=True)
class Term:
    """One number or choice by which tickets are handled (办理规范参数)."""

    name: str
    value: str
    unit: str
    remark: str
    basis: str
    grade: str


@dataclass(frozen=True)
class Notice:
    """What somebody is told when a step is taken (告知模板).

    Args:
        action: the step, by its Chinese label.
        outcome: only where the ticket came to this state; empty for any.
        to: 诉求人 or 承办人.
        by: 蒙速办 or 短信.
        text: with the places of NOTICE_WORDS in braces.
    """

    number: str
    action: str
    outcome: str
    to: str
    by: str
    text: str
    basis: str
    grade: str
    line: int = 0


@dataclass(frozen=True)
class Practice:
    """All of it, of one edition (办理规范)."""

    redispatches: Mapping[str, Redispatch]
    closing: tuple[ClosingRule, ...]
    phrases: tuple[Phrase, ...]
    reasons: Mapping[str, Reason]
    terms: Mapping[str, Term]
    notices: tuple[Notice, ...] = ()

    def number(self, name: str) -> int:
        """The number that stands for a term; KeyError for an unknown one."""
        return int(self.terms[name].value)

    def choice(self, name: str) -> str:
        """The choice that was made for a term."""
        return self.terms[name].value

    def closing_for(self, requester: str, demand_type: str) -> ClosingRule:
        """What closing asks for here; the last row has no conditions (checked)."""
        return next(row for row in self.closing if row.holds(requester, demand_type))

    def reasons_for(self, use: str) -> list[Reason]:
        """The reasons that may be given for one kind of request."""
        return [reason for reason in self.reasons.values() if reason.use == use]

    def notice(self, to: str, by: str, action: str, outcome: str) -> Notice | None:
        """What is told of a step, or None if nothing is; a row that names the outcome goes before one that does not."""
        fitting = [row for row in self.notices if (row.to, row.by, row.action) == (to, by, action)]
        return next((row for wanted in (outcome, "") for row in fitting if row.outcome == wanted), None)

    def phrases_in(self, text: str) -> list[Phrase]:
        """The empty phrases that a reply holds, in the order of the table."""
        return phrases_in(self.phrases, text)


def phrases_in(phrases: Iterable[Phrase], text: str) -> list[Phrase]:
    """The phrases that stand in the text; one that is part of another found one is told once."""
    found = [phrase for phrase in phrases if phrase.words in text]
    return [one for one in found if not any(one is not other and one.words in other.words for other in found)]
