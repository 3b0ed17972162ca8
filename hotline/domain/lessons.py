"""Which tickets may teach the model (可供学习的工单): two tables of what is left out and why, and the line that obeys them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from hotline.domain.vocabulary import State


@dataclass(frozen=True, slots=True)
class Heard:
    """What a text says of those who must be spared (需要保护的意思).

    Args:
        minor: somebody under 18 speaks or is concerned.
        secrecy: the requester does not want to be known.
    """

    minor: bool
    secrecy: bool


Hears = Callable[[str, str], Heard]


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What decides whether a ticket may teach (工单情形).

    Args:
        category: the category that it was given, of four digits; of two if only the level-1 category is known.
        secret: its requester asked for secrecy, by a tick or in their words.
        named: whether it is known who asks.
        minor: somebody under 18 speaks, or is spoken of as concerned.
    """

    state: State
    category: str
    secret: bool
    named: bool
    minor: bool
    demo: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One reason for which a ticket does not teach (不予学习的情形)."""

    reason: str
    holds: Callable[[Circumstances], bool]


LEVEL2 = 4

# 敏感个人信息的分类（个人信息保护法第28条）：编码含其下各级
# fmt: off
HEALTH = ("12", "13", "1105", "1503", "1702")   # 医疗卫生、医疗保障；工伤、残疾、用药
FAMILY = ("1507",)                              # 儿童与妇女权益

PRIVATE: tuple[LeftOut, ...] = (
    LeftOut("要求个人信息保密", lambda one: one.secret),
    LeftOut("匿名诉求",         lambda one: not one.named),
    LeftOut("涉及未成年人",     lambda one: one.minor or one.category.startswith(FAMILY)),
    LeftOut("涉及医疗健康",     lambda one: one.category.startswith(HEALTH)),
    LeftOut("演示工单",         lambda one: one.demo),
)

UNDECIDED: tuple[LeftOut, ...] = (
    LeftOut("还没有登记完",     lambda one: one.state == State.DRAFT),
    LeftOut("无效工单",         lambda one: one.state == State.VOID),
    LeftOut("退回后还没有重派", lambda one: one.state in (State.REGISTERED, State.QUEUED)),
    LeftOut("只定到大类",       lambda one: len(one.category) < LEVEL2),
)
# fmt: on

LEFT_OUT = (*PRIVATE, *UNDECIDED)


def left_out(one: Circumstances, table: Iterable[LeftOut] = LEFT_OUT) -> str:
    """The first reason for which a ticket does not teach, or an empty text (是否不予学习)."""
    return next((row.reason for row in table if row.holds(one)), "")
