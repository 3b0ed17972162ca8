"""How urgent a demand is (表 8.2), on a written set of emergencies and of what only sounds like one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifier.commands.bench_tables.layout import compared, table
from classifier.reading.urgency import urgency_of
from classifier.tables import read_table

REFERENCE = "关键词查找"
HOTLINE, URGENT, RAISED, ORDINARY = "转紧急热线", "特急", "紧急", "普通"
_LEVELS = (HOTLINE, URGENT, RAISED, ORDINARY)
_LOUD = frozenset({HOTLINE, URGENT})
# 没有词表的人第一小时会写下的词
_PLAIN_WORDS = (
    "着火", "起火", "火灾", "冒烟", "爆炸", "煤气", "燃气泄漏", "中毒", "晕倒", "昏迷", "抽搐", "流血", "救命", "快来人", "打人",
    "持刀", "砍人", "杀人", "抢劫", "家暴", "自杀", "跳楼", "轻生", "塌", "埋", "溺水", "落水", "掉进", "车祸", "撞人", "被困",
    "触电", "走失", "失踪", "洪水", "泄漏",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """One written demand with its urgency (测试诉求)."""

    urgency: str
    kind: str
    title: str
    text: str


def read_written(file: Path) -> list[Written]:
    """The demands of a table (读取紧急程度测试集)."""
    columns = ("urgency", "kind", "title", "text")
    return [Written(*(row[name] for name in columns)) for _, row in read_table(file, columns)]


def by_words(title: str, text: str) -> str:
    """An emergency as soon as one of the plain words occurs (关键词查找)."""
    return HOTLINE if any(word in title or word in text for word in _PLAIN_WORDS) else ORDINARY


def alarm_table(written: Sequence[Written]) -> Iterator[str]:
    """Table 8.2 (紧急程度)."""
    mine, theirs = _answers(written, urgency_of), _answers(written, by_words)
    ordinary = sum(one.urgency == ORDINARY for one in written)
    yield from table(
        f"8.2 紧急程度：{len(written)} 条另写的诉求，其中普通 {ordinary} 条",
        ["指标", "本项目", REFERENCE, "差（百分点）"],
        [
            compared("转紧急热线，召回", _loud(written, mine, HOTLINE), [_loud(written, theirs, HOTLINE)]),
            compared("特急，召回", _loud(written, mine, URGENT), [_loud(written, theirs, URGENT)]),
            compared("普通，误报", _loud(written, mine, ORDINARY), [_loud(written, theirs, ORDINARY)], least=True),
            compared("四级全对", _exact(written, mine), [_exact(written, theirs)]),
        ],
        "召回与误报都按答“转紧急热线”或“特急”计：两者都会马上有人看。",
    )
    yield from table(
        "8.3 本项目的四级：行是应为，列是答为",
        ["应为＼答为", *_LEVELS],
        [
            [
                level,
                *(
                    str(sum(a == told for one, a in zip(written, mine, strict=True) if one.urgency == level))
                    for told in _LEVELS
                ),
            ]
            for level in _LEVELS
        ],
    )


def _answers(written: Sequence[Written], urgency: Callable[[str, str], str]) -> list[str]:
    return [urgency(one.title, one.text) for one in written]


def _loud(written: Sequence[Written], answers: Sequence[str], level: str) -> float | None:
    """The share of demands of one level that make a person look at once."""
    told = [answer in _LOUD for one, answer in zip(written, answers, strict=True) if one.urgency == level]
    return sum(told) / len(told) if told else None


def _exact(written: Sequence[Written], answers: Sequence[str]) -> float:
    return sum(one.urgency == answer for one, answer in zip(written, answers, strict=True)) / max(1, len(written))
